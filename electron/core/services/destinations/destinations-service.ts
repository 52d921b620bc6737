// Lists the destinations of all instruments with their last connection test, last contact and speeds.
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { DestinationInfo } from '../../../../shared/model/list-rows.ts'
import type { ConnectionTestReport } from '../../../../shared/model/reports.ts'
import { testedDigest } from '../../destinations/tested-digest.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { destinationName } from '../../domain/destination-name.ts'
import { destinationKey } from '../../domain/hold-scope.ts'
import { allRoutes } from '../../domain/routes.ts'
import type { ContactStore } from '../../queue/contact-store.ts'
import type { HistoryStore } from '../../queue/history-store.ts'
import { lastReports, readReport, reportName } from './connection-test/last-reports.ts'
import { hasReached } from './has-reached.ts'
import type { Rehearsals } from './rehearsals.ts'
import { destinationText } from './shown-names.ts'

/** What its instruments share: the whole destination where they send to one folder, else the remote or the host alone. */
const sharedText = (instruments: readonly Instrument[]): string => {
  const whole = new Set(instruments.map((i) => destinationText(i.destination)))
  const [first = ''] = whole
  if (whole.size === 1) return first
  const [one] = instruments
  if (one === undefined) return ''
  switch (one.destination.type) {
    case 'rclone':
      return `${one.destination.remote}:`
    case 'rsync_ssh':
      return one.destination.host
    case 'folder':
      return one.destination.path
  }
}

/** True where something that the report is about is another one by now. `changedAt`: when config.yaml was changed, epoch ms. */
const isStale = (
  report: ConnectionTestReport,
  instruments: readonly Instrument[],
  settings: Settings | null,
  changedAt: number,
): boolean => {
  const tested = instruments.find(({ id }) => id === report.instrument)
  // a report of an older version does not say what it tested
  if (report.tested === undefined || tested === undefined || settings === null)
    return report.at < changedAt
  return report.tested !== testedDigest(tested.destination, settings)
}

/** The last of some times; null: there is none. */
const newest = (times: readonly (number | null)[]): number | null => {
  const known = times.filter((at) => at !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** One entry for each destination key, in the order of the instruments. */
export const listDestinations = (
  settings: Settings | null,
  deps: {
    readonly dataDir: string
    readonly configFile: string
    readonly history: HistoryStore
    readonly contacts: Pick<ContactStore, 'last'>
    readonly rehearsals: Pick<Rehearsals, 'failed' | 'reports'>
  },
): DestinationInfo[] => {
  const files = new Map(
    lastReports(deps.dataDir).map(({ name, file }) => [basename(name, '.json'), file]),
  )
  const changedAt = statSync(deps.configFile, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const byKey = new Map<string, Instrument[]>()
  for (const one of allRoutes(settings)) {
    const key = destinationKey(one.destination)
    byKey.set(key, [...(byKey.get(key) ?? []), one])
  }
  return [...byKey].flatMap(([key, instruments]) => {
    const [first] = instruments
    if (first === undefined) return []
    const ids = instruments.map((i) => i.id)
    const reports = ids
      .map((id) => files.get(reportName(id)))
      .map((file) => (file === undefined ? null : readReport(file)))
      .filter((report) => report !== null)
      .toSorted((a, b) => b.at - a.at)
    const report = reports[0] ?? null
    const speeds = deps.history.speeds(ids, 30)
    const stale = report !== null && isStale(report, instruments, settings, changedAt)
    const reached = report !== null && hasReached(report)
    const contacts = instruments.map((one) =>
      settings === null
        ? null
        : deps.contacts.last(one.id, testedDigest(one.destination, settings)),
    )
    const lastContact = newest([...contacts, reached && !stale ? report.at : null])
    const failedTest =
      report !== null && !stale && report.steps.some(({ outcome }) => outcome === 'failed')
        ? report.at
        : null
    const rehearsals = deps.rehearsals.failed().filter(({ connection }) => connection === key)
    const failedAt = newest([failedTest, ...rehearsals.map(({ at }) => at)])
    return [
      {
        key,
        destination: destinationName(first.destination, settings) ?? sharedText(instruments),
        name: destinationName(first.destination, settings),
        transport: first.destination.type,
        instruments: ids,
        report,
        stale,
        rehearsal: deps.rehearsals.reports(ids).toSorted((a, b) => b.at - a.at)[0] ?? null,
        lastProof: deps.history.lastProof(ids),
        lastContact,
        // a test may be answered and fail in a later step; a later answer makes up for it
        testFailedAt: failedAt !== null && failedAt >= (lastContact ?? 0) ? failedAt : null,
        speeds,
      },
    ]
  })
}
