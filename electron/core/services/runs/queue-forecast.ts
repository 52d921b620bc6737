// Forecast of the queue: when all is sent, and the place of each waiting run (docs/ux.md D12).
import type { Output } from '../../../../shared/contract/index.ts'
import { speedNow } from '../../../../shared/movement.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../domain/config.ts'
import { type LaneSizes, hasLanes, isLong } from '../../domain/lanes.ts'
import { type DestinationQueue, estimateQueue } from '../../domain/queue-estimate.ts'
import { destinationKey, routesTo } from '../../domain/hold-scope.ts'
import { allRoutes } from '../../domain/routes.ts'
import type { HistoryStore } from '../../queue/history-store.ts'
import type { WaitingStore } from '../../queue/waiting-store.ts'
import type { JobSummaries } from './job-summaries.ts'
import type { QueueControls } from './queue-controls.ts'

interface QueueForecastDeps extends Pick<JobSummaries, 'heldBy'> {
  readonly clock: Clock
  readonly laneSizes: LaneSizes
  readonly changes: Pick<ChangeHub, 'live' | 'overviewTouched'>
  readonly waiting: WaitingStore
  readonly history: Pick<HistoryStore, 'speeds'>
  readonly controls: Pick<QueueControls, 'paused'>
  settings(): Settings | null
}

/** Pushes whose mean is the speed of a destination. */
const RECENT_PUSHES = 10

export interface QueueForecast {
  estimate(): Output<'queue.estimate'>
  /** Bytes per second at a destination, by its key: of what is sent there now, else of the last pushes; null: none is known. */
  speedAt(key: string): number | null
  /** Bytes that are not on a NAS yet: what waits, and the rest of what is being sent. */
  bytesLeft(): number
}

export const createQueueForecast = (deps: QueueForecastDeps): QueueForecast => {
  /** Bytes left of each run that is being sent now; a run that is checked has none. */
  const liveLeft = (): Map<number, number> =>
    new Map(
      [...deps.changes.live().values()].flatMap(({ jobId, phase, bytes, bytesTotal }) =>
        phase === 'sending' && bytesTotal !== null
          ? [[jobId, Math.max(0, bytesTotal - bytes)] as const]
          : [],
      ),
    )

  const idsAt = (key: string): string[] => routesTo(key, deps.settings()).map(({ id }) => id)

  const speedOf = (
    ids: readonly string[],
    sending: readonly { readonly id: number }[],
    now: number,
  ): number | null => {
    const live = deps.changes.live()
    const speed = sending.reduce((sum, run) => {
      const one = live.get(run.id)
      return sum + (one?.phase === 'sending' ? (speedNow(one, now) ?? 0) : 0)
    }, 0)
    if (speed > 0) return speed
    const recent = deps.history.speeds(ids, RECENT_PUSHES).map((one) => one.bytesPerSecond)
    const mean = recent.reduce((sum, one) => sum + one, 0) / recent.length
    return recent.length > 0 && mean > 0 ? mean : null
  }

  const queues = (now: number): DestinationQueue[] => {
    const keys = allRoutes(deps.settings()).map(({ destination }) => destinationKey(destination))
    const left = liveLeft()
    const lanes = hasLanes((deps.settings() ?? DEFAULT_SETTINGS).sync)
    const live = deps.changes.live()
    const runs = deps.waiting.unsent(now)
    return [...new Set(keys)].map((key) => {
      const ids = idsAt(key)
      const here = runs.filter((run) => ids.includes(run.route))
      const sending = here.filter((run) => run.isSending)
      const bytesOf = (of: typeof here): number =>
        of.reduce((sum, run) => sum + (left.get(run.id) ?? run.bytes ?? 0), 0)
      const isLongRun = ({ id }: { readonly id: number }): boolean => {
        const one = live.get(id)
        return one !== undefined && isLong(one.phase, one.bytesTotal, deps.laneSizes)
      }
      return {
        sending: bytesOf(sending),
        beside:
          lanes && sending.some(isLongRun)
            ? {
                sending: bytesOf(sending.filter((run) => !isLongRun(run))),
                short: deps.laneSizes.short,
              }
            : null,
        waiting: here.filter(
          (run) => !run.isSending && run.ready && deps.heldBy(run.route, run.id) === null,
        ),
        speed: speedOf(ids, sending, now),
      }
    })
  }

  return {
    speedAt(key) {
      const now = deps.clock.now()
      const ids = idsAt(key)
      const sending = deps.waiting
        .unsent(now)
        .filter((run) => run.isSending && ids.includes(run.route))
      return speedOf(ids, sending, now)
    },
    bytesLeft() {
      const left = liveLeft()
      const sending = [...left.values()].reduce((sum, bytes) => sum + bytes, 0)
      return sending + deps.waiting.bytesLeft([...left.keys()])
    },
    estimate() {
      // nothing has a turn while everything is paused
      if (deps.controls.paused()) return { seconds: null, places: [] }
      const { seconds, places } = estimateQueue(queues(deps.clock.now()))
      return { seconds, places: [...places] }
    },
  }
}
