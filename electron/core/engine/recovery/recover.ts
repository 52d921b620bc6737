// Recovery after a crash or power cut, before any new work (docs/spec.md 4): stops orphaned tools,
// ends open attempts, queues running jobs again.
import type { Clock } from '../../domain/clock.ts'
import type { AttemptStore } from '../../queue/attempt-store.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { RecoveryStore } from '../../queue/recovery-store.ts'
import { checkAgain } from '../check-again.ts'
import { type FollowDeps, followCleanup } from '../cleanup/follow-cleanup.ts'
import { stopOrphan } from './orphan-process.ts'

interface OpenAttemptStores {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly attempts: AttemptStore
  readonly clock: Clock
}

/** Ends attempts without an end as `interrupted`, and queues their jobs again. */
export const endAttempts = ({ db, jobs, files, attempts, clock }: OpenAttemptStores): void => {
  const running = jobs.idsIn(['running'])
  transaction(db, () => {
    for (const { id } of attempts.open()) attempts.end(id, 'interrupted', null, null)
    for (const id of running) {
      const job = jobs.get(id)
      if (job !== null) jobs.settle(job, 'interrupted', { dueAt: clock.now() })
    }
  })
  for (const id of running) files.moveAll(id, `state = 'sending'`, 'pending', null)
}

/**
 * `running` jobs become `queued`; `awaiting_verify` jobs stay and are verified again; attempts
 * without an end become `interrupted`; where the first job of a run says that the originals were
 * deleted, the others say so too; a job in a proven state with a file that is not proven (a pass was
 * cut off, or an older version wrote it) is verified again, and so is every proven job of a queue
 * that was restored from a backup. Damaged rows are mended first, so that they hold up no other.
 */
export const recover = async (
  deps: OpenAttemptStores & FollowDeps & { readonly recovery: RecoveryStore },
): Promise<void> => {
  const { jobs, attempts, recovery, clock } = deps
  transaction(deps.db, recovery.mendDamaged)
  await Promise.all(
    attempts
      .open()
      .flatMap(({ processes }) => processes)
      .map(({ pid, argv }) => stopOrphan(pid, argv)),
  )
  endAttempts(deps)
  for (const id of recovery.halfCleanedIds()) followCleanup(id, deps)
  transaction(deps.db, () => {
    const doubtful = [...recovery.falselyProvenIds(), ...recovery.provenBeforeRestoreIds()]
    for (const id of new Set(doubtful)) checkAgain(id, clock.now(), jobs)
  })
}
