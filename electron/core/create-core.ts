// Wires stores, transports, engine and services from a data folder, a clock and an environment. Runs in plain Node.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createChangeHub } from './changes.ts'
import type { Core, CoreOptions } from './core.ts'
import { type OpenedQueue, backUp, openQueue, openQueueToRead } from './db/backups.ts'
import { takeEngineLock } from './db/engine-lock.ts'
import { prepareDataFolder, rightsWarning } from './lib/data-folder.ts'
import { wizardConfigFile } from './lib/data-dir.ts'
import { createClock } from './domain/clock.ts'
import { bootId, uptimeMs } from './lib/uptime.ts'
import { openReceiptKeys } from './lib/receipt-keys.ts'
import { DEFAULT_SETTINGS, type Settings } from './domain/config.ts'
import { STANDARD_EXCLUSIONS } from '../../shared/constants.ts'
import { LANE_SIZES } from './domain/lanes.ts'
import { lackedBy } from './engine/cleanup/cleanup-facts.ts'
import { createLooks } from './engine/cleanup/looks.ts'
import { withdrawProof } from './engine/cleanup/withdraw-proof.ts'
import { placeStanding } from './destinations/place-standing.ts'
import { createEngine } from './engine/engine.ts'
import { createFolding } from './engine/folding/folding.ts'
import { createReadingFolding } from './engine/folding/reading-folding.ts'
import { createHashPool } from './engine/hashing/hash-pool.ts'
import { recover } from './engine/recovery/recover.ts'
import { openAuditLog } from './logs/audit-log.ts'
import type { Job } from './queue/job-row.ts'
import { createChosenFiles } from './services/config/chosen-files.ts'
import { createSettingsEditor } from './services/config/settings-editor.ts'
import { createSettingsService } from './services/config/settings-service.ts'
import { addOne } from './services/runs/add-runs.ts'
import { followSettings } from './services/runs/follow-settings.ts'
import { createQueueControls } from './services/runs/queue-controls.ts'
import { createRunMeasurer } from './services/runs/run-measurer.ts'
import { heldBecause } from './services/destinations/held-because.ts'
import { findTool } from './services/destinations/tools-service.ts'
import { damageReport } from './services/support/damage-report.ts'
import { createHousekeeping } from './services/support/housekeeping.ts'
import { createStorageRefusals } from './services/support/storage-refusals.ts'
import { followQueue } from './services/follow-queue.ts'
import { createSyncService } from './services/sync-service.ts'
import { createRunWatch } from './services/watch/run-watch.ts'
import { createReadingWatch } from './services/watch/reading-watch.ts'
import type { Watcher } from './services/watch/watcher.ts'
import { listPrograms, programSystem } from './process/running-programs.ts'
import { openStores } from './stores.ts'
import { openTransports } from './open-transports.ts'
import { accountName } from './lib/account-name.ts'
import { reportStatus, stillHasStatus } from './wizard/report-status.ts'
import { readWizard } from './wizard/wizard-files.ts'
import type { SyncStatus } from './wizard/wizard-status.ts'

/**
 * Opens a data folder. As `engine` it takes the queue's lock and first puts right what a crash left; as `reader` it
 * works beside a running engine. Throws CoreUnavailable.
 */
export const createCore = async (options: CoreOptions): Promise<Core> => {
  const { dataDir, env } = options
  const clock = options.clock ?? createClock(Date.now, uptimeMs, bootId())
  const onBug = options.onBug ?? ((error: unknown) => console.error(error))
  const isEngine = options.role === 'engine'
  if (isEngine) prepareDataFolder(dataDir)
  const account = options.account ?? accountName()
  const host = options.host ?? 'exlab-sync'
  const holder = { pid: process.pid, host, since: clock.now(), account }
  const lock = isEngine ? takeEngineLock(join(dataDir, 'engine.lock'), holder) : null
  const queueFile = join(dataDir, 'queue.db')
  let opened: OpenedQueue
  try {
    opened = isEngine ? openQueue(queueFile, clock.now()) : openQueueToRead(queueFile)
  } catch (error) {
    lock?.release()
    throw error
  }
  const standingExclusions = (id: string): readonly string[] =>
    config.current()?.instruments.find((one) => one.id === id)?.exclude ?? STANDARD_EXCLUSIONS
  const stores = openStores(opened.db, queueFile, clock, standingExclusions, isEngine)
  const receiptKeys = openReceiptKeys(dataDir)
  // the folder that it was copied from has the same key
  if (isEngine && opened.isElsewhere) receiptKeys.renew()
  const { jobs } = stores
  const changes = createChangeHub()
  const pool = createHashPool()
  // of its own, so that a mounted share that does not answer stops no hashing of originals
  const mediumPool = createHashPool()
  const logsFolder = join(dataDir, 'logs')
  const runLogsFolder = join(logsFolder, 'runs')
  const logFile = (jobId: number, attemptId: number): string =>
    join(runLogsFolder, String(jobId), `${attemptId}.log`)

  const transports = openTransports(options, mediumPool.readMedium)
  const { ownFolder, toolDeps, rclone, transportFor } = transports

  let warning: string | null = null
  /** The settings of the reading before; null: at start, where nothing was changed. */
  let before: Settings | null = null
  const config = createSettingsService({
    file: options.configFile,
    home: homedir(),
    onChange() {
      changes.configTouched()
      if (engine === null) return
      followSettings(config.current(), { ...stores, changes, clock })
      const after = config.current()
      // the change may have mended what holds a destination
      if (before !== null && after !== null) {
        engine.holds.settingsChanged(before, after)
        engine.replanMaintenance()
      }
      before = after
      engine.wake()
    },
  })
  const controls = createQueueControls(stores.flags, stores.pause, clock, config.current, account)
  const folding = createFolding({ ...stores, clock, isBusy: () => engine?.busy() === true })
  const reading = isEngine ? null : createReadingFolding(stores)
  const base = {
    ...stores,
    ...reading?.stores,
    folding: reading?.folding ?? folding,
    dataDir,
    ownFolder,
    receiptKeys,
    isUnmarkedCopy: opened.isUnmarkedCopy,
    // a core that only reads records no identity that it finds out
    folders: isEngine ? stores.folders : { ...stores.folders, identified: () => undefined },
    changes,
    clock,
    laneSizes: options.laneSizes ?? LANE_SIZES,
    heldBecause: (id: string) => heldBecause(id, config.current(), stores.holds),
    // a core that only reads tells what the engine beside it found
    recordingCause: (id: string): string | null =>
      isEngine ? (watcher?.recordingCause(id) ?? null) : stores.recordingCauses.of(id, clock.now()),
    programs: () => listPrograms(programSystem(env)),
    isGuardKnown: (): boolean => watcher?.isGuardKnown() ?? true,
    wizard: (folder: string) => readWizard(folder, clock.now()),
    reportToWizard: (job: Job, status: SyncStatus) => reportStatus(job, status, clock.now()),
    keepsReport: stillHasStatus,
    lacks: (job: Job): number => lackedBy(job, stores),
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
    onLook: changes.overviewTouched,
  })
  const engine = isEngine
    ? createEngine({
        ...base,
        folding,
        pool,
        instance: stores.instance.uuid(),
        looks,
        settings: () => controls.applied(config.current()),
        paused: controls.paused,
        draining: controls.draining,
      })
    : null
  const chosen = createChosenFiles()
  const rights = rightsWarning(dataDir)
  const openingReport =
    opened.report ?? (isEngine ? null : damageReport(stores.recovery.unlisted()))
  const service = createSyncService({
    ...base,
    config,
    engine,
    pool,
    looks,
    controls,
    recordAction: openAuditLog(logsFolder, clock),
    warning: () => warning ?? watcher?.guardFault() ?? null,
    rightsWarning: rights,
    openingReport,
    about: { version: options.version, dataDir, configFile: options.configFile },
    wizardConfigFile: wizardConfigFile(process.platform, env, homedir()),
    watcher: () => watcher,
    recordings: () => recordingsWatch.recordings(),
    editor: createSettingsEditor(options.configFile, homedir()),
    toolDeps,
    ...rclone,
    chosen,
    fetch: options.fetch ?? fetch,
    everyMs: options.rehearsalCheckMs,
  })
  const watcher = isEngine
    ? createRunWatch({
        ...base,
        pool,
        settings: config.current,
        hasWork: () =>
          !controls.paused() &&
          (stores.waiting.hasWork() || jobs.nextMaintenance(clock.now(), []) !== null),
        wake: () => engine?.wake(),
        add: addOne(service.addRuns),
        discovery: service.discovery,
        recognise: service.recognise,
        lookAgain: service.lookAgain,
        renamed: service.renamed,
      })
    : null
  /** A core that only reads looks too, so that it does not call the queue done while runs are being recorded. */
  const recordingsWatch: Pick<Watcher, 'sweep' | 'recordings' | 'stop'> =
    watcher ?? createReadingWatch({ ...base, ...service, settings: config.current })
  const measurer = createRunMeasurer({ ...base, wake: () => engine?.wake() })
  const housekeeping = createHousekeeping({
    ...base,
    foldAtRest: folding.foldAtRest,
    queue: queueFile,
    logs: runLogsFolder,
    settings: () => config.current() ?? DEFAULT_SETTINGS,
  })
  const settle = async (): Promise<void> =>
    void (await Promise.all([recordingsWatch.stop(), engine?.stop()]))
  // runs that came since may have to be measured
  const stopMeasuring = changes.onChange(() => (isEngine ? measurer.start() : undefined))
  let stopFollowing = (): void => undefined
  let stopped: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    config.close()
    service.closeConnecting()
    service.closeDecisions()
    stopFollowing()
    stopMeasuring()
    // tools end and their attempts are settled also while a folder that does not answer is waited for
    await Promise.all([
      settle(),
      housekeeping.stop(),
      measurer.stop(),
      looks.close(),
      service.stopTests(),
      service.rehearsals.stop(),
    ])
    await Promise.all([pool.close(), mediumPool.close(), transports.close()])
    await stores.close()
    reading?.close()
    lock?.release()
  }
  const refusals = createStorageRefusals(dataDir, options.role)
  try {
    config.reload()
    if (isEngine) await recover(base)
  } catch (error) {
    await stop()
    throw refusals.unavailable(error)
  }
  return {
    handlers: refusals.handlers(service.handlers),
    changes,
    ...service.locations,
    ...service.lists,
    overview: () => refusals.call(service.overview),
    revisionOf: (id) => jobs.get(id)?.revision ?? 0,
    receiptOf: (jobId, form) => refusals.later(() => service.receiptOf(jobId, form)),
    exportList: (query, form) => refusals.pieces(service.exportList(query, form)),
    exportActivity: (query, form) => refusals.pieces(service.exportActivity(query, form)),
    writeBundle: service.writeBundle,
    activity: stores.activity.newest,
    openingFaults: () => ({ queue: openingReport, rights, settings: config.problems() }),
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
    sweep: recordingsWatch.sweep,
    settlesInMs: () => watcher?.settlesInMs() ?? null,
    start() {
      config.watch()
      engine?.start()
      watcher?.start()
      if (!isEngine) stopFollowing = followQueue(base)
      else [housekeeping, measurer, service.rehearsals].forEach((one) => one.start())
    },
    wake: () => engine?.wake(),
    tryNow: () => engine?.tryNow(),
    async idle() {
      await watcher?.sweep()
      await engine?.idle()
    },
    backUp: async () => void (await backUp(queueFile, clock.now())),
    endSession: (words) => engine?.endSession(words),
    settle,
    stop: () => (stopped ??= stop()),
  }
}
