// Starts the maintenance of a verified run that is due: a scheduled verify pass or the cleanup
// (docs/spec.md 5, 8).
import type { ChangeHub } from '../changes.ts'
import { unprovenFiles } from '../domain/file-proof.ts'
import { nextMaintenance } from '../domain/maintenance-schedule.ts'
import type { Settings } from '../domain/config.ts'
import { decideCleanup } from './cleanup/interlocks.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobStore } from '../queue/job-store.ts'
import { type FactsDeps, gatherFacts } from './cleanup/cleanup-facts.ts'
import { CLEANUP_RETRY_MS } from './cleanup/settle-cleanup.ts'

interface MaintenanceDeps extends FactsDeps {
  readonly jobs: JobStore
  readonly changes: ChangeHub
}

/**
 * Moves a due job to the state in which its maintenance can begin; null: there is nothing to begin
 * now.
 */
export const startMaintenance = (
  job: Job,
  settings: Settings,
  deps: MaintenanceDeps,
): Job | null => {
  const { jobs, clock, changes, passStore: passes } = deps
  const now = clock.now()
  const facts = gatherFacts(job, deps)
  changes.jobTouched(job.id)
  // the run was proven at another destination than config.yaml names now: that one says nothing
  // about it, and nothing may be deleted
  if (facts.moved) {
    jobs.patch(job, { maintenanceAt: now + CLEANUP_RETRY_MS })
    return null
  }
  const recheck = (): Job | null => {
    jobs.settle(job, 'recheck', { dueAt: now, maintenanceAt: null })
    return jobs.get(job.id)
  }
  // the last pass could not look, or was cut off after it had found something
  if (job.lastError !== null || unprovenFiles(facts.byState) > 0) return recheck()
  if (job.state === 'cleanup_eligible') {
    if (settings.cleanup.enabled) return job
    jobs.settle(job, 'ineligible', { maintenanceAt: null })
    return null
  }
  const due = nextMaintenance(
    job.id,
    passes.passes(job.id),
    settings.cleanup,
    settings.verify.repeatDays,
  )
  if (due === null || due.at > now) {
    jobs.patch(job, { maintenanceAt: due?.at ?? null })
    return null
  }
  if (due.task === 'recheck') return recheck()
  if (decideCleanup(facts).verdict !== 'safe') {
    jobs.patch(job, { maintenanceAt: now + CLEANUP_RETRY_MS })
    return null
  }
  jobs.settle(job, 'eligible', { maintenanceAt: now })
  return jobs.get(job.id)
}

/** Plans the maintenance of all verified runs by changed settings. Call inside a transaction. */
export const replanMaintenance = (settings: Settings, deps: MaintenanceDeps): void => {
  for (const id of deps.jobs.idsIn(['verified'])) {
    // a run that could not be checked is checked again, whatever the settings are
    if (deps.jobs.get(id)?.lastError !== null) continue
    const { passes } = deps.passStore
    const at =
      nextMaintenance(id, passes(id), settings.cleanup, settings.verify.repeatDays)?.at ?? null
    deps.jobs.setMaintenanceAt(id, at)
  }
}
