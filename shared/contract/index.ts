// Every call the window may make of the main process, and the one batch it is sent. Schemas first, types inferred.
import * as z from 'zod'
import type { CommandId } from '../commands.ts'
import { jobSummary, overview } from '../model/model.ts'
import { liveProgress } from '../model/progress.ts'
import { appMethods } from './app.ts'
import { runsMethods } from './runs.ts'

export { PAGE_LINES, PAGE_ROWS } from './runs.ts'

export const contract = { ...appMethods, ...runsMethods } as const

export type Method = keyof typeof contract
export type Input<M extends Method> = z.infer<(typeof contract)[M]['input']>
export type Output<M extends Method> = z.infer<(typeof contract)[M]['output']>
export type Handlers = { readonly [M in Method]: (input: Input<M>) => Promise<Output<M>> }

/** What changed since the last batch: latest values, never deltas, so a lost batch cannot make the window wrong. */
export const changeBatch = z.object({
  seq: z.int(),
  jobs: z.array(jobSummary),
  removed: z.array(z.int()),
  files: z.array(z.object({ jobId: z.int(), revision: z.int() })),
  logs: z.array(z.object({ attemptId: z.int(), lines: z.int() })),
  live: z.array(liveProgress),
  overview,
  /** True when config.yaml was read again. */
  config: z.boolean(),
  /** Id of the newest line of Activity. */
  activity: z.int(),
})
export type ChangeBatch = z.infer<typeof changeBatch>

/**
 * What preload puts on `window.exlab`. It does not grow with the contract. Answers and batches cross as one text: of an
 * object, every property of every row would be copied by itself, between two frames of a scroll.
 */
export interface Bridge {
  /** JSON of a Result. */
  call(method: string, input: unknown): Promise<string>
  /** Subscribes to batches, each as JSON; answers how to stop. Each must be acknowledged before the next is sent. */
  onBatch(listener: (batch: string) => void): () => void
  ack(seq: number): void
  /** A WindowOrder; answers how to stop. */
  onCommand(listener: (command: unknown) => void): () => void
  /** The path of a dropped file or folder. */
  pathForFile(file: unknown): string
  /** Drags a run's folder out of the window. */
  dragOut(jobId: number): void
  readonly platform: string
  /** Tag of the system's regional format: numbers, dates, clock. */
  readonly locale: string
}

export const CHANNELS = {
  call: 'exlab:call',
  batch: 'exlab:batch',
  ack: 'exlab:ack',
  command: 'exlab:command',
  drag: 'exlab:drag',
} as const

/** What the main process asks the window to do: a command of the menu bar, or to show a run (a notice was clicked). */
export type WindowOrder =
  | { readonly command: CommandId }
  | { readonly show: 'needs_you' }
  | { readonly show: 'run'; readonly jobId: number }
