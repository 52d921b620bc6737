// Rehearses destinations by itself where nothing was proven for `sync.rehearse_days`, and says which did not pass (docs/ux.md c-10).
import { msg } from '../../../../shared/language/msg.ts'
import { MINUTE_MS } from '../../../../shared/duration.ts'
import type { ConnectionTestReport, FailedRehearsal } from '../../../../shared/model/reports.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import { isApart, overdueMs } from '../../domain/rehearsal-due.ts'
import { type Route, allRoutes } from '../../domain/routes.ts'
import type { Engine } from '../../engine/engine-types.ts'
import { Refusal } from '../../errors.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { DestinationStore } from '../../queue/destination-store.ts'
import type { RehearsalStore } from '../../queue/rehearsal-store.ts'
import { targetOf } from '../../transports/target-of.ts'
import type { ConnectionTests } from './connection-test/connection-test-service.ts'
import { newTestFolder } from './connection-test/probe-files.ts'
import {
  createFailedRehearsals,
  firstFailure,
  hasPassed,
  routesByTarget,
} from './failed-rehearsals.ts'
import type { HoldService } from './hold-service.ts'
import { destinationText } from './shown-names.ts'

interface RehearsalsDeps {
  readonly clock: Clock
  readonly dataDir: string
  readonly rehearsals: RehearsalStore
  readonly destinations: Pick<DestinationStore, 'since'>
  readonly activity: Pick<ActivityStore, 'told'>
  readonly changes: Pick<ChangeHub, 'overviewTouched'>
  readonly tests: Pick<ConnectionTests, 'rehearse'>
  readonly holds: Pick<HoldService, 'tested'>
  /** null: this core only reads. */
  readonly engine: Pick<Engine, 'isFree'> | null
  /** Between two looks for a due one, ms. */
  readonly everyMs?: number | undefined
  settings(): Settings | null
  onBug(error: unknown): void
}

export interface Rehearsals {
  start(): void
  /** Ends the timer, and waits for a rehearsal whose test was stopped. */
  stop(): Promise<void>
  /** Rehearses the destination that is most overdue, if one is. */
  check(): Promise<void>
  /** Records that a test or a rehearsal that a person asked for has passed. */
  noted(route: string, report: ConnectionTestReport): void
  /** The last rehearsals by itself of these routes. */
  reports(routes: readonly string[]): ConnectionTestReport[]
  /** Destinations whose last rehearsal by itself failed, and where nothing has passed or was proven since. */
  failed(): FailedRehearsal[]
}

/** A due rehearsal is found within this time. */
const EVERY_MS = 5 * MINUTE_MS

/** The test folder that may lie on the NAS after a rehearsal; null: none does. `before`: one that was there before it. */
const leftBehind = (
  { steps }: ConnectionTestReport,
  folder: string,
  before: string | null,
): string | null => {
  const outcome = (id: string): string | undefined => steps.find((step) => step.id === id)?.outcome
  if (outcome('send') === 'skipped') return before
  return outcome('remove') === 'passed' ? null : folder
}

const tookMs = ({ steps }: ConnectionTestReport): number =>
  steps.reduce((sum, { ms }) => sum + ms, 0)

export const createRehearsals = (deps: RehearsalsDeps): Rehearsals => {
  const { rehearsals, clock } = deps
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  let stopped = false

  const overdueAt = (target: string, days: number, now: number): number | null => {
    const since = deps.destinations.since(target)
    // nothing was ever sent there: the rehearsal would make it known
    if (since === null) return null
    const facts = { since, rehearsal: rehearsals.get(target), days }
    // the query of the passes is asked only where nothing else says that it is too early
    return overdueMs({ ...facts, provenAt: null }, now) === null
      ? null
      : overdueMs({ ...facts, provenAt: rehearsals.provenAt(target) }, now)
  }

  const mostOverdue = (settings: Settings): { target: string; route: Route } | null => {
    const now = clock.now()
    const { rehearseDays } = settings.sync
    if (rehearseDays === 0 || !isApart(rehearsals.newestAt(), now)) return null
    const due = [...routesByTarget(settings)].flatMap(([target, route]) => {
      const ms = overdueAt(target, rehearseDays, now)
      return ms === null || deps.engine?.isFree(route.id, settings) !== true
        ? []
        : [{ target, route, ms }]
    })
    return due.toSorted((a, b) => b.ms - a.ms)[0] ?? null
  }

  const tell = (route: Route, report: ConnectionTestReport, failures: number): void => {
    const place = destinationText(route.destination)
    const failure = firstFailure(report)
    if (failure === undefined) {
      const n = report.files ?? 0
      const seconds = Math.max(1, Math.round(tookMs(report) / 1_000))
      deps.activity.told('info', msg`Rehearsed ${place}: ${n} files proven in ${seconds} s`)
    } else if (failures === 0)
      deps.activity.told(
        'warning',
        msg`The rehearsal of ${place} failed at "${failure.title}": ${failure.message}`,
      )
  }

  const rehearse = async ({ target, route }: { target: string; route: Route }): Promise<void> => {
    const before = rehearsals.get(target)
    const folder = before?.folder ?? newTestFolder()
    rehearsals.begin(target, folder, clock.now())
    const report = await deps.tests.rehearse(route.id, folder)
    const isGood = hasPassed(report)
    rehearsals.ended(target, report, isGood, leftBehind(report, folder, before?.folder ?? null))
    tell(route, report, before?.failures ?? 0)
    if (isGood) deps.holds.tested(route.id, report)
    deps.changes.overviewTouched()
  }

  const checkNow = async (): Promise<void> => {
    const settings = deps.settings()
    if (settings === null || deps.engine === null || stopped) return
    const due = mostOverdue(settings)
    if (due === null) return
    try {
      await rehearse(due)
    } catch (error) {
      // it was stopped, or a person tests there now: its folder is on record, and it is made again
      if (!(error instanceof Refusal)) throw error
    }
  }
  /** A call while one runs waits for that. */
  const check = (): Promise<void> =>
    (running ??= checkNow().finally(() => {
      running = null
    }))

  return {
    start() {
      const scheduleNext = (): void => {
        if (stopped) return
        timer = setTimeout(
          () => void check().catch(deps.onBug).finally(scheduleNext),
          deps.everyMs ?? EVERY_MS,
        )
        timer.unref()
      }
      scheduleNext()
    },
    async stop() {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      await running?.catch(() => undefined)
    },
    check,
    noted(route, report) {
      const settings = deps.settings()
      const found = allRoutes(settings).find(({ id }) => id === route)
      if (deps.engine === null || settings === null || found === undefined || !hasPassed(report))
        return
      rehearsals.passed(targetOf(found.destination, ''), report.at)
      deps.changes.overviewTouched()
    },
    reports(routes) {
      const settings = deps.settings()
      if (settings === null) return []
      return allRoutes(settings)
        .filter(({ id }) => routes.includes(id))
        .flatMap((route) => rehearsals.get(targetOf(route.destination, ''))?.report ?? [])
    },
    failed: createFailedRehearsals(deps),
  }
}
