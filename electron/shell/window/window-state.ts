// Window state: bounds, answers that are asked for once and the notification history, saved in window.json of a
// folder that is this account's.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { type Appearance, appearance, languageChoice } from '../../../shared/contract/app.ts'
import type { LanguageChoice } from '../../../shared/language/languages.ts'
import { FILE_MODE } from '../../core/lib/private-files.ts'
import { type NotificationHistory, historySchema } from '../tray/notification-history.ts'

/** Contents of window.json; its names stay as they are, since files of earlier versions have them. */
const fileSchema = z.object({
  bounds: z
    .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
    .optional(),
  maximized: z.boolean().optional(),
  saidTray: z.boolean().optional(),
  withoutTray: z.enum(['stay', 'quit']).optional(),
  language: languageChoice.optional().catch(undefined),
  appearance: appearance.optional().catch(undefined),
  told: historySchema.optional().catch(undefined),
  awaited: z.array(z.int()).optional().catch(undefined),
})
type WindowFile = z.infer<typeof fileSchema>

interface WindowStateValues {
  readonly bounds?: WindowFile['bounds']
  readonly maximized?: boolean | undefined
  /** The app has explained that it keeps working in the tray when its window is closed. */
  readonly trayExplained?: boolean | undefined
  /** What closing the window does where there is no tray. */
  readonly withoutTray?: WindowFile['withoutTray']
  /** Of window, menu and tray. */
  readonly language?: LanguageChoice | undefined
  readonly appearance?: Appearance | undefined
  readonly notificationHistory?: NotificationHistory | undefined
  /** Runs of which somebody wants to be told once they are verified. */
  readonly awaited?: readonly number[] | undefined
}

const fromFile = ({ saidTray, told, ...rest }: WindowFile): WindowStateValues => ({
  ...rest,
  trayExplained: saidTray,
  notificationHistory: told,
})

const toFile = ({
  trayExplained,
  notificationHistory,
  awaited,
  ...rest
}: WindowStateValues): WindowFile => ({
  ...rest,
  awaited: awaited === undefined ? undefined : [...awaited],
  saidTray: trayExplained,
  told: notificationHistory,
})

export interface WindowState {
  /** Empty where there is no file, or none that can be read. */
  read(): WindowStateValues
  /** Replaces the given values and leaves the others. */
  write(change: WindowStateValues): void
}

export const openWindowState = (folder: string): WindowState => {
  const file = join(folder, 'window.json')
  const read = (): WindowStateValues => {
    try {
      return fromFile(fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))))
    } catch {
      return {}
    }
  }
  return {
    read,
    write(change) {
      try {
        writeFileSync(file, JSON.stringify(toFile({ ...read(), ...change })), { mode: FILE_MODE })
      } catch {
        // a data folder that cannot be written costs the saved state, nothing else
      }
    },
  }
}
