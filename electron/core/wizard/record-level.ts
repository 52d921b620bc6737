// Reads from ExLab-Wizard's records what a folder is to it: equipment, project or run (docs/spec.md 10).
import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { RECORDS_FOLDER } from './records-folder.ts'

/** A larger record is not read: records are small. */
const MAX_BYTES = 1 << 20

const creation = z.object({ level: z.string().optional() })

const isSmallFile = (file: string): boolean => {
  const found = lstatSync(file, { throwIfNoEntry: false })
  return found?.isFile() === true && found.size <= MAX_BYTES
}

/** What ExLab-Wizard made a folder for; null: it has no record that says so. Throws nothing. */
export const recordLevel = (folder: string): 'equipment' | 'project' | 'run' | null => {
  const records = join(folder, RECORDS_FOLDER)
  try {
    if (lstatSync(records, { throwIfNoEntry: false })?.isDirectory() !== true) return null
    const file = join(records, 'creation.json')
    if (isSmallFile(file)) {
      const { level } = creation.parse(JSON.parse(readFileSync(file, 'utf8')))
      if (level === 'project' || level === 'run') return level
    }
    return isSmallFile(join(records, 'equipment.json')) ? 'equipment' : null
  } catch {
    return null
  }
}
