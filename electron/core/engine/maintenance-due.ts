// Starts the maintenance of a run that is due: a scheduled verify pass, the cleanup, or the check of an only copy
// (docs/spec.md 5, 8).
import { isOnNasOnly } from '../../../shared/state-labels.ts'
import type { ChangeHub } from '../changes.ts'
import { momentOf } from '../domain/clock.ts'
import { unprovenFiles } from '../domain/file-proof.ts'
import type { Settings } from '../domain/config.ts'
import {
  nextCopyCheck,
  nextMaintenance,
  planningKey,
  replannedAt,
  rulesOfJob,
} from '../domain/maintenance-schedule.ts'
import { CHECK_RETRY_MS } from './attempt/copy-check.ts'
import { decideCleanup } from './cleanup/interlocks.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobStore } from '../queue/job-store.ts'
import type { FlagStore } from '../queue/persistent-flags.ts'
import { type FactsDeps, gatherFacts } from './cleanup/cleanup-facts.ts'
import { CLEANUP_RETRY_MS } from './cleanup/settle-cleanup.ts'

interface MaintenanceDeps extends FactsDeps {
  readonly jobs: JobStore
  readonly changes: ChangeHub
  readonly flags: FlagStore
}

/**
 * Moves a due job to the state in which its maintenance can begin; null: there is nothing to begin
 * now.
 */
export const startMaintenance = async (
  due: Job,
  settings: Settings,
  deps: MaintenanceDeps,
): Promise<Job | null> => {
  const { jobs, clock, changes, passStore: passes } = deps
  const now = clock.now()
  const facts = await gatherFacts(due, deps)
  const job = jobs.get(due.id)
  // a person acted on it while its records were read
  if (job?.state !== due.state || job.maintenanceAt !== due.maintenanceAt) return null
  changes.jobTouched(job.id)
  // the run was proven at another destination than config.yaml names now: that one says nothing
  // about it, and nothing may be deleted
  if (facts.moved) {
    jobs.patch(job, { maintenanceAt: now + CLEANUP_RETRY_MS })
    return null
  }
  if (isOnNasOnly(job)) return job
  const recheck = (): Job | null => {
    jobs.settle(job, 'recheck', { dueAt: now, maintenanceAt: null })
    return jobs.get(job.id)
  }
  // the last pass could not look, or was cut off after it had found something
  if (job.lastError !== null || unprovenFiles(facts.byState) > 0) return recheck()
  const next = nextMaintenance(
    job.id,
    passes.passes(job.id),
    rulesOfJob(job, settings.cleanup),
    settings.verify.repeatDays,
    momentOf(clock),
  )
  if (job.state === 'cleanup_eligible') {
    if (settings.cleanup.enabled) return job
    jobs.settle(job, 'ineligible', { maintenanceAt: next?.at ?? null })
    return null
  }
  if (next === null || next.at > now) {
    jobs.patch(job, { maintenanceAt: next?.at ?? null })
    return null
  }
  if (next.task === 'recheck') return recheck()
  const { verdict, needsLook } = decideCleanup(facts)
  // the cleanup looks itself before it decides
  if (verdict !== 'safe' && !needsLook) {
    jobs.patch(job, { maintenanceAt: now + CLEANUP_RETRY_MS })
    return null
  }
  jobs.settle(job, 'eligible', { maintenanceAt: now })
  return jobs.get(job.id)
}

/**
 * Plans the maintenance of all verified runs, and the checks of those that are on the NAS only. At
 * start it does so only where the rules differ from those of the last planning, or where the queue
 * comes from a program that did not plan by them. Call inside a transaction.
 */
export const replanMaintenance = (
  settings: Settings,
  deps: MaintenanceDeps,
  when: 'start' | 'change',
): void => {
  const { jobs, flags, clock, passStore } = deps
  const { cleanup, verify } = settings
  const key = planningKey(cleanup, verify.repeatDays)
  if (when === 'start' && flags.get('planned_by') === key) return
  flags.set('planned_by', key)
  const now = clock.now()
  const moment = momentOf(clock)
  for (const id of jobs.idsIn(['verified'])) {
    const job = jobs.get(id)
    // a run that could not be checked is checked again, whatever the settings are
    if (job?.lastError !== null) continue
    const rules = rulesOfJob(job, cleanup)
    const planned = nextMaintenance(id, passStore.passes(id), rules, verify.repeatDays, moment)
    const before = job.maintenanceAt
    jobs.setMaintenanceAt(id, replannedAt(id, planned, before, now))
  }
  for (const id of jobs.idsIn(['cleaned'])) {
    const before = jobs.get(id)?.maintenanceAt ?? null
    // a check that a person asked for, or that waits for the NAS, stays as it is
    if (before !== null && before <= now + CHECK_RETRY_MS) continue
    const planned = nextCopyCheck(id, passStore.passes(id), verify.repeatDays, moment)
    jobs.setMaintenanceAt(id, replannedAt(id, planned, before, now))
  }
}
