// Decides what closing the window and quitting do: closing hides the window and explains that once; quitting while runs are
// being sent asks (docs/ux.md D13).
import { type BrowserWindow, Notification, dialog } from 'electron'
import { QUIT_MESSAGES } from '../../../shared/messages/desktop/shell.ts'
import type { Core } from '../../core/core.ts'
import type { WindowState } from './window-state.ts'

type QuitAnswer = 'now' | 'when_done' | 'stay'

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

/** Asks whether to quit where runs are being sent or checked; without any the answer is `now`. */
export const confirmQuit = async (
  core: Pick<Core, 'overview'>,
  window: BrowserWindow | null,
): Promise<QuitAnswer> => {
  const { counts, retrying } = core.overview()
  const active = counts.active - retrying
  if (active === 0) return 'now'
  const answer = await ask(window, {
    type: 'question',
    message: QUIT_MESSAGES.quitTitle(active),
    detail: QUIT_MESSAGES.quitText,
    buttons: Object.values(QUIT_MESSAGES.quitButtons),
    defaultId: 0,
    cancelId: 2,
  })
  return (['when_done', 'now', 'stay'] as const)[answer] ?? 'stay'
}

/** What closing the window does: `hide` keeps the program working, which a notification explains the first time. */
export const decideClose = async (
  window: BrowserWindow,
  windowState: WindowState,
  facts: { readonly withTray: boolean; readonly closeToTray: boolean },
): Promise<'hide' | 'quit'> => {
  if (!facts.closeToTray) return 'quit'
  if (facts.withTray) {
    if (windowState.read().trayExplained !== true && Notification.isSupported()) {
      const { trayTitle: title, trayText: body } = QUIT_MESSAGES
      new Notification({ title, body, silent: true }).show()
    }
    windowState.write({ trayExplained: true })
    return 'hide'
  }
  const saved = windowState.read().withoutTray
  if (saved !== undefined) return saved === 'stay' ? 'hide' : 'quit'
  const answer = await ask(window, {
    type: 'question',
    message: QUIT_MESSAGES.noTrayTitle,
    detail: QUIT_MESSAGES.noTrayText,
    buttons: Object.values(QUIT_MESSAGES.noTrayButtons),
    defaultId: 0,
    cancelId: 0,
  })
  const choice = answer === 1 ? 'quit' : 'stay'
  windowState.write({ withoutTray: choice })
  return choice === 'stay' ? 'hide' : 'quit'
}
