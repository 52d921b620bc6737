// One method per method of the contract: the only way from outside to the queue and the engine.
import type { Input, Output } from '../../../shared/contract.ts'
import {
  ATTENTION_STATES,
  type JobAction,
  type JobSummary,
  type Overview,
} from '../../../shared/model.ts'
import type { ChangeHub } from '../changes.ts'
import { type CoreHandlers, Refusal } from '../core.ts'
import type { Clock } from '../domain/clock.ts'
import { canMove } from '../domain/job-state.ts'
import type { Destination, Settings } from '../domain/config.ts'
import type { Engine } from '../engine/engine.ts'
import type { AttemptStore } from '../store/attempt-store.ts'
import { type Database, transaction } from '../store/database.ts'
import type { FileStore } from '../store/file-store.ts'
import type { HoldStore } from '../store/hold-store.ts'
import type { Job } from '../store/job-row.ts'
import type { JobStore } from '../store/job-store.ts'
import { unwritable } from '../store/storage-fault.ts'
import { findInLog, pageLog } from '../store/log-reader.ts'
import type { ToolDeps } from '../transports/tool-run.ts'
import type { Transport } from '../transports/transport.ts'
import { addRun } from './add-runs.ts'
import { testDestination } from './doctor/test-destination.ts'
import { createHoldsView } from './holds-view.ts'
import { isResting, summarise } from './job-summaries.ts'
import type { SettingsService } from './settings-service.ts'

export interface ServiceDeps {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly attempts: AttemptStore
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly holds: HoldStore
  readonly config: SettingsService
  /** null: this core only reads. */
  readonly engine: Engine | null
  readonly about: {
    readonly version: string
    readonly dataDir: string
    readonly configFile: string
  }
  paused(): boolean
  setPaused(paused: boolean): void
  transportFor(destination: Destination, settings: Settings): Transport
  toolDeps(settings: Settings): ToolDeps
  logFile(jobId: number, attemptId: number): string
  /** Deletes the logs of a job that was taken off the list. */
  forgetLogs(jobId: number): void
}

const FRESH = { failures: 0, resends: 0, toolMisses: 0 }

export const createSyncService = (deps: ServiceDeps) => {
  const { jobs, files, attempts, changes, clock, config } = deps
  const holds = createHoldsView(deps)
  const summaryDeps = {
    heldBy: holds.heldBy,
    files,
    settings: config.current,
    phaseOf: (id: number) => deps.engine?.phaseOf(id) ?? null,
  }
  const summary = (job: Job): JobSummary => summarise(job, summaryDeps)

  const mustGet = (jobId: number): Job => {
    const job = jobs.get(jobId)
    if (job === null)
      throw new Refusal('not_found', `There is no run with number ${jobId} in the list.`)
    return job
  }

  const engineOf = (): Engine => {
    if (deps.engine === null)
      throw new Refusal(
        'unavailable',
        'This queue was opened to look only; nothing can be changed.',
      )
    return deps.engine
  }

  const logOf = (attemptId: number): string => {
    const attempt = attempts.get(attemptId)
    if (attempt === null)
      throw new Refusal('not_found', `There is no attempt with number ${attemptId}.`)
    return deps.logFile(attempt.jobId, attemptId)
  }

  const refuse = (job: Job, action: JobAction): never => {
    throw new Refusal('conflict', `${job.run} is ${job.state}: ${action} is not possible now.`)
  }

  const retry = (job: Job): void => {
    const fresh = { counters: FRESH, dueAt: clock.now(), chosen: false, held: false }
    // clicking twice, or "try now" while it waits: the same job, due at once
    if (job.state === 'queued') return jobs.patch(job, { ...fresh, chosen: job.chosen })
    if (job.state === 'running' || (job.state === 'awaiting_verify' && !isResting(job))) return
    if (!canMove(job.state, 'retry')) return refuse(job, 'retry')
    jobs.settle(job, 'retry', fresh)
  }

  const pause = (job: Job, held: boolean): void => {
    if (job.state !== 'queued' && job.state !== 'running' && job.state !== 'awaiting_verify')
      refuse(job, held ? 'pause' : 'resume')
    jobs.patch(job, {
      held,
      ...(held || isResting(job) ? {} : { dueAt: job.dueAt ?? clock.now() }),
    })
  }

  const verify = (job: Job): void => {
    if (!canMove(job.state, 'recheck')) return refuse(job, 'verify')
    if (deps.engine?.phaseOf(job.id) === null)
      jobs.settle(job, 'recheck', { dueAt: clock.now(), held: false })
  }

  const act = async (jobId: number, action: JobAction): Promise<void> => {
    const job = mustGet(jobId)
    const engine = engineOf()
    if (action === 'retry' || action === 'resume' || action === 'verify')
      holds.liftFor(job.instrument)
    switch (action) {
      case 'retry':
        retry(job)
        break
      case 'pause':
        pause(job, true)
        await engine.interrupt(jobId, 'pause')
        break
      case 'resume':
        pause(job, false)
        break
      case 'verify':
        verify(job)
        break
      case 'cancel':
        if (job.state === 'cancelled') break
        if (!canMove(job.state, 'cancel')) refuse(job, action)
        await engine.interrupt(jobId, 'cancel')
        {
          const now = mustGet(jobId)
          // it may have finished, or been settled as cancelled, in the moment of the click
          if (now.state !== 'cancelled' && canMove(now.state, 'cancel'))
            jobs.settle(now, 'cancel', { dueAt: null })
        }
        break
      case 'dismiss':
        if (!summary(job).actions.includes('dismiss')) refuse(job, action)
        jobs.remove(jobId)
        deps.forgetLogs(jobId)
        changes.jobRemoved(jobId)
        return
    }
    changes.jobTouched(jobId)
    engine.wake()
  }

  const overview = (): Overview => ({
    ...jobs.counts(),
    paused: deps.paused(),
    bytesLeft: files.bytesLeft(),
    holds: holds.list(),
    trouble: unwritable(deps.engine?.trouble() ?? null, deps.about.dataDir),
  })

  const add = (input: Input<'jobs.add'>): Output<'jobs.add'> => {
    const engine = engineOf()
    const settings = config.current()
    if (settings === null)
      throw new Refusal(
        'unavailable',
        config.problems()[0]?.message ?? 'config.yaml has not been read yet.',
      )
    const out: Output<'jobs.add'> = { jobs: [], refused: [] }
    for (const folder of input.folders) {
      const result = addRun(folder, input.instrumentId, {
        jobs,
        settings,
        transportFor: (destination) => deps.transportFor(destination, settings),
      })
      if ('refusal' in result) {
        out.refused.push({ folder, message: result.refusal })
        continue
      }
      out.jobs.push(summary(result.job))
      changes.jobTouched(result.job.id)
    }
    engine.wake()
    return out
  }

  const retryFiles = (jobId: number, chosen: readonly number[] | 'attention'): number => {
    const job = mustGet(jobId)
    if (job.state === 'running' || (job.state === 'awaiting_verify' && !isResting(job))) {
      throw new Refusal(
        'conflict',
        `${job.run} is being worked on; wait for it to end, or pause it first.`,
      )
    }
    if (!canMove(job.state, 'retry') && job.state !== 'queued') return refuse(job, 'retry')
    const wanted = ATTENTION_STATES.map((state) => `'${state}'`).join(',')
    const where = chosen === 'attention' ? '1' : 'seq IN (SELECT value FROM json_each(?))'
    const args = chosen === 'attention' ? [] : [JSON.stringify(chosen)]
    const moved = files.moveAll(
      jobId,
      `state IN (${wanted},'failed') AND ${where}`,
      'pending',
      null,
      args,
    )
    if (moved === 0) return 0
    const patch = { counters: FRESH, dueAt: clock.now(), held: false, chosen: true }
    transaction(deps.db, () =>
      job.state === 'queued' ? jobs.patch(job, patch) : jobs.settle(job, 'retry', patch),
    )
    holds.liftFor(job.instrument)
    jobs.bumpRevision(jobId)
    changes.filesTouched(jobId)
    engineOf().wake()
    return moved
  }

  const handlers: CoreHandlers = {
    'app.info': async () => ({ ...deps.about, problems: [] }),
    'config.get': async () => ({
      instruments: (config.current()?.instruments ?? []).map((i) => ({
        id: i.id,
        label: i.label,
        localRoot: i.localRoot,
        transport: i.destination.type,
        destination:
          i.destination.type === 'rclone'
            ? `${i.destination.remote}:${i.destination.remotePath}`
            : `${i.destination.user}@${i.destination.host}:${i.destination.remotePath}`,
      })),
      problems: [...config.problems()],
    }),
    'config.reload': async () => {
      config.reload()
      return { problems: [...config.problems()] }
    },
    'overview.get': async () => overview(),
    'destinations.resume': async ({ key }) => {
      holds.resume(key)
      engineOf().wake()
      return null
    },
    'destinations.test': ({ instrumentId }) => testDestination(instrumentId, deps),
    'engine.pause': async ({ paused }) => {
      const engine = engineOf()
      deps.setPaused(paused)
      if (paused) {
        const busy = jobs.idsIn(['running', 'awaiting_verify'])
        await Promise.all(busy.map((id) => engine.interrupt(id, 'pause')))
      }
      engine.wake()
      return null
    },
    'jobs.add': async (input) => add(input),
    'jobs.list': async ({ view, search, offset, limit }) => {
      const page = jobs.list(view, search, offset, limit)
      return { rows: page.jobs.map(summary), total: page.total }
    },
    'jobs.get': async ({ jobId }) => summary(mustGet(jobId)),
    'jobs.act': async ({ jobs: which, action }) => {
      const ids = which === 'all_failed' ? jobs.idsIn(['failed']) : which
      const refused: { jobId: number; message: string }[] = []
      for (const jobId of ids) {
        try {
          await act(jobId, action)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          refused.push({ jobId, message: error.message })
        }
      }
      return { changed: ids.length - refused.length, refused }
    },
    'files.page': async ({ jobId, view, search, offset, limit }) => {
      const job = mustGet(jobId)
      const page =
        search !== ''
          ? files.pageSearch(jobId, search, view === 'attention', offset, limit)
          : view === 'all'
            ? files.pageAll(jobId, offset, limit)
            : files.pageAttention(jobId, offset, limit)
      return { ...page, revision: job.revision }
    },
    'files.retry': async ({ jobId, files: chosen }) => ({ files: retryFiles(jobId, chosen) }),
    'attempts.list': async ({ jobId }) => ({ rows: attempts.list(mustGet(jobId).id, 200) }),
    'logs.page': async ({ attemptId, from, limit }) => pageLog(logOf(attemptId), from, limit),
    'logs.find': async ({ attemptId, ...query }) => ({ line: findInLog(logOf(attemptId), query) }),
  }

  return { handlers, summary, overview, mustGet, logOf }
}
