// Actions of a person on runs: retry, put first or one place on, pause, resume, cancel, verify, archive, acknowledge.
import { sep } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import type { JobAction, JobSummary } from '../../../../shared/model/model.ts'
import { MANIFEST_GONE } from '../../../../shared/reasons.ts'
import { isChangedSince, isOnNasOnly } from '../../../../shared/state-labels.ts'
import type { ChangeHub } from '../../changes.ts'
import { Refusal } from '../../errors.ts'
import type { Clock } from '../../domain/clock.ts'
import { canMove, isProvenState } from '../../domain/job-state.ts'
import type { Step } from '../../domain/queue-order.ts'
import { NEW_SERIES } from '../../domain/retry.ts'
import type { Engine } from '../../engine/engine-types.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { CauseStore } from '../../queue/cause-store.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import { actionRefusal } from './action-refusals.ts'
import { type JobAccess, archivedRefusal, busyRefusal } from './job-access.ts'
import { isSentNotProven } from './job-summaries.ts'
import type { QueueOrder } from './queue-order.ts'
import { type ChosenFiles, retriedFiles } from './retried-files.ts'

interface ActionDeps extends JobAccess {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly causes: Pick<CauseStore, 'setAck'>
  readonly folders: Pick<FolderStore, 'nestedWith'>
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly order: QueueOrder
  /** Lifts the hold of the destination of a route. */
  readonly holds: { liftForRoute(route: string): void }
  summary(job: Job): JobSummary
  /** Writes a line into the audit log. */
  recordAction(text: string): void
}

export type JobActions = ReturnType<typeof createJobActions>

export const createJobActions = (deps: ActionDeps) => {
  const { jobs, files, folders, changes, clock, holds, requireJob, requireEngine } = deps

  const refuseAction = (job: Job, action: JobAction): never => {
    throw new Refusal('conflict', actionRefusal(job, action))
  }

  /** Makes a check of the copy due: the job stays in its state, so that nothing can be sent. */
  const checkOnlyCopy = (job: Job): void => {
    if (requireEngine().phaseOf(job.id) === null) jobs.patch(job, { maintenanceAt: clock.now() })
  }

  const retry = (job: Job): void => {
    if (job.state === 'failed' && isOnNasOnly(job)) return checkOnlyCopy(job)
    const fresh = {
      counters: NEW_SERIES,
      dueAt: clock.now(),
      chosen: false,
      held: false,
      ack: null,
    }
    // a second click, or "try now" while it waits, only makes the job due at once
    if (job.state === 'queued') return jobs.patch(job, { ...fresh, chosen: job.chosen })
    if (job.state === 'running' || (job.state === 'awaiting_verify' && !isSentNotProven(job)))
      return
    // a proven run with a problem is checked: nothing of it is sent again
    if (isProvenState(job.state) && job.lastError !== null) return verify(job)
    if (!canMove(job.state, 'retry')) return refuseAction(job, 'retry')
    // proven files are not sent again by an action on whole runs: they are verified once more
    jobs.settle(job, isChangedSince(job) ? 'recheck' : 'retry', fresh)
  }

  /** Throws Refusal where a run that was given up, or taken off the list, now lies inside another one or around it. */
  const requireFolderFree = (job: Job): void => {
    const nested = job.folderReusedAt === null ? folders.nestedWith(job.folder, sep, job.id) : null
    if (nested !== null)
      throw new Refusal(
        'conflict',
        msg`${job.run} can't go on: the run ${nested} is in the queue, and one lies inside the other.`,
      )
  }

  /** Puts a queued job before all others, by a due time in the past. */
  const putFirst = (job: Job): void => {
    if (job.state !== 'queued') return refuseAction(job, 'next')
    jobs.patch(job, { dueAt: deps.order.beforeAll(), held: false })
  }

  const move = (job: Job, step: Step): void => {
    if (job.state !== 'queued' || job.held) return refuseAction(job, step)
    deps.order.move(job, step)
  }

  const setHeld = (job: Job, held: boolean): void => {
    if (job.state !== 'queued' && job.state !== 'running' && job.state !== 'awaiting_verify')
      refuseAction(job, held ? 'pause' : 'resume')
    jobs.patch(job, {
      held,
      ...(held || isSentNotProven(job) ? {} : { dueAt: job.dueAt ?? clock.now() }),
    })
  }

  const verify = (job: Job): void => {
    if (isOnNasOnly(job)) return checkOnlyCopy(job)
    const failed = job.state === 'failed' && !isChangedSince(job)
    if (failed || !canMove(job.state, 'recheck')) return refuseAction(job, 'verify')
    if (requireEngine().phaseOf(job.id) !== null) return
    // without its manifest a folded run has no digests to check by: it is compared with its copy from the start
    const isLost = job.state === 'verified' && job.lastError?.reason === MANIFEST_GONE
    jobs.settle(job, isLost ? 'reopen' : 'recheck', { dueAt: clock.now(), held: false })
  }

  const cancel = async (job: Job, engine: Engine): Promise<void> => {
    if (job.state === 'cancelled') return
    if (!canMove(job.state, 'cancel') || isOnNasOnly(job)) refuseAction(job, 'cancel')
    await engine.interrupt(job.id, 'cancel')
    const now = requireJob(job.id)
    // the attempt may have ended by itself, or the job was settled as cancelled, meanwhile
    if (now.state !== 'cancelled' && canMove(now.state, 'cancel'))
      jobs.settle(now, 'cancel', { dueAt: null })
  }

  const act = async (jobId: number, action: JobAction): Promise<void> => {
    const job = requireJob(jobId)
    const engine = requireEngine()
    if (job.archivedAt !== null && action !== 'unarchive') throw archivedRefusal(job)
    switch (action) {
      case 'retry':
        if (job.state === 'cancelled') requireFolderFree(job)
        retry(job)
        break
      case 'next':
        putFirst(job)
        break
      case 'earlier':
      case 'later':
        move(job, action)
        break
      case 'pause':
        setHeld(job, true)
        await engine.interrupt(jobId, 'pause')
        break
      case 'resume':
        setHeld(job, false)
        break
      case 'verify':
        verify(job)
        break
      case 'cancel':
        await cancel(job, engine)
        break
      case 'archive':
        if (!deps.summary(job).actions.includes('archive')) refuseAction(job, action)
        jobs.patch(job, { archivedAt: clock.now() })
        changes.jobRemoved(jobId)
        return
      case 'unarchive':
        if (job.archivedAt === null) refuseAction(job, action)
        requireFolderFree(job)
        jobs.patch(job, { archivedAt: null })
        break
    }
    if (action === 'retry' || action === 'resume' || action === 'verify')
      holds.liftForRoute(job.route)
    changes.jobTouched(jobId)
    engine.wake()
  }

  const retryFiles = (jobId: number, chosen: ChosenFiles): number => {
    const job = requireJob(jobId)
    if (job.archivedAt !== null) throw archivedRefusal(job)
    if (job.state === 'running' || (job.state === 'awaiting_verify' && !isSentNotProven(job))) {
      throw busyRefusal(job)
    }
    const canRetry = canMove(job.state, 'retry') || job.state === 'queued'
    if (!canRetry || isOnNasOnly(job)) return refuseAction(job, 'retry')
    const { where, args } = retriedFiles(chosen)
    const moved = files.moveAll(jobId, where, 'pending', null, { args })
    if (moved === 0) return 0
    const patch = { counters: NEW_SERIES, dueAt: clock.now(), held: false, chosen: true, ack: null }
    transaction(deps.db, () =>
      job.state === 'queued' ? jobs.patch(job, patch) : jobs.settle(job, 'retry', patch),
    )
    holds.liftForRoute(job.route)
    jobs.bumpRevision(jobId)
    changes.filesTouched(jobId)
    requireEngine().wake()
    return moved
  }

  /** Puts a person's note on problems; null takes the note back. */
  const acknowledge = (ids: readonly number[], ack: { by: string; note: string } | null): void => {
    requireEngine()
    for (const id of ids) {
      const job = requireJob(id)
      const needsPerson = deps.summary(job).needsPerson
      if (ack !== null && !needsPerson)
        throw new Refusal('conflict', msg`${job.run} has no problem that waits for a person.`)
      const what = ack === null ? 'taken back' : `by ${ack.by}: ${ack.note}`
      deps.recordAction(`acknowledged ${job.run} (${job.lastError?.reason ?? job.state}) ${what}`)
      deps.causes.setAck(job.id, ack === null ? null : { ...ack, at: clock.now() })
      changes.jobTouched(id)
    }
  }

  /** Moves a waiting run to the place of another one in the queue of their destination. */
  const moveTo = (jobId: number, placeOf: number): void => {
    const job = requireJob(jobId)
    const engine = requireEngine()
    if (job.state !== 'queued' || job.held) refuseAction(job, 'earlier')
    deps.order.moveTo(job, requireJob(placeOf))
    engine.wake()
  }

  return { act, moveTo, retryFiles, acknowledge }
}
