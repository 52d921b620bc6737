// Lets a person choose a program or rclone's file in the system's own dialog, and shows a program with its version before it is
// used: the window's page gets the outcome only.
import { type BrowserWindow, dialog } from 'electron'
import { visible } from '../../../shared/escape.ts'
import {
  PROGRAM_DIALOG_MESSAGES,
  REFUSAL_MESSAGES,
} from '../../../shared/messages/desktop/shell.ts'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import { lookBeforeReading } from '../../core/lib/bounded-file.ts'
import type { FileDialogs } from './file-dialogs.ts'

type Chosen = 'rclone_config' | 'rclone' | 'rsync' | 'ssh'

/** Most bytes of an rclone.conf. */
const MAX_RCLONE_CONF = 1 << 20

/** Asks whether the program is the wanted one. */
const confirm = async (
  window: BrowserWindow | null,
  tool: string,
  path: string,
  version: string,
): Promise<boolean> => {
  const options: Electron.MessageBoxOptions = {
    type: 'question',
    message: PROGRAM_DIALOG_MESSAGES.title(tool),
    detail: PROGRAM_DIALOG_MESSAGES.detail(visible(path), version),
    buttons: Object.values(PROGRAM_DIALOG_MESSAGES.buttons),
    defaultId: 1,
    cancelId: 1,
  }
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options))
  return response === 0
}

/** The path that may be saved from now on; null: the person cancelled. Throws Refusal where the file can't be used. */
export const chooseProgram = async (
  what: Chosen,
  deps: {
    readonly core: Pick<Core, 'describeProgram' | 'allowFile'>
    readonly dialogs: FileDialogs
    window(): BrowserWindow | null
  },
): Promise<string | null> => {
  const [path] = await deps.dialogs.open({ properties: ['openFile', 'showHiddenFiles'] })
  if (path === undefined) return null
  if (what === 'rclone_config') {
    const fault = await lookBeforeReading(path, MAX_RCLONE_CONF)
    if (fault !== null) throw new Refusal('unavailable', `${path} ${fault}.`)
  } else {
    const { problem, version } = await deps.core.describeProgram(what, path)
    if (problem !== null) throw new Refusal('unavailable', REFUSAL_MESSAGES.noProgram(problem))
    if (!(await confirm(deps.window(), what, path, version ?? ''))) return null
  }
  deps.core.allowFile(path)
  return path
}
