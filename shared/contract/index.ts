// The IPC contract: every call the window may make of the main process, and the batch of changes that it is sent.
import type * as z from 'zod'
import type { JobSummary } from '../model/model.ts'
import type { Overview } from '../model/overview.ts'
import type { LiveProgress } from '../model/progress.ts'
import { appMethods } from './app.ts'
import { configMethods } from './config.ts'
import { connectionsMethods } from './connections.ts'
import { destinationsMethods } from './destinations.ts'
import { engineMethods } from './engine.ts'
import { filesMethods } from './files.ts'
import { logsMethods } from './logs.ts'
import { recordingsMethods } from './recordings.ts'
import { runsMethods } from './runs.ts'
import { sshAccessMethods } from './ssh-access.ts'

/** Input and output schema of each method. */
export const contract = {
  ...appMethods,
  ...configMethods,
  ...engineMethods,
  ...destinationsMethods,
  ...sshAccessMethods,
  ...connectionsMethods,
  ...recordingsMethods,
  ...runsMethods,
  ...filesMethods,
  ...logsMethods,
} as const

export type Method = keyof typeof contract
export type Input<M extends Method> = z.infer<(typeof contract)[M]['input']>
export type Output<M extends Method> = z.infer<(typeof contract)[M]['output']>
export type Handlers = { readonly [M in Method]: (input: Input<M>) => Promise<Output<M>> }

/** What changed since the last batch: latest values, never deltas, so a lost batch cannot make the window wrong. */
export interface ChangeBatch {
  seq: number
  jobs: JobSummary[]
  /** Ids of jobs that were taken off the list. */
  removed: number[]
  files: { jobId: number; revision: number }[]
  logs: { attemptId: number; lines: number }[]
  live: LiveProgress[]
  overview: Overview
  /** True when config.yaml was read again. */
  config: boolean
  /** Id of the newest line of Activity. */
  activity: number
}
