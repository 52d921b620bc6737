// Opens the list of runs of a data folder to read it, beside an engine or without one: the part of a core that `status` needs.
import { homedir } from 'node:os'
import { join, sep } from 'node:path'
import { createChangeHub } from './changes.ts'
import type { CoreOptions, ListCore } from './core.ts'
import { openQueueToRead } from './db/backups.ts'
import type { FailedRehearsal } from '../../shared/model/reports.ts'
import { STANDARD_EXCLUSIONS } from '../../shared/constants.ts'
import { createClock } from './domain/clock.ts'
import { LANE_SIZES } from './domain/lanes.ts'
import { createReadingFolding } from './engine/folding/reading-folding.ts'
import { createFilePages } from './files/file-pages.ts'
import { createFileStore } from './files/file-store.ts'
import { createFileLevels } from './files/file-tree-levels.ts'
import { createFoldStore } from './files/folds/fold-store.ts'
import { createFileSearch } from './files/search/file-search.ts'
import { accountName } from './lib/account-name.ts'
import { rightsWarning } from './lib/data-folder.ts'
import { bootId, uptimeMs } from './lib/uptime.ts'
import { createExclusionStore } from './queue/exclusion-store.ts'
import { createReadingFindingStore } from './queue/finding-store.ts'
import { createFolderStore } from './queue/folder-store.ts'
import { createHistoryStore } from './queue/history-store.ts'
import { createHoldStore } from './queue/hold-store.ts'
import { createJobList } from './queue/job-list.ts'
import { createJobStore } from './queue/job-store.ts'
import { createPauseStore } from './queue/pause-store.ts'
import { createPersistentFlags } from './queue/persistent-flags.ts'
import { createQueryCache } from './queue/query-cache.ts'
import { createRecordingCauseStore } from './queue/recording-cause-store.ts'
import { createRecoveryStore } from './queue/recovery-store.ts'
import { createRehearsalStore } from './queue/rehearsal-store.ts'
import { createWaitingStore } from './queue/waiting-store.ts'
import { createSettingsService } from './services/config/settings-service.ts'
import { createHoldView } from './services/destinations/hold-view.ts'
import { filePageHandler } from './services/handlers/file-page.ts'
import { waitingFoldersHandlers } from './services/handlers/waiting-folders.ts'
import { createJobAccess } from './services/runs/job-access.ts'
import { createJobSummaries } from './services/runs/job-summaries.ts'
import { createListFacts } from './services/runs/list-facts.ts'
import { createQueueControls } from './services/runs/queue-controls.ts'
import { createQueueForecast } from './services/runs/queue-forecast.ts'
import { createRunLists } from './services/runs/run-lists.ts'
import { createRunRecogniser } from './services/runs/recognise-run.ts'
import { damageReport } from './services/support/damage-report.ts'
import { createStorageRefusals } from './services/support/storage-refusals.ts'
import { createReadingWatch } from './services/watch/reading-watch.ts'

/** Opens the queue to read. Throws CoreUnavailable. */
export const createListCore = async (options: CoreOptions): Promise<ListCore> => {
  const { dataDir } = options
  const clock = options.clock ?? createClock(Date.now, uptimeMs, bootId())
  const onBug = options.onBug ?? ((error: unknown) => console.error(error))
  const queueFile = join(dataDir, 'queue.db')
  const opened = openQueueToRead(queueFile)
  const { db } = opened
  const changes = createChangeHub()
  const config = createSettingsService({
    file: options.configFile,
    home: homedir(),
    onChange: changes.configTouched,
  })
  const settings = config.current
  const standing = (id: string): readonly string[] =>
    settings()?.instruments.find((one) => one.id === id)?.exclude ?? STANDARD_EXCLUSIONS
  const search = createFileSearch(queueFile)
  const exclusions = createExclusionStore(db, standing, clock)
  const reading = createReadingFolding({
    files: createFileStore(db),
    pages: createFilePages(db, search),
    levels: createFileLevels(db),
    folds: createFoldStore(db),
    exclusions,
  })
  const folders = createFolderStore(db)
  const jobs = createJobStore(db, clock)
  const account = options.account ?? accountName()
  const controls = createQueueControls(
    createPersistentFlags(db),
    createPauseStore(db),
    clock,
    settings,
    account,
  )
  const deps = {
    ...reading.stores,
    folding: reading.folding,
    config,
    settings,
    clock,
    changes,
    controls,
    jobs,
    exclusions,
    // an identity that a look finds out is recorded by an engine alone
    folders: { ...folders, identified: () => undefined },
    list: createJobList(db),
    waiting: createWaitingStore(db),
    history: createHistoryStore(db),
    findings: createReadingFindingStore(db),
    isUnmarkedCopy: opened.isUnmarkedCopy,
    laneSizes: options.laneSizes ?? LANE_SIZES,
    engine: null,
    onBug,
  }
  const recordingCauses = createRecordingCauseStore(db)
  const holds = createHoldView({ ...deps, holds: createHoldStore(db) })
  const summaries = createJobSummaries({
    ...deps,
    holds,
    phaseOf: () => null,
    recordingCause: (id) => recordingCauses.of(id, clock.now()),
  })
  const facts = createListFacts({
    ...deps,
    holds,
    heldBy: summaries.heldBy,
    fileNames: { runsWithFile: () => [] },
    safeRuns: { ids: () => [] },
    activeJobs: () => [],
  })
  const forecast = createQueueForecast({ ...deps, heldBy: summaries.heldBy })
  const lists = createRunLists({ ...deps, ...facts, ...summaries })
  const rehearsals = createRehearsalStore(db, createQueryCache(db))
  const watch = createReadingWatch({
    ...deps,
    ...createRunRecogniser(deps),
    discovery: {
      dataDir,
      isQueued: folders.claims,
      holdsRuns: (folder: string) => folders.holdsRuns(folder, sep),
    },
  })
  const stop = async (): Promise<void> => {
    config.close()
    await watch.stop()
    await search.close()
    db.close()
    reading.close()
  }
  const refusals = createStorageRefusals(dataDir, 'reader')
  let unlisted: string | null
  let failedRehearsals: () => FailedRehearsal[] = () => []
  try {
    config.reload()
    unlisted = damageReport(createRecoveryStore(db).unlisted())
    // few have one, and what words it is loaded for them alone
    if (rehearsals.failed().length > 0) {
      const { createFailedRehearsals } =
        await import('./services/destinations/failed-rehearsals.ts')
      failedRehearsals = createFailedRehearsals({ ...deps, dataDir, rehearsals })
    }
  } catch (error) {
    await stop()
    throw refusals.unavailable(error)
  }
  let stopped: Promise<void> | null = null
  return {
    handlers: refusals.handlers({
      ...waitingFoldersHandlers({ ...deps, recordings: watch.recordings }),
      ...filePageHandler({ ...deps, ...createJobAccess(jobs, null, reading.folding) }),
      'queue.estimate': async () => forecast.estimate(),
    }),
    everyRun: lists.everyRun,
    glance: lists.glance,
    overview: () =>
      refusals.call(() => ({
        ...controls.state(),
        recording: watch.recordings().length,
        unrehearsed: failedRehearsals(),
      })),
    openingFaults: () => ({
      queue: opened.report ?? unlisted,
      rights: rightsWarning(dataDir),
      settings: config.problems(),
    }),
    sweep: watch.sweep,
    // nothing runs that would have to be settled
    endSession: () => undefined,
    stop: () => (stopped ??= stop()),
  }
}
