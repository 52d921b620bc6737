// Connects a window to the core for as long as it lives: its changes, its crashes, and what closing it does.
import type { BrowserWindow } from 'electron'
import { START_MESSAGES } from '../../../shared/messages/desktop/shell.ts'

interface AttachedDeps {
  /** What sends the changes. */
  readonly pump: { reset(): void; close(): void }
  logError(where: string): (error: unknown) => void
  /** False: the window may not close now, and `onClose` says what becomes of it. */
  mayClose(): boolean
  onClose(): Promise<void>
  onGone(): void
}

export const attachWindow = (window: BrowserWindow, deps: AttachedDeps): void => {
  const { webContents } = window
  const { pump, logError } = deps
  webContents.on('did-finish-load', () => pump.reset())
  webContents.on('render-process-gone', (_event, details) => {
    logError('window')(new Error(START_MESSAGES.windowGone(details.reason)))
    if (details.reason !== 'clean-exit') webContents.reload()
  })
  window.on('close', (event) => {
    if (deps.mayClose()) return
    event.preventDefault()
    void deps.onClose().catch(logError('close'))
  })
  window.on('closed', () => {
    pump.close()
    deps.onGone()
  })
}
