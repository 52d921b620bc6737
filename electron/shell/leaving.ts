// Closing and quitting: closing leaves the program at work and says so once; quitting while something is sent asks (UX D13).
import { type BrowserWindow, Notification, dialog } from 'electron'
import type { Core } from '../core/core.ts'
import type { Memory } from './remembered.ts'

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
    message: `${active === 1 ? '1 run is' : `${active} runs are`} being sent or checked`,
    detail:
      'Nothing is lost either way. What is stopped now goes on at the next start; proven files are not sent again.',
    buttons: ['Finish these, then quit', 'Stop now and quit', 'Keep running'],
    defaultId: 0,
    cancelId: 2,
  })
  return (['when_done', 'now', 'stay'] as const)[answer] ?? 'stay'
}

/** What closing the window does: `hide` leaves the program at work. Says so the first time. */
export const onClose = async (
  window: BrowserWindow,
  memory: Memory,
  facts: { readonly withTray: boolean; readonly closeToTray: boolean },
): Promise<'hide' | 'quit'> => {
  if (!facts.closeToTray) return 'quit'
  if (facts.withTray) {
    if (memory.read().saidTray !== true && Notification.isSupported()) {
      const body = 'Runs are still found and sent. Open it from the tray; quit it there too.'
      new Notification({ title: 'ExLab Sync keeps working', body, silent: true }).show()
    }
    memory.write({ saidTray: true })
    return 'hide'
  }
  const known = memory.read().withoutTray
  if (known !== undefined) return known === 'stay' ? 'hide' : 'quit'
  const answer = await ask(window, {
    type: 'question',
    message: 'This desktop has no tray',
    detail:
      'ExLab Sync can go on finding and sending runs without a window. Start it again to see it. This is asked once; app.close_to_tray in the settings changes it.',
    buttons: ['Keep working without a window', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  })
  const choice = answer === 1 ? 'quit' : 'stay'
  memory.write({ withoutTray: choice })
  return choice === 'stay' ? 'hide' : 'quit'
}
