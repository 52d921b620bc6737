// Fallback core, used when the queue database cannot be opened: the window still opens and shows the reason (docs/spec.md 12).
import { contract } from '../../shared/contract/index.ts'
import { NO_OVERVIEW } from '../../shared/constants.ts'
import { createChangeHub } from '../core/changes.ts'
import type { Core, CoreHandlers } from '../core/core.ts'
import { Refusal } from '../core/errors.ts'
import { DEFAULT_SETTINGS } from '../core/domain/config.ts'

/** A core that answers empty lists and refuses everything else with `problem`. */
export const unavailableCore = (
  problem: string,
  about: { readonly version: string; readonly dataDir: string; readonly configFile: string },
): Core => {
  const reject = (): Promise<never> => Promise.reject(new Refusal('unavailable', problem))
  const refuse = (): never => {
    throw new Refusal('unavailable', problem)
  }
  const emptyList = async (): Promise<{ rows: []; total: number }> => ({ rows: [], total: 0 })
  const handlers = {
    ...Object.fromEntries(Object.keys(contract).map((method) => [method, reject])),
    'app.info': async () => ({ ...about, problems: [problem], warnings: [], update: null }),
    'config.get': async () => ({ instruments: [], problems: [] }),
    'overview.get': async () => NO_OVERVIEW,
    'jobs.list': emptyList,
    'jobs.stateCounts': async () => ({}),
    'causes.list': emptyList,
    'activity.page': emptyList,
    'recordings.list': emptyList,
    'destinations.list': emptyList,
    'forecast.get': emptyList,
    'folders.findings': async () => ({ rows: [], needPerson: 0 }),
    'lock.get': async () => ({ locked: false }),
    // the first line adds every method of the contract
  } as unknown as CoreHandlers
  return {
    handlers,
    changes: createChangeHub(),
    summaries: () => [],
    everyRun: () => [],
    glance: () => ({ runs: [], atRest: {} }),
    overview: () => NO_OVERVIEW,
    activity: () => 0,
    openingFaults: () => ({ queue: problem, rights: null, settings: [] }),
    settings: () => DEFAULT_SETTINGS,
    describeProgram: reject,
    allowFile: () => undefined,
    warn: () => undefined,
    setLocked: refuse,
    drain: () => undefined,
    endSession: () => undefined,
    backUp: reject,
    busy: () => false,
    nasFolderOf: refuse,
    fileOf: refuse,
    revisionOf: () => 0,
    folderOf: refuse,
    logFileOf: refuse,
    receiptOf: refuse,
    exportList: refuse,
    exportActivity: refuse,
    sweep: () => Promise.resolve(),
    settlesInMs: () => null,
    writeBundle: reject,
    start: () => undefined,
    wake: () => undefined,
    tryNow: () => undefined,
    idle: () => Promise.resolve(),
    settle: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }
}
