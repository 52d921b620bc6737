// Composition of the services: builds each one from the stores and the engine, and joins the handlers of all groups.
import { sep } from 'node:path'
import type { ChangeHub } from '../changes.ts'
import type { CoreHandlers } from '../core.ts'
import type { Clock } from '../domain/clock.ts'
import { DEFAULT_SETTINGS, type Destination, type Settings } from '../domain/config.ts'
import { allRoutes } from '../domain/routes.ts'
import { createCleanupPreview } from '../engine/cleanup/cleanup-preview.ts'
import { createSafeRuns } from '../engine/cleanup/safe-runs.ts'
import type { LaneSizes } from '../domain/lanes.ts'
import type { Looks } from '../engine/cleanup/looks.ts'
import type { Engine } from '../engine/engine-types.ts'
import type { Folding } from '../engine/folding/folding.ts'
import type { HashPool } from '../engine/hashing/hash-pool.ts'
import type { ReceiptKeys } from '../lib/receipt-keys.ts'
import type { ActivityStore } from '../queue/activity-store.ts'
import type { Stores } from '../stores.ts'
import type { ToolDeps } from '../transports/run-tool.ts'
import type { Transport } from '../transports/transport.ts'
import type { WizardView } from '../wizard/wizard-files.ts'
import type { Recording } from '../../../shared/model/reports.ts'
import type { SecretStore } from '../lib/secret-store.ts'
import { createConnectionChanges } from './connections/change-connections.ts'
import { createConnections } from './connections/connections-service.ts'
import { createServerSearch } from './connections/found-servers.ts'
import { createDestinationNames } from './connections/destination-names.ts'
import { createDrafts } from './connections/drafts.ts'
import type { ToolsFor } from './connections/destination-tools.ts'
import type { RcloneConfs } from './connections/rclone-confs.ts'
import type { ChosenFiles } from './config/chosen-files.ts'
import type { SettingsEditor } from './config/settings-editor.ts'
import type { SettingsService } from './config/settings-service.ts'
import { createConnectionTests } from './destinations/connection-test/connection-test-service.ts'
import { createRehearsals } from './destinations/rehearsals.ts'
import { createHoldService } from './destinations/hold-service.ts'
import { shownAs, withNames } from './destinations/shown-names.ts'
import { appHandlers } from './handlers/app.ts'
import type { Fetch } from './destinations/get-rclone/download.ts'
import { configHandlers } from './handlers/config.ts'
import { connectionsHandlers } from './handlers/connections.ts'
import { destinationsHandlers } from './handlers/destinations.ts'
import { engineHandlers } from './handlers/engine.ts'
import { filesHandlers } from './handlers/files.ts'
import { logsHandlers } from './handlers/logs.ts'
import { recordingsHandlers } from './handlers/recordings.ts'
import { sshAccessHandlers } from './handlers/ssh-access.ts'
import { runsHandlers } from './handlers/runs.ts'
import { createReceiptService } from './receipts/receipt-service.ts'
import { createAddRuns } from './runs/add-runs.ts'
import { createListExport } from './runs/export-list.ts'
import { createExclusionsService } from './runs/exclusions-service.ts'
import { createJobAccess } from './runs/job-access.ts'
import { createJobActions } from './runs/job-actions.ts'
import { createJobSummaries } from './runs/job-summaries.ts'
import { createListFacts } from './runs/list-facts.ts'
import { createLocator } from './runs/locate-run.ts'
import { createFolderLooks } from './runs/look-again.ts'
import { createLackingRuns } from './runs/lacking-runs.ts'
import { createFileNameSearch } from './runs/search-file-names.ts'
import { createSendBeside } from './runs/send-beside.ts'
import type { QueueControls } from './runs/queue-controls.ts'
import { createQueueOrder } from './runs/queue-order.ts'
import { createQueueForecast } from './runs/queue-forecast.ts'
import { createQueueOverview } from './runs/queue-overview.ts'
import { createRetryPreview } from './runs/retry-preview.ts'
import { createRunLocations } from './runs/run-locations.ts'
import { createRunLists } from './runs/run-lists.ts'
import { createRunRecogniser } from './runs/recognise-run.ts'
import { createSupportBundle } from './support/support-bundle.ts'
import type { RunWatch } from './watch/run-watch.ts'

interface ServiceDeps extends Stores {
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly laneSizes: LaneSizes
  readonly config: SettingsService
  readonly editor: SettingsEditor
  readonly controls: QueueControls
  readonly pool: HashPool
  readonly folding: Folding
  readonly receiptKeys: ReceiptKeys
  readonly isUnmarkedCopy: boolean
  /** Folder of what is this account's alone: keys, connections, programs that it got (data-dir.ts). */
  readonly ownFolder: string
  readonly about: {
    readonly version: string
    readonly dataDir: string
    readonly configFile: string
  }
  /** Where ExLab-Wizard's config.yaml lies on this computer, if it is there. */
  readonly wizardConfigFile: string
  readonly fetch: Fetch
  /** What had to be done to open the queue, as a sentence; null: nothing. */
  readonly openingReport: string | null
  readonly chosen: ChosenFiles
  /** What a person should know although work goes on, as a sentence; null: nothing. */
  warning(): string | null
  /** Says that others can look into the data folder; null: they can't. */
  readonly rightsWarning: string | null
  /** null: this core only reads. */
  readonly engine: Engine | null
  readonly looks: Looks
  /** Runs that are being recorded, as of the last sweep. */
  recordings(): Recording[]
  /** The watcher is created after the services, because it adds runs through them; null: this core only reads. */
  watcher(): RunWatch | null
  /** True while a run of that instrument is being written. */
  isRecording(instrument: string): boolean
  /** Why the destination of an instrument is held; null: it is not. */
  heldBecause(instrument: string): string | null
  /** Reads what ExLab-Wizard's records say of a run. */
  wizard(folder: string): Promise<WizardView>
  transportFor(destination: Destination, settings: Settings): Transport
  toolDeps(settings: Settings): ToolDeps
  readonly toolsFor: ToolsFor
  readonly confs: RcloneConfs
  readonly secrets: SecretStore
  logFile(jobId: number, attemptId: number): string
  /** Writes a line into the audit log. */
  recordAction(text: string): void
  /** Between two looks for a destination that is due to be rehearsed, ms; undefined: as docs/ux.md c-10 says. */
  readonly everyMs: number | undefined
  /** Receives an error that is a bug of this program. */
  onBug(error: unknown): void
}

export const createSyncService = (services: ServiceDeps) => {
  const { jobs, attempts, config, engine, about } = services
  const { dataDir, version } = about
  const settings = config.current
  const holds = createHoldService(services)
  const activity: ActivityStore = {
    ...services.activity,
    page(query, offset, limit) {
      const { rows, total } = services.activity.page(query, offset, limit, (word) =>
        shownAs(word, settings()),
      )
      const shown = rows.map((row) => ({ ...row, text: withNames(row.text, settings()) }))
      return { rows: shown, total }
    },
  }
  const discovery = {
    dataDir,
    isQueued: services.folders.claims,
    holdsRuns: (folder: string) => services.folders.holdsRuns(folder, sep),
  }
  const deps = {
    ...services,
    activity,
    ...createJobAccess(jobs, engine, services.folding),
    settings,
    holds,
    discovery,
    version,
    dataDir,
  }

  const phaseOf = (jobId: number) => engine?.phaseOf(jobId) ?? null
  const summaries = createJobSummaries({ ...deps, phaseOf })
  const { summary } = summaries
  const forecast = createQueueForecast({ ...deps, ...summaries })
  const fileNames = createFileNameSearch(services.runFinder)
  const cleanup = createCleanupPreview(deps)
  const safeRuns = createSafeRuns({ ...deps, decide: cleanup.decide })
  const tests = createConnectionTests(deps)
  const rehearsals = createRehearsals({ ...deps, tests })
  const facts = createListFacts({
    ...deps,
    ...summaries,
    safeRuns,
    fileNames,
    activeJobs: () => engine?.activeJobs() ?? [],
  })
  const queue = createQueueOverview({
    ...deps,
    rehearsals,
    ...summaries,
    ...facts,
    safeRuns,
    forecast,
    recordingCount: () => deps.recordings().length,
    storageOutage: () => engine?.storageOutage() ?? null,
  })
  const actions = createJobActions({ ...deps, summary, order: createQueueOrder(deps) })
  const retryPreviews = createRetryPreview({ ...deps, forecast })
  const locator = createLocator({ ...deps, actions })
  const sendBeside = createSendBeside(deps)
  const recogniser = createRunRecogniser(deps)
  const folderLooks = createFolderLooks(deps)
  const addRuns = createAddRuns({
    ...deps,
    ...recogniser,
    ...folderLooks,
    actions,
    renamed: locator.renamed,
    summary,
  })
  const locations = createRunLocations(deps)
  const bundle = createSupportBundle({
    ...deps,
    overview: queue.overview,
    jobs: queue.latest,
    attempts: (jobId) => attempts.list(jobId, 200),
    settingsProblems: config.problems,
  })
  const tools = () => deps.toolDeps(settings() ?? DEFAULT_SETTINGS)

  const drafts = createDrafts({
    ...deps,
    tools,
    remotes: () =>
      allRoutes(settings()).flatMap(({ destination: d }) =>
        d.type === 'rclone' ? [d.remote] : [],
      ),
  })
  const connectionDeps = { ...deps, tools, tests, drafts, reload: config.reload }
  const names = createDestinationNames(connectionDeps)
  const search = createServerSearch()
  const connecting = {
    drafts,
    names,
    search,
    connections: createConnections(connectionDeps),
    changes: createConnectionChanges({ ...connectionDeps, names }),
  }

  const handlers: CoreHandlers = {
    ...appHandlers({ ...deps, bundle }),
    ...configHandlers({ ...deps, tools, tests }),
    ...engineHandlers({ ...deps, ...queue, forecast }),
    ...destinationsHandlers({ ...deps, tests, rehearsals }),
    ...connectionsHandlers({ ...deps, ...connecting }),
    ...sshAccessHandlers({ ...deps, about: { dataDir: deps.ownFolder }, tools }),
    ...recordingsHandlers({
      ...deps,
      ...recogniser,
      ...summaries,
      space: () => cleanup.space.whole(false),
    }),
    ...runsHandlers({
      ...deps,
      ...queue,
      ...facts,
      summary,
      actions,
      addRuns,
      sendBeside,
      locator,
      cleanup,
      lacking: createLackingRuns(deps),
      fileNames,
      retryPreviews,
    }),
    ...filesHandlers({
      ...deps,
      actions,
      retryPreviews,
      exclusionsService: createExclusionsService(deps),
    }),
    ...logsHandlers({ ...deps, locations }),
  }

  return {
    handlers,
    discovery,
    locations,
    lists: createRunLists({ ...deps, ...facts, ...summaries }),
    summary,
    overview: queue.overview,
    addRuns,
    recognise: recogniser.recognise,
    lookAgain: folderLooks.lookAgain,
    renamed: locator.renamed,
    receiptOf: createReceiptService({ ...deps, decideCleanup: cleanup.decideInEnglish }),
    ...createListExport({ ...deps, ...queue, ...facts, summary }),
    writeBundle: bundle.write,
    rehearsals,
    stopTests: tests.stopAll,
    closeConnecting() {
      drafts.close()
      search.end()
    },
    closeDecisions: safeRuns.close,
  }
}
