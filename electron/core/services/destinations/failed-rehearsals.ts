// Answers which destinations did not pass their last rehearsal by itself (docs/ux.md c-10), for the engine and for whoever reads.
import type { ConnectionTestReport, FailedRehearsal } from '../../../../shared/model/reports.ts'
import { testedDigest } from '../../destinations/tested-digest.ts'
import type { Settings } from '../../domain/config.ts'
import { destinationKey } from '../../domain/hold-scope.ts'
import { type Route, allRoutes } from '../../domain/routes.ts'
import type { RehearsalStore } from '../../queue/rehearsal-store.ts'
import { targetOf } from '../../transports/target-of.ts'
import { lastReport } from './connection-test/last-reports.ts'
import { shownDestination, withNames } from './shown-names.ts'

interface FailedRehearsalsDeps {
  readonly dataDir: string
  readonly rehearsals: Pick<RehearsalStore, 'failed'>
  settings(): Settings | null
}

/** The step of a report that failed first; undefined: none did. */
export const firstFailure = ({ steps }: ConnectionTestReport) =>
  steps.find(({ outcome }) => outcome === 'failed')

/** True where something was tested, and nothing failed. */
export const hasPassed = (report: ConnectionTestReport): boolean =>
  firstFailure(report) === undefined && report.steps.some(({ outcome }) => outcome === 'passed')

/** One route to each destination, by its target. */
export const routesByTarget = (settings: Settings): ReadonlyMap<string, Route> =>
  new Map(
    allRoutes(settings)
      .toReversed()
      .map((route) => [targetOf(route.destination, ''), route]),
  )

/** Answers those where nothing has passed or was proven since, the oldest first. */
export const createFailedRehearsals = ({
  dataDir,
  rehearsals,
  settings,
}: FailedRehearsalsDeps): (() => FailedRehearsal[]) => {
  /** True where a connection test of any process has passed there since, by its stored report. */
  const isTestedSince = (route: Route, at: number, now: Settings): boolean => {
    const report = lastReport(dataDir, route.id)
    return (
      report !== null &&
      report.at > at &&
      hasPassed(report) &&
      report.tested === testedDigest(route.destination, now)
    )
  }

  const faultOf = (
    route: Route,
    report: ConnectionTestReport,
    now: Settings,
  ): FailedRehearsal | null => {
    const failure = firstFailure(report)
    if (failure === undefined) return null
    // what was rehearsed is something else by now
    if (report.tested !== testedDigest(route.destination, now)) return null
    if (isTestedSince(route, report.at, now)) return null
    return {
      route: route.id,
      connection: destinationKey(route.destination),
      destination: shownDestination(route.destination, now),
      at: report.at,
      step: failure.title,
      message: withNames(failure.message, now),
    }
  }

  return () => {
    const now = settings()
    const rows = rehearsals.failed()
    if (now === null || rows.length === 0) return []
    const known = routesByTarget(now)
    return rows.flatMap(({ target, report }) => {
      const route = known.get(target)
      return route === undefined || report === null ? [] : (faultOf(route, report, now) ?? [])
    })
  }
}
