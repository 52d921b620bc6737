// Binds dispatch and pump to Electron's channels; only our own window's main frame is heard.
import { type WebContents, ipcMain } from 'electron'
import { CHANNELS } from '../../shared/contract.ts'
import { refused } from '../../shared/result.ts'
import { type DispatchDeps, dispatch } from './dispatch.ts'
import type { EventPump } from './event-pump.ts'

export interface HostDeps extends DispatchDeps {
  /** True for the main frame of our window, showing our own origin. */
  trusted(sender: WebContents, frameUrl: string | undefined, isMainFrame: boolean): boolean
  pump(): EventPump | null
}

export const bindIpc = (deps: HostDeps): void => {
  ipcMain.handle(CHANNELS.call, async (event, message: unknown) => {
    const frame = event.senderFrame
    if (
      !deps.trusted(event.sender, frame?.url, frame !== null && frame === event.sender.mainFrame)
    ) {
      deps.onBug(
        'ipc',
        new Error(`a call from ${frame?.url ?? 'a frame that is gone'} was refused`),
      )
      return refused('invalid_input', 'This page may not call ExLab Sync.')
    }
    const { method, input }: { method?: unknown; input?: unknown } =
      typeof message === 'object' && message !== null ? message : {}
    return dispatch(deps, method, input)
  })
  ipcMain.on(CHANNELS.ack, (event, seq: unknown) => {
    const frame = event.senderFrame
    const known = deps.trusted(
      event.sender,
      frame?.url,
      frame !== null && frame === event.sender.mainFrame,
    )
    if (known && typeof seq === 'number') deps.pump()?.ack(seq)
  })
}
