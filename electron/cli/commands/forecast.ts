// `foresight`: disk runway and silent instruments, from the forecast.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/duration.ts'
import { helpWords } from '../../../shared/messages/disk-help.ts'
import type { DiskHelp, Forecast } from '../../../shared/model/reports.ts'
import type { CommandContext } from '../select-runs.ts'
import { EXIT, bytesText, isoOrNull, printResult } from '../output.ts'

const YEAR_MS = 365 * DAY_MS

/** A duration as rough as a forecast is. */
const roughly = (ms: number): string => {
  if (ms > YEAR_MS) return 'more than a year'
  if (ms >= 2 * DAY_MS) return `${Math.round(ms / DAY_MS)} days`
  if (ms >= 2 * HOUR_MS) return `${Math.round(ms / HOUR_MS)} h`
  return ms < MINUTE_MS ? 'less than a minute' : `${Math.round(ms / MINUTE_MS)} min`
}

const runwayLine = ({ instrument, runway }: Forecast, now: number): string => {
  if (runway === null) return `${instrument}: too little history for a disk runway\n`
  const full =
    runway.fullAt === null ? '' : `, full in ${roughly(Math.max(0, runway.fullAt - now))}`
  const sending =
    runway.sendMs === null || runway.waitingBytes === 0
      ? ''
      : `, sending them takes ${roughly(runway.sendMs)}`
  return `${instrument}: ${bytesText(runway.freeBytes)} free, ${bytesText(runway.bytesPerHour)} an hour come in${full}; ${bytesText(runway.waitingBytes)} wait${sending}\n`
}

const silenceLine = ({ instrument, silence, words }: Forecast): string => {
  if (words !== null) return `${words}\n`
  if (silence === null) return `${instrument}: too little history for a silence alarm\n`
  const { silentMs, usualMs, longestMs } = silence
  return `${instrument}: last run ${roughly(silentMs)} ago, usual ${roughly(usualMs)}, longest ${roughly(longestMs)}\n`
}

/** The command for what helps; '': there is none, the window has it. */
const COMMANDS: Readonly<Record<DiskHelp['kind'], string>> = {
  free: 'exlab-sync space --answer safe, then exlab-sync cleanup',
  delete: 'exlab-sync space --answer safe',
  check: 'exlab-sync space --check',
  resume: 'exlab-sync resume --all',
  unlimit: '',
}

const helpLines = ({ instrument, helps = [] }: Forecast): string =>
  helps
    .map((help) => {
      const command = COMMANDS[help.kind]
      return `${instrument}: ${helpWords(help, bytesText)}${command === '' ? '' : ` ${command}`}\n`
    })
    .join('')

const forecastJson = (row: Forecast): unknown => ({
  ...row,
  runway: row.runway === null ? null : { ...row.runway, fullAt: isoOrNull(row.runway.fullAt) },
  freePast: row.freePast.map(({ at, bytes }) => ({ at: isoOrNull(at), bytes })),
  lastRunAt: isoOrNull(row.lastRunAt),
})

/** Prints what the forecast says of every instrument; exit code 1 where one is silent, or a run of it is never finished. */
export const showForecast = async (context: CommandContext): Promise<number> => {
  const { rows } = await context.core.handlers['forecast.get']({})
  const now = Date.now()
  const text = rows
    .flatMap((row) => [runwayLine(row, now), helpLines(row), silenceLine(row)])
    .join('')
  await printResult(context, { instruments: rows.map(forecastJson) }, text)
  return rows.some((row) => row.words !== null) ? EXIT.needsPerson : EXIT.proven
}
