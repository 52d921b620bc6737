// One method per method of the contract: the only way from outside to the queue and the engine.
import { type Input, type Output, PAGE_ROWS } from '../../../shared/contract.ts'
import type { JobSummary, Overview } from '../../../shared/model.ts'
import type { ChangeHub } from '../changes.ts'
import { type CoreHandlers, Refusal } from '../core.ts'
import type { Clock } from '../domain/clock.ts'
import type { Destination, Settings } from '../domain/config.ts'
import type { Engine } from '../engine/engine-face.ts'
import type { AttemptStore } from '../store/attempt-store.ts'
import type { CareStore } from '../store/care-store.ts'
import type { Database } from '../store/database.ts'
import type { FileStore } from '../store/file-store.ts'
import type { HistoryStore } from '../store/history-store.ts'
import type { HoldStore } from '../store/hold-store.ts'
import type { Job } from '../store/job-row.ts'
import type { JobStore } from '../store/job-store.ts'
import { unwritable } from '../store/storage-fault.ts'
import { findInLog, pageLog } from '../store/log-reader.ts'
import type { ToolDeps } from '../transports/tool-run.ts'
import type { WizardView } from '../store/wizard-files.ts'
import type { Transport } from '../transports/transport.ts'
import { addRun } from './add-runs.ts'
import { bundleEntries, writeBundle } from './bundle.ts'
import { createCleanupService } from './cleanup-service.ts'
import { keepReport } from './doctor/kept-reports.ts'
import { testDestination } from './doctor/test-destination.ts'
import { foresee } from './foresight-service.ts'
import { createHoldsView } from './holds-view.ts'
import { createJobActions } from './job-actions.ts'
import { summarise } from './job-summaries.ts'
import { makeReceipt } from './receipt.ts'
import { type ReceiptForm, writeReceipt } from './receipt-forms.ts'
import type { SettingsService } from './settings-service.ts'
import type { Watcher } from './watch/watcher.ts'

export interface ServiceDeps {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly attempts: AttemptStore
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly holds: HoldStore
  readonly care: CareStore
  readonly history: HistoryStore
  readonly config: SettingsService
  /** null: this core only reads. */
  readonly engine: Engine | null
  /** Writes a line into the log of what people did. */
  writeDown(text: string): void
  readonly about: {
    readonly version: string
    readonly dataDir: string
    readonly configFile: string
  }
  /** null: this core only reads. */
  watcher(): Watcher | null
  /** A run of that instrument is being written at this moment. */
  isRecording(instrument: string): boolean
  heldBecause(instrument: string): string | null
  wizard(folder: string): WizardView
  /** What had to be done to open the queue, in a sentence; null: nothing. */
  readonly report: string | null
  paused(): boolean
  setPaused(paused: boolean): void
  transportFor(destination: Destination, settings: Settings): Transport
  toolDeps(settings: Settings): ToolDeps
  logFile(jobId: number, attemptId: number): string
  /** Deletes the logs of a job that was taken off the list. */
  forgetLogs(jobId: number): void
}

/** Does something to each; what was refused, with its reason. */
const refusals = (
  ids: readonly number[],
  work: (id: number) => void,
): { jobId: number; message: string }[] =>
  ids.flatMap((jobId) => {
    try {
      work(jobId)
      return []
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return [{ jobId, message: error.message }]
    }
  })

export const createSyncService = (deps: ServiceDeps) => {
  const { jobs, files, attempts, changes, config } = deps
  const holds = createHoldsView(deps)
  /** Why the instrument guard holds a run back; null: it does not. */
  const guardWords = (instrument: string): string | null =>
    config.current()?.sync.instrumentGuard === 'hold' && deps.isRecording(instrument)
      ? `${instrument} is recording`
      : null
  const summaryDeps = {
    heldBy: (instrument: string, jobId: number) =>
      holds.heldBy(instrument, jobId) ?? guardWords(instrument),
    files,
    settings: config.current,
    phaseOf: (id: number) => deps.engine?.phaseOf(id) ?? null,
  }
  const summary = (job: Job): JobSummary => summarise(job, summaryDeps)

  const actions = createJobActions({ ...deps, holds, summary })
  const { mustGet, engineOf } = actions
  const cleanup = createCleanupService({ ...deps, settings: config.current })

  const logOf = (attemptId: number): string => {
    const attempt = attempts.get(attemptId)
    if (attempt === null)
      throw new Refusal('not_found', `There is no attempt with number ${attemptId}.`)
    return deps.logFile(attempt.jobId, attemptId)
  }

  const overview = (): Overview => ({
    ...jobs.counts(),
    recording: deps.watcher()?.recordings().length ?? 0,
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

  const latest = (limit: number): JobSummary[] => {
    const bad = jobs.list('needs_you', '', 0, limit).jobs
    const others = jobs
      .list('all', '', 0, limit)
      .jobs.filter((job) => bad.every((b) => b.id !== job.id))
    return [...bad, ...others].slice(0, limit).map(summary)
  }
  const bundleParts = {
    about: deps.about,
    overview,
    jobs: latest,
    attempts: (jobId: number) => attempts.list(jobId, 200),
    logFile: deps.logFile,
    settingsProblems: config.problems,
  }
  const bundle = {
    entries: () => bundleEntries(bundleParts),
    write: (file: string, mask: boolean) => writeBundle(bundleEntries(bundleParts), file, mask),
  }

  const handlers: CoreHandlers = {
    'app.info': async () => ({
      ...deps.about,
      problems: deps.report === null ? [] : [deps.report],
    }),
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
    'destinations.test': async ({ instrumentId }) =>
      keepReport(deps.about.dataDir, await testDestination(instrumentId, 'connection', deps)),
    'destinations.rehearse': ({ instrumentId }) => testDestination(instrumentId, 'rehearsal', deps),
    'engine.pause': async ({ paused }) => {
      const engine = engineOf()
      deps.setPaused(paused)
      if (paused) {
        const busy = jobs.idsIn(['running', 'awaiting_verify', 'cleanup_eligible'])
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
          await actions.act(jobId, action)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          refused.push({ jobId, message: error.message })
        }
      }
      return { changed: ids.length - refused.length, refused }
    },
    'jobs.acknowledge': async ({ jobs: ids, by, note }) => {
      actions.acknowledge(ids, by === null ? null : { by, note })
      return null
    },
    'foresight.get': async () => ({
      rows: await foresee({ ...deps, settings: config.current }),
    }),
    'bundle.preview': async () => ({
      rows: bundle.entries().map(({ name, bytes }) => ({ name, bytes })),
    }),
    'recordings.list': async () => {
      const rows = deps.watcher()?.recordings() ?? []
      return { rows: rows.slice(0, PAGE_ROWS), total: rows.length }
    },
    'recordings.finish': async ({ folder }) => {
      engineOf()
      const refusal = deps.watcher()?.finish(folder) ?? null
      if (refusal !== null) throw new Refusal('conflict', refusal)
      return null
    },
    'cleanup.verdict': async ({ jobId }) => cleanup.verdict(mustGet(jobId)),
    'cleanup.preview': () => cleanup.preview(),
    'cleanup.run': async ({ jobs: ids }) => {
      const engine = engineOf()
      const refused = refusals(ids, (id) => cleanup.ask(mustGet(id)))
      engine.wake()
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
    'files.retry': async ({ jobId, files: chosen }) => ({
      files: actions.retryFiles(jobId, chosen),
    }),
    'attempts.list': async ({ jobId }) => ({ rows: attempts.list(mustGet(jobId).id, 200) }),
    'logs.page': async ({ attemptId, from, limit }) => pageLog(logOf(attemptId), from, limit),
    'logs.find': async ({ attemptId, ...query }) => ({ line: findInLog(logOf(attemptId), query) }),
  }

  const receiptOf = (jobId: number, form: ReceiptForm): Iterable<string> => {
    const now = (): number => deps.clock.now()
    const receiptDeps = { ...deps, version: deps.about.version, now, verdict: cleanup.verdict }
    return writeReceipt(makeReceipt(mustGet(jobId), receiptDeps), form)
  }

  return { handlers, summary, overview, mustGet, logOf, receiptOf, add, writeBundle: bundle.write }
}
