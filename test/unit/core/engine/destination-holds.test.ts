// Tests the time between probes of a held destination: at least a second, whatever delays the
// settings name.
import { expect, it } from 'vitest'
import { createChangeHub } from '../../../../electron/core/changes.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../../electron/core/domain/config.ts'
import { createDestinationHolds } from '../../../../electron/core/engine/destination-holds.ts'
import { createDestinationStore } from '../../../../electron/core/queue/destination-store.ts'
import { createHoldStore } from '../../../../electron/core/queue/hold-store.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { type Transport, TransportError } from '../../../../electron/core/transports/transport.ts'

const instrument = {
  id: 'SCOPE_01',
  label: 'SCOPE_01',
  localRoot: '/data',
  nasRoot: null,
  completeness: { signal: 'button' },
  runFolders: [],
  exclude: [],
  destination: {
    type: 'rclone',
    remote: 'nas',
    remotePath: 'raw',
    configFile: null,
    bandwidth: null,
  },
} as const

const unreachable = {
  kind: 'network',
  reason: 'connection_refused',
  message: 'no',
  exitCode: 1,
} as const

/** A destination that does not answer, held at time 0. */
const heldWith = async (retryDelaysMs: readonly number[]) => {
  let now = 0
  let probes = 0
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    instruments: [instrument],
    sync: { ...DEFAULT_SETTINGS.sync, retryDelaysMs },
  }
  const clock = { now: () => now }
  const db = openDatabase(':memory:')
  // holds use only these two members of a transport
  const transport = {
    target: () => 'nas:raw',
    probe: async () => {
      probes += 1
      throw new TransportError('no', { errorKind: 'network', reason: 'connection_refused' })
    },
  } as unknown as Transport
  let probeEnded: () => void = () => undefined
  const holds = createDestinationHolds({
    holds: createHoldStore(db),
    jobs: createJobStore(db, clock),
    destinations: createDestinationStore(db),
    changes: createChangeHub(),
    clock,
    settings: () => settings,
    transportFor: () => transport,
    onBug(error) {
      throw error
    },
    wake: () => probeEnded(),
  })
  holds.failed(instrument, { ...unreachable, stderr: '' }, { id: 1, isFinal: true, bytesNeeded: 0 })
  return {
    holds,
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

it('without a delay a held destination is probed at once, then once a second', async () => {
  const { holds, probesAt } = await heldWith([0])
  expect(await probesAt(0)).toBe(1)
  expect(holds.nextDueAt(0)).toBe(1_000)
  expect(await probesAt(999)).toBe(1)
  expect(await probesAt(1_000)).toBe(2)
  expect(await probesAt(5_000)).toBe(3)
})

it('a configured delay is used as it is', async () => {
  const { holds, probesAt } = await heldWith([30_000])
  expect(await probesAt(0)).toBe(1)
  expect(holds.nextDueAt(0)).toBe(30_000)
  expect(await probesAt(29_999)).toBe(1)
  expect(await probesAt(30_000)).toBe(2)
})
