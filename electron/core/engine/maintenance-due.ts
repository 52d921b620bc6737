// A verified run whose scheduled pass or cleanup is due: what is begun now, if anything (docs/spec.md 5, 8).
import type { ChangeHub } from '../changes.ts'
import { nextMaintenance } from '../domain/maintenance-schedule.ts'
import type { Settings } from '../domain/config.ts'
import { decideCleanup } from './cleanup/interlocks.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobStore } from '../queue/job-store.ts'
import { type FactsDeps, gatherFacts } from './cleanup/cleanup-facts.ts'
import { CLEANUP_AGAIN_MS } from './cleanup/settle-cleanup.ts'

export interface MaintenanceDeps extends FactsDeps {
  readonly jobs: JobStore
  readonly changes: ChangeHub
}

/** The job as it is to be begun, or null where it was put off. */
export const startMaintenance = (
  job: Job,
  settings: Settings,
  deps: MaintenanceDeps,
): Job | null => {
  const { jobs, clock, changes, verifyPasses } = deps
  const now = clock.now()
  const facts = gatherFacts(job, deps)
  changes.jobTouched(job.id)
  // the run was proven elsewhere than config.yaml says now: another place must not be looked at, and nothing deleted
  if (facts.moved) {
    jobs.patch(job, { maintenanceAt: now + CLEANUP_AGAIN_MS })
    return null
  }
  if (job.state === 'cleanup_eligible') {
    if (settings.cleanup.enabled) return job
    jobs.settle(job, 'ineligible', { maintenanceAt: null })
    return null
  }
  const due = nextMaintenance(
    job.id,
    verifyPasses.passes(job.id),
    settings.cleanup,
    settings.verify.repeatDays,
  )
  if (due === null || due.at > now) {
    jobs.patch(job, { maintenanceAt: due?.at ?? null })
    return null
  }
  if (due.what === 'recheck') {
    jobs.settle(job, 'recheck', { dueAt: now, maintenanceAt: null })
    return jobs.get(job.id)
  }
  if (decideCleanup(facts).verdict !== 'safe') {
    jobs.patch(job, { maintenanceAt: now + CLEANUP_AGAIN_MS })
    return null
  }
  jobs.settle(job, 'eligible', { maintenanceAt: now })
  return jobs.get(job.id)
}

/** The rules changed: every verified run is given its new time. Call inside a transaction. */
export const replanMaintenance = (settings: Settings, deps: MaintenanceDeps): void => {
  for (const id of deps.jobs.idsIn(['verified'])) {
    const { passes } = deps.verifyPasses
    const at =
      nextMaintenance(id, passes(id), settings.cleanup, settings.verify.repeatDays)?.at ?? null
    deps.jobs.setMaintenanceAt(id, at)
  }
}
