// Throughput of the last hour and day, and the volume of the last days by instrument, from the attempts that the queue holds and
// those that send now.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../shared/duration.ts'
import type { Throughput } from '../../../../shared/model/reports.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import { type Send, bytesPerStep, dayEdges, stepEdges } from '../../domain/throughput.ts'
import type { HistoryStore } from '../../queue/history-store.ts'

interface ThroughputDeps {
  readonly clock: Clock
  readonly history: Pick<HistoryStore, 'sends' | 'openSends'>
  readonly changes: Pick<ChangeHub, 'live'>
}

const DAYS = 14
const STEP_OF_HOUR_MS = 5 * MINUTE_MS

/** What instruments sent; the order of `days.instruments` is that of the ids. */
export const readThroughput = (
  instruments: readonly string[],
  { clock, history, changes }: ThroughputDeps,
): Throughput => {
  const now = clock.now()
  const days = dayEdges(now, DAYS)
  const live = changes.live()
  const running = history.openSends(instruments).flatMap(({ jobId, instrument, from }): Send[] => {
    const progress = live.get(jobId)
    return progress?.phase === 'sending' && from < now
      ? [{ instrument, from, to: now, bytes: progress.bytes }]
      : []
  })
  const sends = [...history.sends(instruments, days[0] ?? now - DAYS * DAY_MS), ...running]
  const series = (edges: readonly number[], of = sends): Throughput['hour'] => ({
    edges: [...edges],
    bytes: bytesPerStep(of, edges),
  })
  return {
    at: now,
    hour: series(stepEdges(now, STEP_OF_HOUR_MS, HOUR_MS / STEP_OF_HOUR_MS)),
    day: series(stepEdges(now, HOUR_MS, DAY_MS / HOUR_MS)),
    days: {
      edges: days,
      instruments: instruments.map((id) => ({
        id,
        bytes: bytesPerStep(
          sends.filter((send) => send.instrument === id),
          days,
        ),
      })),
    },
  }
}
