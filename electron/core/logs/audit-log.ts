// Writes what people did to people.log, one line each, for the shift after them.
import { join } from 'node:path'
import { visible } from '../../../shared/escape.ts'
import type { Clock } from '../domain/clock.ts'
import { appendRotating } from '../lib/rotating-file.ts'

export const PEOPLE_LOG = 'people.log'

/** Answers a function that writes one line; line breaks in it become blanks. It throws the system's error. */
export const openAuditLog =
  (folder: string, clock: Clock) =>
  (text: string): void =>
    appendRotating(
      join(folder, PEOPLE_LOG),
      `${new Date(clock.now()).toISOString()} ${visible(text.replaceAll(/\s+/g, ' '))}\n`,
    )
