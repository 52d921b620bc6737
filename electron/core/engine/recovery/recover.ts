// Recovery after a crash or power cut, before any new work (docs/spec.md 4): stops orphaned tools,
// ends open attempts, queues running jobs again.
import type { Clock } from '../../domain/clock.ts'
import type { AttemptStore } from '../../queue/attempt-store.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { JobStore } from '../../queue/job-store.ts'
import { stopOrphan } from './orphan-process.ts'

/**
 * `running` jobs become `queued`; `awaiting_verify` jobs stay and are verified again; attempts
 * without an end become `interrupted`; a job in a proven state with a file that is not proven (a
 * pass was cut off, or an older version wrote it) is verified again.
 */
export const recover = async (deps: {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly attempts: AttemptStore
  readonly clock: Clock
}): Promise<void> => {
  const { jobs, files, attempts, clock } = deps
  const open = attempts.open()
  await Promise.all(
    open.map(async ({ pid, argv }) => (pid === null ? false : stopOrphan(pid, argv))),
  )
  const running = jobs.idsIn(['running'])
  transaction(deps.db, () => {
    for (const { id } of open) attempts.end(id, 'interrupted', null, null)
    for (const id of running) {
      const job = jobs.get(id)
      if (job !== null) jobs.settle(job, 'interrupted', { dueAt: clock.now() })
    }
    for (const id of jobs.falselyProvenIds()) {
      const job = jobs.get(id)
      if (job !== null) jobs.settle(job, 'recheck', { dueAt: clock.now(), maintenanceAt: null })
    }
  })
  for (const id of running) files.moveAll(id, `state = 'sending'`, 'pending', null)
}
