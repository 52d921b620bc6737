// Decides what closing the window and quitting do: closing hides the window and explains that once; quitting while runs are
// being sent asks (docs/ux.md D13).
import { type BrowserWindow, Notification, dialog } from 'electron'
import { CLOSE_AND_QUIT } from '../../../shared/messages/shell.ts'
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
    message: CLOSE_AND_QUIT.quitTitle(active),
    detail: CLOSE_AND_QUIT.quitText,
    buttons: [...CLOSE_AND_QUIT.quitButtons],
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
      const { trayTitle: title, trayText: body } = CLOSE_AND_QUIT
      new Notification({ title, body, silent: true }).show()
    }
    windowState.write({ trayExplained: true })
    return 'hide'
  }
  const saved = windowState.read().withoutTray
  if (saved !== undefined) return saved === 'stay' ? 'hide' : 'quit'
  const answer = await ask(window, {
    type: 'question',
    message: CLOSE_AND_QUIT.noTrayTitle,
    detail: CLOSE_AND_QUIT.noTrayText,
    buttons: [...CLOSE_AND_QUIT.noTrayButtons],
    defaultId: 0,
    cancelId: 0,
  })
  const choice = answer === 1 ? 'quit' : 'stay'
  windowState.write({ withoutTray: choice })
  return choice === 'stay' ? 'hide' : 'quit'
}
