// Sends what changes in the core to a window, in batches: ten a second while it is visible, one a second while it is not.
import { CHANNELS } from '../../shared/contract/channels.ts'
import type { Core } from '../core/core.ts'
import { type EventPump, createEventPump } from './event-pump.ts'
import { spokenBatch } from './spoken-answers.ts'

const BATCH_MS = 100
const HIDDEN_BATCH_MS = 1_000

/** As much of Electron's BrowserWindow as is asked here. */
interface ShownWindow {
  readonly webContents: { isDestroyed(): boolean; send(channel: string, text: string): void }
  isDestroyed(): boolean
  isVisible(): boolean
  isMinimized(): boolean
}

/** Starts to send; `close` of what it answers ends it. */
export const pumpTo = (window: ShownWindow, core: Core): EventPump => {
  const { webContents } = window
  return createEventPump({
    core,
    send: (batch) => {
      if (!webContents.isDestroyed())
        webContents.send(CHANNELS.batch, JSON.stringify(spokenBatch(batch)))
    },
    interval: () =>
      window.isDestroyed() || !window.isVisible() || window.isMinimized()
        ? HIDDEN_BATCH_MS
        : BATCH_MS,
    now: () => performance.now(),
    after(ms, work) {
      // on a busy computer the time is up before the output of tools has been read: one turn of the event loop reads it
      let turn: NodeJS.Immediate | null = null
      const timer = setTimeout(() => {
        turn = setImmediate(work)
      }, ms)
      return () => {
        clearTimeout(timer)
        if (turn !== null) clearImmediate(turn)
      }
    },
  })
}
