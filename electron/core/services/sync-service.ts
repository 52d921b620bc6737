// One method per method of the contract: the only way from outside to the queue and the engine.
import type { Input, Output } from '../../../shared/contract/index.ts'
import type { JobSummary, JobView, Overview } from '../../../shared/model/model.ts'
import type { ChangeHub } from '../changes.ts'
import { type CoreHandlers } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { Clock } from '../domain/clock.ts'
import type { Destination, Settings } from '../domain/config.ts'
import { DUE_SOON_MS } from '../domain/retry.ts'
import type { Engine } from '../engine/engine-types.ts'
import { instrumentsAt } from '../engine/destination-holds.ts'
import type { ActivityStore } from '../queue/activity-store.ts'
import type { AttemptStore } from '../queue/attempt-store.ts'
import type { VerifyPassStore } from '../queue/verify-pass-store.ts'
import type { CauseStore } from '../queue/cause-store.ts'
import type { Database } from '../db/database.ts'
import type { ExclusionStore } from '../queue/exclusion-store.ts'
import type { FileLevels } from '../files/file-tree-levels.ts'
import type { FilePages } from '../files/file-pages.ts'
import type { FileStore } from '../files/file-store.ts'
import type { FolderStore } from '../queue/folder-store.ts'
import type { HistoryStore } from '../queue/history-store.ts'
import type { HoldStore } from '../queue/hold-store.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobList, ListFacts } from '../queue/job-list.ts'
import type { JobStore } from '../queue/job-store.ts'
import type { JobCounts } from '../queue/job-counts.ts'
import type { ViewFacts } from '../queue/job-views.ts'
import type { QueryCache } from '../queue/query-cache.ts'
import { unwritable } from '../db/storage-errors.ts'
import type { ToolDeps } from '../transports/run-tool.ts'
import type { WizardView } from '../wizard/wizard-files.ts'
import type { Transport } from '../transports/transport.ts'
import { addRun } from './runs/add-runs.ts'
import { bundleEntries, writeBundle } from './support/support-bundle.ts'
import { createCleanupPreview } from '../engine/cleanup/cleanup-preview.ts'
import { appHandlers } from './handlers/app.ts'
import { createExclusionsService } from './runs/exclusions-service.ts'
import { createHoldService } from './destinations/hold-service.ts'
import { createJobActions } from './runs/job-actions.ts'
import { summarise } from './runs/job-summaries.ts'
import { createLocator } from './runs/locate-run.ts'
import { runsHandlers } from './handlers/runs.ts'
import type { SettingsEditor } from './config/settings-editor.ts'
import type { QueueControls } from './runs/queue-controls.ts'
import { makeReceipt } from './receipts/receipt.ts'
import { writeReceipt } from './receipts/receipt-formats.ts'
import type { ReceiptForm } from '../../../shared/model/reports.ts'
import type { SettingsService } from './config/settings-service.ts'
import type { Watcher } from './watch/watcher.ts'

export interface ServiceDeps {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly exclusions: ExclusionStore
  readonly attempts: AttemptStore
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly holds: HoldStore
  readonly passStore: VerifyPassStore
  readonly folders: FolderStore
  readonly history: HistoryStore
  readonly config: SettingsService
  /** null: this core only reads. */
  readonly engine: Engine | null
  /** Writes a line into the log of what people did. */
  recordAction(text: string): void
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
  readonly switches: QueueControls
  readonly list: JobList
  readonly counts: (facts: ViewFacts) => JobCounts
  readonly pages: FilePages
  readonly levels: FileLevels
  readonly causes: CauseStore
  readonly queryCache: QueryCache
  readonly activity: ActivityStore
  readonly editor: SettingsEditor
  transportFor(destination: Destination, settings: Settings): Transport
  toolDeps(settings: Settings): ToolDeps
  logFile(jobId: number, attemptId: number): string
  /** Deletes the logs of a job that was taken off the list. */
  forgetLogs(jobId: number): void
}

/** No job has that number. */
const NO_JOB = 0

export const createSyncService = (deps: ServiceDeps) => {
  const { jobs, files, attempts, changes, config } = deps
  const holds = createHoldService(deps)
  /** Why the instrument guard holds a run back; null: it does not. */
  const guardMessage = (instrument: string): string | null =>
    config.current()?.sync.instrumentGuard === 'hold' && deps.isRecording(instrument)
      ? `${instrument} is recording`
      : null
  const summaryDeps = {
    heldBy: (instrument: string, jobId: number) =>
      holds.heldBy(instrument, jobId) ?? guardMessage(instrument),
    files,
    settings: config.current,
    phaseOf: (id: number) => deps.engine?.phaseOf(id) ?? null,
  }
  const summary = (job: Job): JobSummary => summarise(job, summaryDeps)

  const actions = createJobActions({ ...deps, holds, summary })
  const { mustGet, engineOf } = actions
  const locator = createLocator({ ...deps, actions, settings: config.current })
  const exclusionService = createExclusionsService({ ...deps, mustGet, engineOf })
  const cleanup = createCleanupPreview({ ...deps, settings: config.current })

  const logOf = (attemptId: number): string => {
    const attempt = attempts.get(attemptId)
    if (attempt === null)
      throw new Refusal('not_found', `There is no attempt with number ${attemptId}.`)
    return deps.logFile(attempt.jobId, attemptId)
  }

  const viewFacts = (): ViewFacts => ({
    // to the second, so that what is said of all runs is worked out once a second at most
    dueSoonUntil: deps.switches.paused()
      ? 0
      : Math.floor((deps.clock.now() + DUE_SOON_MS) / 1_000) * 1_000,
    held: (config.current()?.instruments ?? [])
      .map((instrument) => instrument.id)
      .filter((id) => summaryDeps.heldBy(id, NO_JOB) !== null),
    exemptJobs: holds.exemptJobs(),
  })
  const ofRuns = deps.queryCache(deps.counts)
  const overview = (): Overview => ({
    ...ofRuns(viewFacts()),
    recording: deps.watcher()?.recordings().length ?? 0,
    ...deps.switches.state(),
    bytesLeft: files.bytesLeft(),
    holds: holds.list(),
    trouble: unwritable(deps.engine?.storageOutage() ?? null, deps.about.dataDir),
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
        folders: deps.folders,
        settings,
        transportFor: (destination) => deps.transportFor(destination, settings),
      })
      if ('refusal' in result) {
        out.refused.push({ folder, message: result.refusal, unclear: result.unclear === true })
        continue
      }
      out.jobs.push(summary(result.job))
      changes.jobTouched(result.job.id)
      deps.watcher()?.forget(result.job.folder)
    }
    engine.wake()
    return out
  }

  const facts = (): ListFacts => {
    const live = [...changes.live().values()]
    return {
      ...viewFacts(),
      instrumentsAt: (key) => instrumentsAt(key, config.current()).map((i) => i.id),
      left: Object.fromEntries(live.map((one) => [one.jobId, one.etaSeconds ?? 0])),
      speed: Object.fromEntries(live.map((one) => [one.jobId, one.rate ?? 0])),
    }
  }
  const latest = (limit: number): JobSummary[] => {
    const of = (view: JobView): Job[] =>
      deps.list.page({ view, search: '' }, facts(), 0, limit).jobs
    const bad = of('needs_you')
    const others = of('all').filter((job) => bad.every((b) => b.id !== job.id))
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

  const handlerDeps = {
    ...deps,
    settings: config.current,
    summary,
    overview,
    mustGet,
    logOf,
    engineOf,
    actions,
    locator,
    exclusionService,
    cleanup,
    holds,
    bundle,
    add,
    facts,
  }
  const handlers: CoreHandlers = { ...runsHandlers(handlerDeps), ...appHandlers(handlerDeps) }

  const receiptOf = (jobId: number, form: ReceiptForm): Iterable<string> => {
    const now = (): number => deps.clock.now()
    const receiptDeps = { ...deps, version: deps.about.version, now, verdict: cleanup.decide }
    return writeReceipt(makeReceipt(mustGet(jobId), receiptDeps), form)
  }

  return {
    handlers,
    summary,
    overview,
    mustGet,
    logOf,
    receiptOf,
    add,
    renamed: locator.renamed,
    writeBundle: bundle.write,
  }
}
