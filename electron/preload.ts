// Preload script: exposes the Bridge on window.exlab and nothing else. The main process validates every call.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { type Bridge, CHANNELS } from '../shared/contract/channels.ts'

/** Set by electron/shell/window/window.ts; '' where it is missing. */
const locale =
  process.argv.find((one) => one.startsWith('--exlab-locale='))?.slice('--exlab-locale='.length) ??
  ''

const listen = (channel: string, listener: (value: unknown) => void): (() => void) => {
  const forward = (_event: unknown, value: unknown): void => listener(value)
  ipcRenderer.on(channel, forward)
  return () => ipcRenderer.off(channel, forward)
}

const bridge: Bridge = {
  call: (method, input) => ipcRenderer.invoke(CHANNELS.call, { method, input }),
  onBatch: (listener) => listen(CHANNELS.batch, (batch) => listener(String(batch))),
  onCommand: (listener) => listen(CHANNELS.command, listener),
  ack: (seq) => ipcRenderer.send(CHANNELS.ack, seq),
  dragOut: (jobId) => ipcRenderer.send(CHANNELS.drag, jobId),
  // Electron itself throws for anything that is not a File
  pathForFile: (file) =>
    webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
  platform: process.platform,
  locale,
}

contextBridge.exposeInMainWorld('exlab', bridge)
