// Preload script: exposes the functions of the bridge to the window, and nothing else. It has no logic, because the main
// process checks every call against the contract.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge } from '../shared/contract/index.ts'

// written out and not imported: a sandboxed preload is one self-contained file, and the contract would bring zod
const CALL = 'exlab:call'
const BATCH = 'exlab:batch'
const ACK = 'exlab:ack'
const COMMAND = 'exlab:command'
const DRAG = 'exlab:drag'

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
  call: (method, input) => ipcRenderer.invoke(CALL, { method, input }),
  onBatch: (listener) => listen(BATCH, (batch) => listener(String(batch))),
  onCommand: (listener) => listen(COMMAND, listener),
  ack: (seq) => ipcRenderer.send(ACK, seq),
  dragOut: (jobId) => ipcRenderer.send(DRAG, jobId),
  // Electron itself throws for anything that is not a File
  pathForFile: (file) =>
    webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
  platform: process.platform,
  locale,
}

contextBridge.exposeInMainWorld('exlab', bridge)
