// Destinations as pages of their own: who sends there, the last connection test, how fast it was.
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { COMPLETION_RULES } from '../../../../shared/messages/destinations.ts'
import { count } from '../../../../shared/format.ts'
import type { DestinationInfo } from '../../../../shared/model/list-rows.ts'
import { type DoctorReport, doctorReport } from '../../../../shared/model/reports.ts'
import type { Destination, Instrument, Settings } from '../../domain/config.ts'
import { destinationKey } from '../../engine/destination-holds.ts'
import type { HistoryStore } from '../../queue/history-store.ts'
import { lastReports } from './connection-test/last-reports.ts'

/** As the tool is told it: `remote:path` or `user@host:path`. */
export const destinationText = (d: Destination): string =>
  d.type === 'rclone' ? `${d.remote}:${d.remotePath}` : `${d.user}@${d.host}:${d.remotePath}`

/** What instruments share: the whole of it where they send to one folder, else the remote or the server alone. */
const sharedText = (instruments: readonly Instrument[]): string => {
  const whole = new Set(instruments.map((i) => destinationText(i.destination)))
  const [first = ''] = whole
  if (whole.size === 1) return first
  const [one] = instruments
  if (one === undefined) return ''
  return one.destination.type === 'rclone' ? `${one.destination.remote}:` : one.destination.host
}

/** How it is known that a run of an instrument is finished, in words. */
export const ruleText = ({ completeness }: Instrument): string => {
  switch (completeness.signal) {
    case 'sentinel_file':
      return COMPLETION_RULES.sentinel(completeness.filename)
    case 'manifest':
      return COMPLETION_RULES.manifest(completeness.filename)
    case 'quiet_period':
      return COMPLETION_RULES.quiet(count(completeness.minutes))
    case 'button':
      return COMPLETION_RULES.button
  }
}

const readReport = (file: string): DoctorReport | null => {
  try {
    return doctorReport.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // cut off, or of another version: a new test replaces it
    return null
  }
}

export const listDestinations = (
  settings: Settings | null,
  deps: { readonly dataDir: string; readonly configFile: string; readonly history: HistoryStore },
): DestinationInfo[] => {
  const files = new Map(
    lastReports(deps.dataDir).map(({ name, file }) => [basename(name, '.json'), file]),
  )
  const changedAt = statSync(deps.configFile, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const byKey = new Map<string, Instrument[]>()
  for (const one of settings?.instruments ?? []) {
    const key = destinationKey(one.destination)
    byKey.set(key, [...(byKey.get(key) ?? []), one])
  }
  return [...byKey].flatMap(([key, instruments]) => {
    const [first] = instruments
    if (first === undefined) return []
    const ids = instruments.map((i) => i.id)
    const reports = ids
      .map((id) => files.get(id))
      .map((file) => (file === undefined ? null : readReport(file)))
      .filter((report) => report !== null)
      .toSorted((a, b) => b.at - a.at)
    const report = reports[0] ?? null
    const speeds = deps.history.speeds(ids, 30)
    const contacts = [
      speeds[0]?.at,
      report?.steps.some((s) => s.outcome === 'passed') === true ? report.at : undefined,
    ]
    const known = contacts.filter((at) => at !== undefined)
    return [
      {
        key,
        destination: sharedText(instruments),
        transport: first.destination.type,
        instruments: ids,
        report,
        stale: report !== null && report.at < changedAt,
        lastContact: known.length === 0 ? null : Math.max(...known),
        speeds,
      },
    ]
  })
}
