// Stands where the core would be when the queue cannot be opened: the window still opens and says why (docs/spec.md 12).
import { contract } from '../../shared/contract/index.ts'
import { NO_OVERVIEW } from '../../shared/constants.ts'
import { createChangeHub } from '../core/changes.ts'
import { type Core, type CoreHandlers } from '../core/core.ts'
import { Refusal } from '../core/errors.ts'
import { DEFAULT_SETTINGS } from '../core/domain/config.ts'

/** A core that refuses everything with `problem`. */
export const closedCore = (
  problem: string,
  about: { readonly version: string; readonly dataDir: string; readonly configFile: string },
): Core => {
  const no = (): Promise<never> => Promise.reject(new Refusal('unavailable', problem))
  const refuse = (): never => {
    throw new Refusal('unavailable', problem)
  }
  const nothing = async (): Promise<{ rows: []; total: number }> => ({ rows: [], total: 0 })
  const handlers = {
    ...Object.fromEntries(Object.keys(contract).map((method) => [method, no])),
    'app.info': async () => ({ ...about, problems: [problem] }),
    'config.get': async () => ({ instruments: [], problems: [] }),
    'overview.get': async () => NO_OVERVIEW,
    'jobs.list': nothing,
    'causes.list': nothing,
    'activity.page': nothing,
    'recordings.list': nothing,
    'destinations.list': nothing,
    'forecast.get': nothing,
    'lock.get': async () => ({ locked: false }),
    // every method of the contract is there: the first line puts one for each
  } as unknown as CoreHandlers
  return {
    handlers,
    changes: createChangeHub(),
    summaries: () => [],
    overview: () => NO_OVERVIEW,
    activity: () => 0,
    settings: () => DEFAULT_SETTINGS,
    setLocked: refuse,
    drain: () => undefined,
    busy: () => false,
    nasFolderOf: refuse,
    fileOf: refuse,
    revisionOf: () => 0,
    folderOf: refuse,
    logFileOf: refuse,
    receiptOf: refuse,
    sweep: () => Promise.resolve(),
    writeBundle: no,
    start: () => undefined,
    wake: () => undefined,
    tryNow: () => undefined,
    idle: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }
}
