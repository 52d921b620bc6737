// Bridge to the main process: the only file that touches window.exlab. Typed calls out; changes and menu commands in.
import type { Bridge, WindowOrder } from '../../shared/contract/channels.ts'
import type { ChangeBatch, Input, Method, Output } from '../../shared/contract/index.ts'
import { MESSAGES } from '../../shared/messages/index.ts'
import type { ApiError, Result } from '../../shared/model/result.ts'

declare global {
  interface Window {
    readonly exlab: Bridge
  }
}

const noAnswer = (): ApiError => ({
  code: 'unavailable',
  message: MESSAGES.noAnswer,
})

/** Calls the main process. Answers a Result in every case, also where the process is gone. */
export const call = async <M extends Method>(
  method: M,
  input: Input<M>,
): Promise<Result<Output<M>>> => {
  try {
    // ipc/dispatch.ts answers in the form that this method's contract states
    return JSON.parse(await window.exlab.call(method, input)) as Result<Output<M>>
  } catch {
    return { ok: false, error: noAnswer() }
  }
}

/** Applies each batch of changes and acknowledges it; the main process sends the next one only then. */
export const onBatch = (apply: (batch: ChangeBatch) => void): (() => void) =>
  window.exlab.onBatch((text) => {
    // ipc/event-pump.ts makes and types it
    const batch = JSON.parse(text) as ChangeBatch
    try {
      apply(batch)
    } finally {
      window.exlab.ack(batch.seq)
    }
  })

/** Listens to orders of the main process: a command of the menu bar, or something to show. */
export const onOrder = (listener: (order: WindowOrder) => void): (() => void) =>
  // electron/main.ts makes and types it
  window.exlab.onCommand((value) => listener(value as WindowOrder))

/** Drags a run's folder out of the window. */
export const dragOut = (jobId: number): void => window.exlab.dragOut(jobId)

/** The path of a dropped file; '' where it has none. */
export const pathForFile = (file: File): string => {
  try {
    return window.exlab.pathForFile(file)
  } catch {
    return ''
  }
}

/** The system's locale, as a language tag. */
export const systemLocale = (): string => window.exlab.locale

export const platform = (): string => window.exlab.platform
