// Two moments of the campaign's world and what happened between them: what the checks of the invariants compare.
import type { Invariant } from './invariants.ts'
import type { Ledger } from './ledger.ts'
import type { Volume } from './nas.ts'
import type { SeenJob } from './observe.ts'
import type { Tree } from './trees.ts'
import type { Workstation } from './workstation.ts'

/** Everything that can be seen of the world at one moment. */
export interface Moment {
  readonly volumes: Readonly<Record<Volume, Tree>>
  /** By workstation. */
  readonly disks: ReadonlyMap<string, Tree>
  readonly jobs: ReadonlyMap<string, readonly SeenJob[]>
}

/** What happened between two moments. */
export interface Happening {
  /** The workstation whose engine worked; null: persons alone did something. */
  readonly engine: Workstation | null
  /** A person chose that files are sent again. */
  readonly chosen: boolean
  /** Originals may be deleted by the settings. */
  readonly cleanup: boolean
  /** Path of a folder that was added as a run and not refused; null: none was. */
  readonly added: string | null
  /** Numbers of the engine's jobs that it called safe to delete. */
  readonly safe: ReadonlySet<number>
}

export type Report = (invariant: Invariant, detail: string) => void

/** One step in which an engine worked. */
export interface Work {
  readonly engine: Workstation
  readonly before: Moment
  readonly after: Moment
  readonly happening: Happening
  readonly ledger: Ledger
  readonly report: Report
}

export const jobsOf = (moment: Moment, workstation: string): readonly SeenJob[] =>
  moment.jobs.get(workstation) ?? []

/** Path of a run's folder on its workstation's disk. */
export const onDisk = (workstation: Workstation, folder: string): string =>
  folder.slice(workstation.disk.length + 1)
