// IPC channels and the bridge between main process and window. Imports no zod, so that the sandboxed preload stays small.
import type { CommandId } from '../commands.ts'

/** Names of Electron's IPC channels, used by preload.ts, ipc/host.ts and main.ts. */
export const CHANNELS = {
  /** Window to main: one call of the contract. */
  call: 'exlab:call',
  /** Main to window: one ChangeBatch as JSON. */
  batch: 'exlab:batch',
  /** Window to main: a batch was processed. */
  ack: 'exlab:ack',
  /** Main to window: a WindowOrder. */
  command: 'exlab:command',
  /** Window to main: a run's folder is dragged out of the window. */
  drag: 'exlab:drag',
} as const

/**
 * What preload.ts puts on `window.exlab`. It does not grow with the contract. Answers and batches cross as JSON text,
 * because Electron would copy every property of an object one by one, between two frames of a scroll.
 */
export interface Bridge {
  /** Calls a method of the contract; answers the JSON of a Result. */
  call(method: string, input: unknown): Promise<string>
  /** Subscribes to batches, each as JSON; answers how to stop. The next batch is sent after `ack` of the last one. */
  onBatch(listener: (batch: string) => void): () => void
  /** Acknowledges a batch by its `seq`. */
  ack(seq: number): void
  /** Subscribes to WindowOrders; answers how to stop. */
  onCommand(listener: (command: unknown) => void): () => void
  /** The path of a dropped file or folder. */
  pathForFile(file: unknown): string
  /** Drags a run's folder out of the window. */
  dragOut(jobId: number): void
  readonly platform: string
  /** Tag of the system's regional format: numbers, dates, clock. */
  readonly locale: string
}

/** What the main process asks the window to do: run a command of the menu bar, or show a run whose notification was clicked. */
export type WindowOrder =
  | { readonly command: CommandId }
  | { readonly show: 'needs_you' }
  | { readonly show: 'run'; readonly jobId: number }
  | { readonly show: 'instrument'; readonly id: string }
