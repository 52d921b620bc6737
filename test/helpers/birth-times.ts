// Tells whether folders have a time of birth here. Wine answers their last change in its place, so that every folder that something
// is made in seems to be another one.
import { mkdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

/** True where a folder below `dir` keeps its time of birth when its time of change moves. */
export const keepsBirthTimes = (dir: string): boolean => {
  const folder = join(dir, 'birth-time')
  mkdirSync(folder)
  const born = statSync(folder).birthtimeMs
  const later = new Date(born + 3_600_000)
  utimesSync(folder, later, later)
  const kept = statSync(folder).birthtimeMs === born
  rmSync(folder, { recursive: true })
  return kept
}
