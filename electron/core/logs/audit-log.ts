// What people did that a shift after them wants to know: one line each, in a file of its own.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../domain/clock.ts'

export const PEOPLE_LOG = 'people.log'

/** One older file is kept beside it. */
const MAX_BYTES = 5 << 20

/** Answers how to write a line; line breaks in it become blanks. Throws the system's error. */
export const openAuditLog =
  (folder: string, clock: Clock) =>
  (text: string): void => {
    const file = join(folder, PEOPLE_LOG)
    mkdirSync(folder, { recursive: true })
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES)
      renameSync(file, `${file}.1`)
    appendFileSync(file, `${new Date(clock.now()).toISOString()} ${text.replaceAll(/\s+/g, ' ')}\n`)
  }
