// Holds over a NAS whose answers a test gives, with a clock that only the test moves.
import { createChangeHub } from '../../electron/core/changes.ts'
import {
  DEFAULT_SETTINGS,
  type Destination,
  type Instrument,
  type Settings,
} from '../../electron/core/domain/config.ts'
import { openDatabase } from '../../electron/core/db/database.ts'
import { createDestinationHolds } from '../../electron/core/engine/destination-holds.ts'
import { createDestinationStore } from '../../electron/core/queue/destination-store.ts'
import { createHoldStore } from '../../electron/core/queue/hold-store.ts'
import type { JobEvent } from '../../electron/core/domain/job-state.ts'
import { createJobStore } from '../../electron/core/queue/job-store.ts'
import { formatDestination } from '../../electron/core/destinations/destination-file.ts'
import { type Transport, TransportError } from '../../electron/core/transports/transport.ts'
import { REASONS, type Reason } from '../../shared/reasons.ts'

export const DAY_MS = 86_400_000

export const rclone: Destination = {
  type: 'rclone',
  remote: 'nas',
  remotePath: 'raw',
  configFile: null,
  bandwidth: null,
}
const ssh = (
  user: string,
  key: string,
  remotePath: string,
  host = 'nas',
  knownHostsFile: string | null = null,
): Destination => ({
  type: 'rsync_ssh',
  user,
  host,
  port: 22,
  keyPath: `/keys/${key}`,
  remotePath,
  knownHostsFile,
  bandwidth: null,
})
export const instrument = (id: string, destination: Destination): Instrument => ({
  id,
  label: id,
  localRoot: `/data/${id}`,
  runFolders: [],
  exclude: [],
  ignoreBefore: null,
  onlyAfter: null,
  also: [],
  nasRoot: null,
  completeness: { signal: 'button' },
  destination,
})

/** Three instruments on one NAS: two accounts, and two folders of the first account; and one on another NAS. */
export const A = instrument('A', ssh('anna', 'a', '/vol'))
export const A2 = instrument('A2', ssh('anna', 'a', '/full'))
export const B = instrument('B', ssh('ben', 'b', '/vol'))
export const C = instrument('C', ssh('anna', 'a', '/vol', 'other'))
/** The first account at the first NAS, which it knows by a list of its own. */
export const OWN_LIST = instrument('OWN_LIST', ssh('anna', 'a', '/vol', 'nas', '/keys/known'))
const LAB = [A, A2, B, C]

type Answer = Reason | null

/** Holds over a NAS whose answers the test gives: to `probe`, to `identify` and to a small write. */
export const makeHolds = (
  instruments: readonly Instrument[] = LAB,
  retryDelaysMs: readonly number[] = [30_000],
) => {
  let now = 0
  let probes = 0
  const asked: string[] = []
  const answers: { probe: Answer; write: Answer } = { probe: null, write: null }
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    instruments,
    sync: { ...DEFAULT_SETTINGS.sync, retryDelaysMs },
  }
  const clock = { now: () => now }
  const db = openDatabase(':memory:')
  const jobs = createJobStore(db, clock)
  const answer = (reason: Answer): void => {
    if (reason !== null)
      throw new TransportError(`says ${reason}`, { errorKind: REASONS[reason].kind, reason })
  }
  // holds use only these members of a transport
  const transportFor = (destination: Destination) =>
    ({
      target: () =>
        destination.type === 'rsync_ssh'
          ? `${destination.user}:${destination.remotePath}`
          : 'nas:raw',
      remote: {
        list: async (_request, _io, onEntry) => {
          onEntry({ path: '.exlab-sync', kind: 'folder', size: null })
          return true
        },
        read: async () =>
          formatDestination('11111111-1111-4111-8111-111111111111', 'pc', new Date(0)),
        readBytes: async () => null,
        write: async () => undefined,
        makeFolder: async () => undefined,
        tryWrite: async () => answer(answers.write),
      } satisfies Transport['remote'],
      probe: async () => {
        probes += 1
        asked.push(destination.type === 'rsync_ssh' ? destination.remotePath : 'nas:raw')
        answer(answers.probe)
      },
    }) as unknown as Transport
  let probeEnded: () => void = () => undefined
  const holds = createDestinationHolds({
    holds: createHoldStore(db),
    jobs,
    destinations: createDestinationStore(db),
    changes: createChangeHub(),
    clock,
    settings: () => settings,
    transportFor,
    onBug(error) {
      throw error
    },
    wake: () => probeEnded(),
  })
  const add = (id: string, run: string): number =>
    jobs.add({
      folder: `/data/${id}/${run}`,
      run,
      instrument: id,
      runPath: run,
      target: `${id}:${run}`,
      folderIdentity: null,
      about: { label: '', operator: '' },
    }).job.id
  return {
    holds,
    jobs,
    settings,
    answers,
    asked,
    /** Names of the instruments that may not send. */
    held: () => instruments.filter((i) => holds.of(i.destination).length > 0).map((i) => i.id),
    fail(at: Instrument, reason: Reason, jobId = 1, isFinal = true): void {
      const failure = { kind: REASONS[reason].kind, reason, message: 'no', exitCode: 1, stderr: '' }
      holds.failed(at, failure, { id: jobId, isFinal, bytesNeeded: 0 })
    },
    /** A run of an instrument that failed for good. */
    failedRun(at: Instrument, run: string, reason: Reason, failedAt = now): number {
      const id = add(at.id, run)
      const job = jobs.get(id)
      if (job === null) throw new Error('no job')
      jobs.settle(job, 'start')
      const started = jobs.get(id)
      if (started === null) throw new Error('no job')
      const { kind } = REASONS[reason]
      jobs.settle(started, 'fail', {
        dueAt: null,
        lastError: {
          kind,
          reason,
          message: 'no',
          exitCode: 1,
          stderr: '',
          attempt: 1,
          at: failedAt,
        },
      })
      return id
    },
    /** A verified run whose last check could not be made. */
    verifiedRun(at: Instrument, run: string, reason: Reason): number {
      const id = add(at.id, run)
      const step = (event: JobEvent, patch: Parameters<typeof jobs.settle>[2] = {}): void => {
        const job = jobs.get(id)
        if (job !== null) jobs.settle(job, event, patch)
      }
      const { kind } = REASONS[reason]
      const lastError = { kind, reason, message: '', exitCode: 1, stderr: '', attempt: 1, at: now }
      step('start')
      step('pushed', { dueAt: now })
      step('verified', { verifiedAt: now, lastError, dueAt: null, maintenanceAt: DAY_MS })
      return id
    },
    /** Sets the clock and waits for every probe that is due; answers the number of probes so far. */
    async probesAt(at: number): Promise<number> {
      now = at
      for (let round = 0; round < 5; round += 1) {
        const probed = new Promise<void>((done) => {
          probeEnded = done
        })
        holds.probeDue(settings, () => true)
        if (!holds.probing()) break
        await probed
      }
      return probes
    },
  }
}
