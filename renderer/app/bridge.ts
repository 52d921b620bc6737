// The only file that touches window.exlab: typed calls out, changes and menu commands in.
import type {
  Bridge,
  ChangeBatch,
  Input,
  Method,
  Output,
  WindowOrder,
} from '../../shared/contract/index.ts'
import { MESSAGES } from '../../shared/messages/index.ts'
import type { ApiError, Result } from '../../shared/model/result.ts'

declare global {
  interface Window {
    readonly exlab: Bridge
  }
}

const lost: ApiError = {
  code: 'unavailable',
  message: MESSAGES.noAnswer,
}

/** Calls the main process; always a Result, also where the process is gone. */
export const call = async <M extends Method>(
  method: M,
  input: Input<M>,
): Promise<Result<Output<M>>> => {
  try {
    // the other side answers with the schema of this very method (ipc/dispatch.ts)
    return JSON.parse(await window.exlab.call(method, input)) as Result<Output<M>>
  } catch {
    return { ok: false, error: lost }
  }
}

/** Each batch is acknowledged once it has been applied; the next is not sent before. */
export const onBatch = (apply: (batch: ChangeBatch) => void): (() => void) =>
  window.exlab.onBatch((text) => {
    // made and typed by ipc/event-pump.ts
    const batch = JSON.parse(text) as ChangeBatch
    try {
      apply(batch)
    } finally {
      window.exlab.ack(batch.seq)
    }
  })

/** What the main process asks of the window: a command of the menu bar, or to show something. */
export const onOrder = (listener: (order: WindowOrder) => void): (() => void) =>
  // made and typed by electron/main.ts
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

/** What numbers and dates are written in. */
export const systemLocale = (): string => window.exlab.locale

export const platform = (): string => window.exlab.platform
