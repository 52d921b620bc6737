// Window state: bounds, answers that are asked for once and the notification history, saved in window.json of the data folder.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { historySchema } from '../tray/notification-history.ts'

const schema = z.object({
  bounds: z
    .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
    .optional(),
  maximized: z.boolean().optional(),
  /** The app has explained that it keeps working in the tray when its window is closed. */
  saidTray: z.boolean().optional(),
  /** What closing the window does where there is no tray. */
  withoutTray: z.enum(['stay', 'quit']).optional(),
  /** The notification history; `told` is its name in the file. */
  told: historySchema.optional().catch(undefined),
})
export type WindowStateValues = z.infer<typeof schema>

export interface WindowState {
  /** Empty where there is no file, or none that can be read. */
  read(): WindowStateValues
  /** Replaces the given values and leaves the others. */
  write(change: WindowStateValues): void
}

export const openWindowState = (dataDir: string): WindowState => {
  const file = join(dataDir, 'window.json')
  const read = (): WindowStateValues => {
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
        // a data folder that cannot be written costs the saved state, nothing else
      }
    },
  }
}
