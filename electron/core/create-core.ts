// Wires store, transports, engine and services from a data folder, a clock and an environment. Runs in plain Node.
import { errorMessage } from './errors.ts'
import { mkdirSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createChangeHub } from './changes.ts'
import { type Core, type CoreHandlers, type CoreOptions } from './core.ts'
import { CoreUnavailable, Refusal } from './errors.ts'
import { systemClock } from './domain/clock.ts'
import { DEFAULT_SETTINGS, type Destination, type Settings } from './domain/config.ts'
import type { SyncStatus } from './wizard/wizard-status.ts'
import { createEngine } from './engine/engine.ts'
import { createHashPool } from './engine/hashing/hash-pool.ts'
import { destinationKey } from './engine/destination-holds.ts'
import { recover } from './engine/recovery/recover.ts'
import { createHousekeeping } from './services/support/housekeeping.ts'
import { createSettingsService } from './services/config/settings-service.ts'
import { createSettingsEditor } from './services/config/settings-editor.ts'
import { createQueueControls } from './services/runs/queue-controls.ts'
import { createSyncService } from './services/sync-service.ts'
import { createWatchService } from './services/watch/watch-service.ts'
import { createActivityStore } from './queue/activity-store.ts'
import { createAttemptStore } from './queue/attempt-store.ts'
import { type OpenedQueue, openQueue } from './db/backups.ts'
import { openDatabaseToRead, takeEngineLock } from './db/database.ts'
import { createCauseStore } from './queue/cause-store.ts'
import { createFileLevels } from './files/file-tree-levels.ts'
import { createFilePages } from './files/file-pages.ts'
import { createExclusionStore } from './queue/exclusion-store.ts'
import { createFileSearch } from './files/search/file-search.ts'
import { createFileStore } from './files/file-store.ts'
import { createPersistentFlags } from './queue/persistent-flags.ts'
import { createVerifyPassStore } from './queue/verify-pass-store.ts'
import { createFolderStore } from './queue/folder-store.ts'
import { createHistoryStore } from './queue/history-store.ts'
import { createHoldStore } from './queue/hold-store.ts'
import { createQueryCache } from './queue/query-cache.ts'
import { createJobCounts } from './queue/job-counts.ts'
import { createJobList } from './queue/job-list.ts'
import { createJobStore } from './queue/job-store.ts'
import { openAuditLog } from './logs/audit-log.ts'
import { createReportedStateStore } from './wizard/reported-state-store.ts'
import { readWizard, writeWizard } from './wizard/wizard-files.ts'
import { storageFault, unwritable } from './db/storage-errors.ts'
import { createRclone } from './transports/rclone/rclone.ts'
import { createRsyncSsh } from './transports/rsync/rsync-ssh.ts'
import type { ToolDeps } from './transports/run-tool.ts'
import type { Transport } from './transports/transport.ts'

const makeDataDir = (dataDir: string): void => {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    const why = errorMessage(error)
    throw new CoreUnavailable('unwritable', `The data folder ${dataDir} can't be made (${why}).`)
  }
}

/** A queue that cannot be written is no bug: every call says so in words. */
const refuseWhenUnwritable = (handlers: CoreHandlers, dataDir: string): CoreHandlers => {
  const guarded = Object.entries(handlers).map(([method, handler]) => [
    method,
    async (input: never): Promise<unknown> => {
      try {
        return await handler(input)
      } catch (error) {
        const words = unwritable(storageFault(error), dataDir)
        if (words === null) throw error
        throw new Refusal('unavailable', words)
      }
    },
  ])
  // the same methods, each with its own input and answer
  return Object.fromEntries(guarded) as CoreHandlers
}

/**
 * Opens a data folder. As `engine` it takes the queue's lock and first puts right what a crash left; as `reader` it
 * works beside a running engine. Throws CoreUnavailable.
 */
export const createCore = async (options: CoreOptions): Promise<Core> => {
  const { dataDir, env } = options
  const clock = options.clock ?? systemClock
  const onBug = options.onBug ?? ((error: unknown) => console.error(error))
  const isEngine = options.role === 'engine'
  if (isEngine) makeDataDir(dataDir)
  const lock = isEngine ? takeEngineLock(join(dataDir, 'engine.lock'), process.pid) : null
  const queue = join(dataDir, 'queue.db')
  let opening: OpenedQueue
  try {
    opening = isEngine
      ? openQueue(queue, clock.now())
      : { db: openDatabaseToRead(queue), report: null }
  } catch (error) {
    lock?.release()
    throw error
  }
  const { db } = opening
  const changes = createChangeHub()
  const jobs = createJobStore(db, clock)
  const files = createFileStore(db)
  const attempts = createAttemptStore(db, clock)
  const flags = createPersistentFlags(db)
  const holds = createHoldStore(db)
  const pool = createHashPool()
  const logDir = (jobId: number): string => join(dataDir, 'logs', 'runs', String(jobId))
  const logFile = (jobId: number, attemptId: number): string =>
    join(logDir(jobId), `${attemptId}.log`)

  const toolDeps = ({ tools, sync }: Settings): ToolDeps => ({
    env,
    tools,
    bundled: options.bundledTools,
    inactivityMs: sync.inactivityMs,
  })
  const transportFor = (destination: Destination, settings: Settings): Transport => {
    const deps = toolDeps(settings)
    return destination.type === 'rclone'
      ? createRclone(destination, deps, { transfers: settings.sync.transfers })
      : createRsyncSsh(destination, deps)
  }

  let opened = false
  const config = createSettingsService({
    file: options.configFile,
    home: homedir(),
    onChange() {
      changes.configTouched()
      if (engine !== null) {
        jobs.unblock('instrument_unknown', clock.now()).forEach((id) => changes.jobTouched(id))
        // a setting that was wrong may be right now; the first reading changed none
        if (opened) {
          engine.holds.liftAll()
          engine.replanMaintenance()
        }
        engine.wake()
      }
    },
  })
  const switches = createQueueControls(flags, clock, config.current)
  const queryCache = createQueryCache(db)
  const search = createFileSearch(queue)
  const pages = createFilePages(db, search)
  const passStore = createVerifyPassStore(db)
  const heldBecause = (instrument: string): string | null => {
    const found = config.current()?.instruments.find((i) => i.id === instrument)
    if (found === undefined) return null
    const key = destinationKey(found.destination)
    return holds.list().find((hold) => hold.key === key)?.message ?? null
  }
  const base = {
    db,
    jobs,
    files,
    exclusions: createExclusionStore(db),
    attempts,
    passStore,
    reportedStates: createReportedStateStore(db),
    history: createHistoryStore(db),
    activity: createActivityStore(db, clock),
    folders: createFolderStore(db),
    changes,
    clock,
    heldBecause,
    isRecording: (instrument: string) => watcher?.isRecording(instrument) ?? false,
    wizard: (folder: string) => readWizard(folder, clock.now()),
    reportToWizard: (folder: string, status: SyncStatus, words: string) =>
      writeWizard(folder, status, words, clock.now()),
  }
  const engine = isEngine
    ? createEngine({
        ...base,
        pool,
        settings: () => switches.applied(config.current()),
        paused: switches.paused,
        draining: switches.draining,
        transportFor,
        logFile,
        holds,
        onBug,
      })
    : null
  const service = createSyncService({
    ...base,
    holds,
    config,
    engine,
    recordAction: openAuditLog(join(dataDir, 'logs'), clock),
    report: opening.report,
    about: { version: options.version, dataDir, configFile: options.configFile },
    watcher: () => watcher,
    switches,
    pages,
    levels: createFileLevels(db),
    list: createJobList(db),
    counts: createJobCounts(db),
    causes: createCauseStore(db, queryCache),
    queryCache,
    editor: createSettingsEditor(options.configFile, homedir()),
    transportFor,
    toolDeps,
    logFile,
    forgetLogs: (jobId) => rmSync(logDir(jobId), { recursive: true, force: true }),
  })
  const watcher = isEngine
    ? createWatchService({
        clock,
        changes,
        folders: base.folders,
        settings: config.current,
        add(folder, instrumentId) {
          const { refused } = service.add({ folders: [folder], instrumentId })
          return refused[0]?.message ?? null
        },
        renamed: service.renamed,
        onBug,
      })
    : null
  const housekeeping = createHousekeeping({
    ...base,
    queue,
    logs: join(dataDir, 'logs', 'runs'),
    settings: () => config.current() ?? DEFAULT_SETTINGS,
    onBug,
  })
  config.reload()
  opened = true
  if (isEngine) await recover(base)

  let stopped: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    config.close()
    await watcher?.stop()
    await housekeeping.stop()
    await engine?.stop()
    await pool.close()
    await search.close()
    db.close()
    lock?.release()
  }
  return {
    handlers: refuseWhenUnwritable(service.handlers, dataDir),
    changes,
    summaries: (ids) =>
      ids
        .map((id) => jobs.get(id))
        .filter((job) => job !== null)
        .map(service.summary),
    overview: service.overview,
    revisionOf: (id) => jobs.get(id)?.revision ?? 0,
    folderOf: (id) => service.mustGet(id).folder,
    logFileOf: service.logOf,
    receiptOf: service.receiptOf,
    sweep: () => watcher?.sweep() ?? Promise.resolve(),
    activity: base.activity.newest,
    settings: () => config.current() ?? DEFAULT_SETTINGS,
    setLocked: switches.setLocked,
    drain: switches.drain,
    busy: () => engine?.busy() === true,
    nasFolderOf(id) {
      const job = service.mustGet(id)
      const root = config.current()?.instruments.find((i) => i.id === job.instrument)?.nasRoot
      return root === undefined || root === null ? null : join(root, job.runPath)
    },
    fileOf(id, seq) {
      const found = pages.one(id, seq)
      if (found === null) throw new Refusal('not_found', `There is no file with number ${seq}.`)
      return join(service.mustGet(id).folder, found.file.path)
    },
    writeBundle: service.writeBundle,
    start() {
      config.watch()
      engine?.start()
      watcher?.start()
      if (isEngine) housekeeping.start()
    },
    wake: () => engine?.wake(),
    tryNow: () => engine?.tryNow(),
    async idle() {
      await watcher?.sweep()
      await engine?.idle()
    },
    stop: () => (stopped ??= stop()),
  }
}
