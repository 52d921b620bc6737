// Wires stores, transports, engine and services from a data folder, a clock and an environment. Runs in plain Node.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createChangeHub } from './changes.ts'
import type { Core, CoreHandlers, CoreOptions } from './core.ts'
import { type OpenedQueue, openQueue } from './db/backups.ts'
import { openDatabaseToRead } from './db/database.ts'
import { takeEngineLock } from './db/engine-lock.ts'
import { storageFault, unwritable } from './db/storage-errors.ts'
import { prepareDataFolder, rightsWarning } from './lib/data-folder.ts'
import { systemClock } from './domain/clock.ts'
import { DEFAULT_SETTINGS, type Destination, type Settings } from './domain/config.ts'
import { createLooks } from './engine/cleanup/looks.ts'
import { withdrawProof } from './engine/cleanup/withdraw-proof.ts'
import { placeStanding } from './destinations/place-standing.ts'
import { destinationKey } from './engine/destination-holds.ts'
import { createEngine } from './engine/engine.ts'
import { createHashPool } from './engine/hashing/hash-pool.ts'
import { recover } from './engine/recovery/recover.ts'
import { Refusal } from './errors.ts'
import { openAuditLog } from './logs/audit-log.ts'
import { createChosenFiles } from './services/config/chosen-files.ts'
import { createSettingsEditor } from './services/config/settings-editor.ts'
import { createSettingsService } from './services/config/settings-service.ts'
import { createQueueControls } from './services/runs/queue-controls.ts'
import { findTool } from './services/destinations/tools-service.ts'
import { createHousekeeping } from './services/support/housekeeping.ts'
import { createSyncService } from './services/sync-service.ts'
import { createRunWatch } from './services/watch/run-watch.ts'
import { openStores } from './stores.ts'
import { createRclone } from './transports/rclone/rclone.ts'
import { createRsyncSsh } from './transports/rsync/rsync-ssh.ts'
import type { ToolDeps } from './transports/run-tool.ts'
import { lookAtSettingsFiles } from './transports/settings-files.ts'
import type { Transport } from './transports/transport.ts'
import { readWizard, writeWizard } from './wizard/wizard-files.ts'
import type { SyncStatus } from './wizard/wizard-status.ts'

/** Turns the storage errors of every handler into a Refusal: a queue that cannot be written is no bug. */
const refuseWhenUnwritable = (handlers: CoreHandlers, dataDir: string): CoreHandlers => {
  const guarded = Object.entries(handlers).map(([method, handler]) => [
    method,
    async (input: never): Promise<unknown> => {
      try {
        return await handler(input)
      } catch (error) {
        const message = unwritable(storageFault(error), dataDir)
        if (message === null) throw error
        throw new Refusal('unavailable', message)
      }
    },
  ])
  // fromEntries loses the types: these are the same methods with the same inputs and answers
  return Object.fromEntries(guarded) as CoreHandlers
}

/** What a core that only reads says of rows that only an engine can mend, as a sentence; null: there are none. */
const damageReport = (rows: number): string | null =>
  rows === 0
    ? null
    : `The queue holds ${rows} ${rows === 1 ? 'run' : 'runs'} whose state is damaged and can't be listed. Start ExLab Sync: it mends the queue.`

/**
 * Opens a data folder. As `engine` it takes the queue's lock and first puts right what a crash left; as `reader` it
 * works beside a running engine. Throws CoreUnavailable.
 */
export const createCore = async (options: CoreOptions): Promise<Core> => {
  const { dataDir, env } = options
  const clock = options.clock ?? systemClock
  const onBug = options.onBug ?? ((error: unknown) => console.error(error))
  const isEngine = options.role === 'engine'
  if (isEngine) prepareDataFolder(dataDir)
  const lock = isEngine ? takeEngineLock(join(dataDir, 'engine.lock'), process.pid) : null
  const queueFile = join(dataDir, 'queue.db')
  let opened: OpenedQueue
  try {
    opened = isEngine
      ? openQueue(queueFile, clock.now())
      : { db: openDatabaseToRead(queueFile), report: null }
  } catch (error) {
    lock?.release()
    throw error
  }
  const stores = openStores(opened.db, queueFile, clock)
  const { jobs } = stores
  const changes = createChangeHub()
  const pool = createHashPool()
  // of its own, so that a mounted share that does not answer stops no hashing of originals
  const mediumPool = createHashPool()
  const logsFolder = join(dataDir, 'logs')
  const runLogsFolder = join(logsFolder, 'runs')
  const logDir = (jobId: number): string => join(runLogsFolder, String(jobId))
  const logFile = (jobId: number, attemptId: number): string =>
    join(logDir(jobId), `${attemptId}.log`)

  const toolDeps = ({ tools, sync, instruments }: Settings): ToolDeps => ({
    env,
    tools,
    bundled: options.bundledTools,
    notBelow: instruments.flatMap(({ localRoot, nasRoot }) =>
      nasRoot === null ? [localRoot] : [localRoot, nasRoot],
    ),
    inactivityMs: sync.inactivityMs,
  })
  const transportFor = (destination: Destination, settings: Settings): Transport => {
    const deps = { ...toolDeps(settings), lookFirst: lookAtSettingsFiles(destination) }
    return destination.type === 'rclone'
      ? createRclone(destination, deps, {
          transfers: settings.sync.transfers,
          readMedium: mediumPool.readMedium,
        })
      : createRsyncSsh(destination, deps)
  }

  let warning: string | null = null
  let isFirstReading = true
  const config = createSettingsService({
    file: options.configFile,
    home: homedir(),
    onChange() {
      changes.configTouched()
      if (engine === null) return
      jobs.unblock('instrument_unknown', clock.now()).forEach((id) => changes.jobTouched(id))
      // the change may have mended what holds a destination; the first reading at start changed nothing
      if (!isFirstReading) {
        engine.holds.liftAll()
        engine.replanMaintenance()
      }
      engine.wake()
    },
  })
  const controls = createQueueControls(stores.flags, clock, config.current)
  const heldBecause = (instrumentId: string): string | null => {
    const instrument = config.current()?.instruments.find((i) => i.id === instrumentId)
    if (instrument === undefined) return null
    const key = destinationKey(instrument.destination)
    return stores.holds.list().find((hold) => hold.key === key)?.message ?? null
  }
  const base = {
    ...stores,
    changes,
    clock,
    heldBecause,
    isRecording: (instrument: string): boolean => watcher?.isRecording(instrument) ?? false,
    wizard: (folder: string) => readWizard(folder, clock.now()),
    reportToWizard: (folder: string, status: SyncStatus, words: string) =>
      writeWizard(folder, status, words, clock.now()),
    transportFor,
    logFile,
    onBug,
    isBusy: (jobId: number): boolean => (engine?.phaseOf(jobId) ?? null) !== null,
  }
  const looks = createLooks({
    ...base,
    pool,
    settings: config.current,
    mayWrite: isEngine,
    destinationStanding: (job, transport, io) => placeStanding(job, transport, io, base),
    onEvidence(job, against) {
      if (isEngine && withdrawProof(job.id, against, base)) engine?.wake()
    },
  })
  const engine = isEngine
    ? createEngine({
        ...base,
        pool,
        instance: stores.instance.uuid(),
        looks,
        settings: () => controls.applied(config.current()),
        paused: controls.paused,
        draining: controls.draining,
      })
    : null
  const chosen = createChosenFiles()
  const service = createSyncService({
    ...base,
    config,
    engine,
    pool,
    looks,
    controls,
    recordAction: openAuditLog(logsFolder, clock),
    warning: () => warning,
    rightsWarning: rightsWarning(dataDir),
    openingReport: opened.report ?? (isEngine ? null : damageReport(stores.recovery.unlisted())),
    about: { version: options.version, dataDir, configFile: options.configFile },
    watcher: () => watcher,
    editor: createSettingsEditor(options.configFile, homedir()),
    toolDeps,
    chosen,
  })
  const watcher = isEngine
    ? createRunWatch({
        ...base,
        pool,
        settings: config.current,
        wake: () => engine?.wake(),
        async add(folder, instrumentId) {
          const { refused } = await service.addRuns({ folders: [folder], instrumentId })
          return refused[0]?.message ?? null
        },
        recognise: service.recognise,
        lookAgain: service.lookAgain,
        renamed: service.renamed,
      })
    : null
  const housekeeping = createHousekeeping({
    ...base,
    queue: queueFile,
    logs: runLogsFolder,
    settings: () => config.current() ?? DEFAULT_SETTINGS,
  })
  config.reload()
  isFirstReading = false
  if (isEngine) await recover(base)

  let stopped: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    config.close()
    await watcher?.stop()
    await housekeeping.stop()
    await looks.close()
    await engine?.stop()
    await Promise.all([pool.close(), mediumPool.close()])
    await stores.close()
    lock?.release()
  }
  return {
    handlers: refuseWhenUnwritable(service.handlers, dataDir),
    changes,
    ...service.locations,
    summaries: (ids) =>
      ids
        .map((id) => jobs.get(id))
        .filter((job) => job !== null)
        .map(service.summary),
    overview: service.overview,
    revisionOf: (id) => jobs.get(id)?.revision ?? 0,
    receiptOf: service.receiptOf,
    writeBundle: service.writeBundle,
    activity: stores.activity.newest,
    settings: () => config.current() ?? DEFAULT_SETTINGS,
    async describeProgram(tool, path) {
      const deps = toolDeps(config.current() ?? DEFAULT_SETTINGS)
      return findTool(tool, { ...deps, tools: { ...deps.tools, [tool]: path } })
    },
    allowFile: chosen.allow,
    warn(words) {
      warning = words
      changes.overviewTouched()
    },
    setLocked: controls.setLocked,
    drain: controls.drain,
    busy: () => engine?.busy() === true,
    sweep: () => watcher?.sweep() ?? Promise.resolve(),
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
