// The facts that a cleanup decision rests on, and what its conditions look like once they are judged (docs/spec.md 8). Pure.
import type { Uptime } from '../../domain/clock.ts'
import type { FileState, JobState, ProofLevel } from '../../../../shared/model/model.ts'
import type { CleanupCondition } from '../../../../shared/model/reports.ts'
import type { CleanupRules, Pass } from '../../domain/maintenance-schedule.ts'
import type { Look } from './look.ts'

/** Another job whose originals are, contain or lie in those of a run. */
export interface OtherJob {
  readonly run: string
  readonly instrument: string
  readonly target: string
  /** Its files are proven, and its last check could look. */
  readonly isProven: boolean
}

/** A run at another destination of its instrument. */
export interface Copy {
  /** Name of the destination; '': the first one. */
  readonly slot: string
  readonly isRequired: boolean
  /** It is being sent there at this moment. */
  readonly isBusy: boolean
  /** What is known of that job; null: the run has none for it. */
  readonly facts: CleanupFacts | null
}

/** Everything that the decision depends on, at one moment. */
export interface CleanupFacts {
  readonly state: JobState
  readonly proof: ProofLevel
  readonly byState: Partial<Readonly<Record<FileState, number>>>
  /** Excluded files whose copy on the NAS nobody accepted: perhaps there is none. */
  readonly leftOut: number
  /** Files that a deletion takes by the run's first job and that this job, for a further destination, has no proof of. */
  readonly lacks: number
  /** Oldest first. */
  readonly passes: readonly Pass[]
  /** When the next verify pass or the cleanup is planned, epoch ms; null: neither is. */
  readonly maintenanceAt: number | null
  readonly rules: CleanupRules
  /** Why nothing can be sent to or read from the destination now; null: no reason is known. */
  readonly unreachable: string | null
  /** Why the last check of the run could not be made; null: it could. */
  readonly unchecked: string | null
  /** The last look at both sides; null: nobody looked since this program started. */
  readonly look: Look | null
  /** The other jobs of this folder, of one above it or of one below it. */
  readonly otherJobs: readonly OtherJob[]
  /** The run at the other destinations of its instrument. */
  readonly copies: readonly Copy[]
  /** The destination in config.yaml is no longer the one that the run was proven on. */
  readonly moved: boolean
  /** A person located the run's folder, and it lies outside of its instrument's folder. */
  readonly elsewhere: boolean
  /** Why ExLab-Wizard holds the run back; null: it does not. */
  readonly blockedBy: string | null
  /** When an override was last revoked there, epoch ms; null: never. */
  readonly revokedAt: number | null
  /** Why the run's records can't be read or written, as a sentence; null: they can. */
  readonly unclearRecords: string | null
  /** Epoch ms. */
  readonly now: number
  /** Not set: only wall time is known. */
  readonly uptime?: Uptime | undefined
}

/**
 * `otherwise`: what follows while the condition does not hold. `never`: do not delete; `wait`: time
 * or a further pass may fulfil it; `look`: nobody has looked within the last ten minutes.
 */
export type CheckedCondition = CleanupCondition & { readonly otherwise: 'never' | 'wait' | 'look' }

/** States of a job in which every file of it is proven and its originals are here. */
export const SETTLED: ReadonlySet<JobState> = new Set(['verified', 'cleanup_eligible'])
