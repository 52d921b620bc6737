// Finds what helps a data disk that is full within a day: what may be deleted there, and what holds its runs back (docs/ux.md c-6).
import { DAY_MS, MINUTE_MS } from '../../../../shared/duration.ts'
import type { DiskHelp, SpaceReport } from '../../../../shared/model/reports.ts'
import type { ChangeHub } from '../../changes.ts'
import { limitKibps } from '../../domain/bandwidth.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { diskHelps } from '../../domain/disk-help.ts'
import { routesOf } from '../../domain/routes.ts'
import type { WaitingStore } from '../../queue/waiting-store.ts'
import type { JobSummaries } from '../runs/job-summaries.ts'
import type { QueueControls } from '../runs/queue-controls.ts'

export interface DiskHelpsDeps extends Pick<JobSummaries, 'heldBy'> {
  readonly clock: Clock
  readonly waiting: Pick<WaitingStore, 'unsent'>
  readonly changes: Pick<ChangeHub, 'live'>
  readonly controls: Pick<QueueControls, 'paused' | 'applied'>
  /** What may be deleted here; it decides every run. */
  space(): Promise<SpaceReport>
  settings(): Settings | null
}

/** A report of what may be deleted is made at most this often for disks that fill. */
const REPORT_MS = MINUTE_MS / 2

/** The helps of the data disk of an instrument that is full at `fullAt`, epoch ms; undefined: it is not full within a day. */
export type FindDiskHelps = (
  instrument: Instrument,
  fullAt: number | null,
) => Promise<DiskHelp[] | undefined>

export const createDiskHelps = (deps: DiskHelpsDeps): FindDiskHelps => {
  let last: { readonly at: number; readonly report: Promise<SpaceReport | null> } | null = null
  /** The report of the last half minute, or a new one; null: it could not be made. */
  const report = (now: number): Promise<SpaceReport | null> => {
    if (last === null || Math.abs(now - last.at) >= REPORT_MS)
      last = { at: now, report: deps.space().catch(() => null) }
    return last.report
  }
  return async (instrument, fullAt) => {
    const now = deps.clock.now()
    if (fullAt === null || fullAt - now >= DAY_MS) return undefined
    const found = await report(now)
    const settings = deps.settings()
    const live = deps.changes.live()
    const limited = deps.controls
      .applied(settings)
      ?.instruments.find(({ id }) => id === instrument.id)
    const sending = new Set(
      deps.waiting
        .unsent(now)
        .filter(
          ({ id, route, ready }) => (ready || live.has(id)) && deps.heldBy(route, id) === null,
        )
        .map(({ route }) => route),
    )
    const routes = routesOf(limited ?? instrument).filter(({ id }) => sending.has(id))
    const limits = routes.flatMap(({ destination: { bandwidth } }) =>
      bandwidth === null || limitKibps(bandwidth, new Date(now)) === null
        ? []
        : [bandwidth.uploadMbps],
    )
    return diskHelps({
      sums: found?.instruments.find(({ id }) => id === instrument.id)?.sums ?? null,
      enabled: found?.enabled === true,
      sends: routes.length > 0,
      paused: deps.controls.paused(),
      canResume: (settings?.pausedIn ?? null) === null,
      limitMbps: limits.length === 0 ? null : Math.min(...limits),
    })
  }
}
