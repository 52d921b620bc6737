// Small things that the desktop app remembers of its window, in one file of the data folder.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { historySchema } from '../tray/notification-history.ts'

const schema = z.object({
  bounds: z
    .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
    .optional(),
  maximized: z.boolean().optional(),
  /** It has been said that closing leaves the program at work. */
  saidTray: z.boolean().optional(),
  /** What closing does where there is no tray. */
  withoutTray: z.enum(['stay', 'quit']).optional(),
  /** What notices have told. */
  told: historySchema.optional().catch(undefined),
})
export type Remembered = z.infer<typeof schema>

export interface WindowState {
  read(): Remembered
  write(change: Remembered): void
}

export const openWindowState = (dataDir: string): WindowState => {
  const file = join(dataDir, 'window.json')
  const read = (): Remembered => {
    try {
      return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
    } catch {
      return {}
    }
  }
  return {
    read,
    write(change) {
      try {
        writeFileSync(file, JSON.stringify({ ...read(), ...change }))
      } catch {
        // a data folder that cannot be written costs what was remembered, nothing else
      }
    },
  }
}
