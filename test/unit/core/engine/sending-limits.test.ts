// The recording guard over one attempt: a run that was counted while the instrument began to record is not sent, and a push is
// restarted when the guard's limit begins or ends and for nothing else (docs/spec.md 7).
import { expect, it } from 'vitest'
import { DEFAULT_SETTINGS, type Settings } from '../../../../electron/core/domain/config.ts'
import { LANE_SIZES } from '../../../../electron/core/domain/lanes.ts'
import { allRoutes } from '../../../../electron/core/domain/routes.ts'
import {
  type LimitedAttempt,
  createSendingLimits,
} from '../../../../electron/core/engine/sending-limits.ts'
import type { Transport } from '../../../../electron/core/transports/transport.ts'
import { A } from '../../../helpers/hold-lab.ts'

const setUp = (instrumentGuard: Settings['sync']['instrumentGuard']) => {
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    instruments: [A],
    sync: { ...DEFAULT_SETTINGS.sync, instrumentGuard },
  }
  const [route] = allRoutes(settings)
  if (route === undefined) throw new Error('no route')
  const world = { cause: null as string | null }
  const limits = createSendingLimits({
    clock: { now: () => 0 },
    laneSizes: LANE_SIZES,
    recordingCause: () => world.cause,
  })
  const attempt: LimitedAttempt = {
    route: route.id,
    isBeside: false,
    bytes: null,
    stopReason: null,
    controller: new AbortController(),
    // nothing of it is asked but whether it follows hours
    transport: { followsWindows: true } as Transport,
    ...limits.limitsFor(route, false, false, settings),
    phase: 'counting',
    onPhase: () => undefined,
    fault: null,
    onFault: () => undefined,
  }
  const begin = (): void => void limits.phaseBegan(attempt, 'sending', 1_000, route, settings)
  const isStopped = (): boolean => {
    limits.restartForLimits([attempt], settings)
    return attempt.controller.signal.aborted
  }
  return { world, attempt, begin, isStopped }
}

it('sends nothing of a run in whose count the instrument began to record', () => {
  const { world, attempt, begin } = setUp('hold')
  world.cause = 'ZEN.exe is running'
  begin()
  expect(attempt.controller.signal.aborted).toBe(true)
  expect(attempt.stopReason).toBe('limit')
})

it.each(['hold', 'slow'] as const)(
  '%s: stops a push when the instrument begins to record',
  (guard) => {
    const { world, attempt, begin, isStopped } = setUp(guard)
    begin()
    expect(isStopped()).toBe(false)
    world.cause = 'A is recording'
    expect(isStopped()).toBe(true)
    expect(attempt.stopReason).toBe('limit')
  },
)

it('restarts a slowed push when the recording ends, not when only its cause is another one', () => {
  const { world, begin, isStopped } = setUp('slow')
  world.cause = 'A is writing 84 MB/s'
  begin()
  world.cause = 'A was writing a moment ago'
  expect(isStopped()).toBe(false)
  world.cause = null
  expect(isStopped()).toBe(true)
})

it('does nothing while the guard is off', () => {
  const { world, begin, isStopped } = setUp('off')
  world.cause = 'A is recording'
  begin()
  expect(isStopped()).toBe(false)
})
