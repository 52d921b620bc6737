// The forecast of the queue, in a process that works it and in one that only reads what another one works.
import { expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../../../electron/core/domain/config.ts'
import { createQueueForecast } from '../../../../../electron/core/services/runs/queue-forecast.ts'
import type { WaitingStore } from '../../../../../electron/core/queue/waiting-store.ts'
import { A } from '../../../../helpers/hold-lab.ts'

it('gives no place to a run that is being sent, also where nothing is known of its movement', () => {
  const run = (id: number, isSending: boolean) => ({
    id,
    route: 'A',
    ready: true,
    isSending,
    bytes: 100,
  })
  const { estimate } = createQueueForecast({
    clock: { now: () => 0 },
    laneSizes: { long: 8, short: 1 },
    changes: { live: () => new Map(), overviewTouched: () => undefined },
    // the forecast asks for nothing else
    waiting: { unsent: () => [run(1, true), run(2, false)] } as unknown as WaitingStore,
    history: { speeds: () => [] },
    controls: { paused: () => false },
    heldBy: () => null,
    settings: () => ({ ...DEFAULT_SETTINGS, instruments: [A] }),
  })
  expect(estimate().places).toEqual([{ jobId: 2, place: 1, of: 1, seconds: null }])
})
