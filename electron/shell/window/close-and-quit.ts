// Closing and quitting: closing leaves the program at work and says so once; quitting while something is sent asks (docs/ux.md D13).
import { type BrowserWindow, Notification, dialog } from 'electron'
import { QUIT_MESSAGES } from '../../../shared/messages/shell.ts'
import type { Core } from '../../core/core.ts'
import type { WindowState } from './window-state.ts'

export type Leave = 'now' | 'when_done' | 'stay'

const ask = async (
  window: BrowserWindow | null,
  options: Electron.MessageBoxOptions,
): Promise<number> => {
  const visible = window !== null && !window.isDestroyed() && window.isVisible()
  const { response } = visible
    ? await dialog.showMessageBox(window, options)
    : await dialog.showMessageBox(options)
  return response
}

/** Whether to quit, where runs are being sent or checked. */
export const askToQuit = async (
  core: Pick<Core, 'overview'>,
  window: BrowserWindow | null,
): Promise<Leave> => {
  const { counts, retrying } = core.overview()
  const active = counts.active - retrying
  if (active === 0) return 'now'
  const answer = await ask(window, {
    type: 'question',
    message: QUIT_MESSAGES.quitTitle(active),
    detail: QUIT_MESSAGES.quitText,
    buttons: [...QUIT_MESSAGES.quitButtons],
    defaultId: 0,
    cancelId: 2,
  })
  return (['when_done', 'now', 'stay'] as const)[answer] ?? 'stay'
}

/** What closing the window does: `hide` leaves the program at work. Says so the first time. */
export const onClose = async (
  window: BrowserWindow,
  memory: WindowState,
  facts: { readonly withTray: boolean; readonly closeToTray: boolean },
): Promise<'hide' | 'quit'> => {
  if (!facts.closeToTray) return 'quit'
  if (facts.withTray) {
    if (memory.read().saidTray !== true && Notification.isSupported()) {
      const { trayTitle: title, trayText: body } = QUIT_MESSAGES
      new Notification({ title, body, silent: true }).show()
    }
    memory.write({ saidTray: true })
    return 'hide'
  }
  const known = memory.read().withoutTray
  if (known !== undefined) return known === 'stay' ? 'hide' : 'quit'
  const answer = await ask(window, {
    type: 'question',
    message: QUIT_MESSAGES.noTrayTitle,
    detail: QUIT_MESSAGES.noTrayText,
    buttons: [...QUIT_MESSAGES.noTrayButtons],
    defaultId: 0,
    cancelId: 0,
  })
  const choice = answer === 1 ? 'quit' : 'stay'
  memory.write({ withoutTray: choice })
  return choice === 'stay' ? 'hide' : 'quit'
}
