// Binds dispatch and event pump to Electron's IPC channels; only the main frame of our own window is served.
import { type IpcMainEvent, type WebContents, ipcMain } from 'electron'
import { CHANNELS } from '../../shared/contract/channels.ts'
import { refused } from '../../shared/model/result.ts'
import { type DispatchDeps, dispatch } from './dispatch.ts'
import type { EventPump } from './event-pump.ts'

interface HostDeps extends DispatchDeps {
  /** True for the main frame of our window while it shows our own origin. */
  trusted(sender: WebContents, frameUrl: string | undefined, isMainFrame: boolean): boolean
  pump(): EventPump | null
  /** A run's folder is dragged out of the window. */
  onDrag(sender: WebContents, jobId: number): void
}

export const bindIpc = (deps: HostDeps): void => {
  ipcMain.handle(CHANNELS.call, async (event, message: unknown) => {
    const frame = event.senderFrame
    if (
      !deps.trusted(event.sender, frame?.url, frame !== null && frame === event.sender.mainFrame)
    ) {
      deps.onRefused(`a call from ${frame?.url.slice(0, 200) ?? 'a frame that is gone'}`)
      return JSON.stringify(refused('invalid_input', 'This page may not call ExLab Sync.'))
    }
    const { method, input }: { method?: unknown; input?: unknown } =
      typeof message === 'object' && message !== null ? message : {}
    return JSON.stringify(await dispatch(deps, method, input))
  })
  const isTrusted = ({ sender, senderFrame: frame }: IpcMainEvent): boolean =>
    deps.trusted(sender, frame?.url, frame !== null && frame === sender.mainFrame)
  ipcMain.on(CHANNELS.ack, (event, seq: unknown) => {
    if (isTrusted(event) && typeof seq === 'number') deps.pump()?.ack(seq)
  })
  ipcMain.on(CHANNELS.drag, (event, jobId: unknown) => {
    if (isTrusted(event) && Number.isInteger(jobId)) deps.onDrag(event.sender, Number(jobId))
    else deps.onRefused('a drag of something that is no run')
  })
}
