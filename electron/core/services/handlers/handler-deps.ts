// What the handlers of calls work with: everything the service was given, and what it made of it.
import type { Input, Output } from '../../../../shared/contract/index.ts'
import type { JobSummary, Overview } from '../../../../shared/model/model.ts'
import type { Settings } from '../../domain/config.ts'
import type { Engine } from '../../engine/engine-types.ts'
import type { Job } from '../../queue/job-row.ts'
import type { ListFacts } from '../../queue/job-list.ts'
import type { createCleanupPreview } from '../../engine/cleanup/cleanup-preview.ts'
import type { createExclusionsService } from '../runs/exclusions-service.ts'
import type { HoldsView } from '../destinations/hold-service.ts'
import type { JobActions } from '../runs/job-actions.ts'
import type { Locator } from '../runs/locate-run.ts'
import type { ServiceDeps } from '../sync-service.ts'

export interface HandlerDeps extends Omit<ServiceDeps, 'holds'> {
  readonly actions: JobActions
  readonly locator: Locator
  readonly exclusionService: ReturnType<typeof createExclusionsService>
  readonly cleanup: ReturnType<typeof createCleanupPreview>
  readonly holds: HoldsView
  readonly bundle: { entries(): readonly { readonly name: string; readonly bytes: number }[] }
  settings(): Settings | null
  summary(job: Job): JobSummary
  overview(): Overview
  /** Throws Refusal not_found. */
  mustGet(jobId: number): Job
  /** Path of an attempt's log; throws Refusal not_found. */
  logOf(attemptId: number): string
  /** Throws Refusal where this core only reads. */
  engineOf(): Engine
  add(input: Input<'jobs.add'>): Output<'jobs.add'>
  facts(): ListFacts
}
