// Stands where the core would be when the queue cannot be opened: the window still opens and says why (SPEC 12).
import type { Overview } from '../../shared/model.ts'
import { createChangeHub } from '../core/changes.ts'
import { type Core, type CoreHandlers, Refusal } from '../core/core.ts'

/** A core that refuses everything with `problem`. */
export const closedCore = (
  problem: string,
  about: { readonly version: string; readonly dataDir: string; readonly configFile: string },
): Core => {
  const no = (): Promise<never> => Promise.reject(new Refusal('unavailable', problem))
  const overview: Overview = {
    counts: { all: 0, needs_you: 0, active: 0, waiting: 0, done: 0 },
    failed: 0,
    unacknowledged: 0,
    recording: 0,
    proven: 0,
    paused: false,
    bytesLeft: 0,
    trouble: null,
    holds: [],
  }
  const handlers: CoreHandlers = {
    'app.info': async () => ({ ...about, problems: [problem] }),
    'config.get': async () => ({ instruments: [], problems: [] }),
    'config.reload': no,
    'overview.get': async () => overview,
    'destinations.resume': no,
    'destinations.test': no,
    'destinations.rehearse': no,
    'engine.pause': no,
    'jobs.add': no,
    'jobs.list': async () => ({ rows: [], total: 0 }),
    'jobs.get': no,
    'jobs.act': no,
    'jobs.acknowledge': no,
    'recordings.list': async () => ({ rows: [], total: 0 }),
    'recordings.finish': no,
    'bundle.preview': async () => ({ rows: [] }),
    'foresight.get': async () => ({ rows: [] }),
    'cleanup.verdict': no,
    'cleanup.preview': async () => ({ runs: 0, bytes: 0, rows: [] }),
    'cleanup.run': no,
    'files.page': no,
    'files.retry': no,
    'attempts.list': no,
    'logs.page': no,
    'logs.find': no,
  }
  const refuse = (): never => {
    throw new Refusal('unavailable', problem)
  }
  return {
    handlers,
    changes: createChangeHub(),
    summaries: () => [],
    overview: () => overview,
    revisionOf: () => 0,
    folderOf: refuse,
    logFileOf: refuse,
    receiptOf: refuse,
    wantsAwake: () => false,
    sweep: () => Promise.resolve(),
    writeBundle: no,
    start: () => undefined,
    wake: () => undefined,
    tryNow: () => undefined,
    idle: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }
}
