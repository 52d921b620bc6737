// `foresight`: disk runway and silent instruments, from the forecast.
import { HOUR_MS } from '../../../shared/duration.ts'
import type { Forecast } from '../../../shared/model/reports.ts'
import type { CommandContext } from '../select-runs.ts'
import { EXIT, bytesText, printResult } from '../output.ts'

const hours = (ms: number): string => `${(ms / HOUR_MS).toFixed(1)} h`

const runwayLine = ({ instrument, runway }: Forecast, now: number): string => {
  if (runway === null) return `${instrument}: too little history for a disk runway\n`
  const full = runway.fullAt === null ? '' : `, full in ${hours(runway.fullAt - now)}`
  const sending = runway.sendMs === null ? '' : `, sending them takes ${hours(runway.sendMs)}`
  return `${instrument}: ${bytesText(runway.freeBytes)} free, ${bytesText(runway.bytesPerHour)} an hour come in${full}; ${bytesText(runway.waitingBytes)} wait${sending}\n`
}

const silenceLine = ({ instrument, silence, words }: Forecast): string => {
  if (silence === null) return `${instrument}: too little history for a silence alarm\n`
  const { silentMs, usualMs, longestMs } = silence
  return `${words ?? `${instrument}: last run ${hours(silentMs)} ago, usual ${hours(usualMs)}, longest ${hours(longestMs)}`}\n`
}

/** Prints what the forecast says of every instrument; exit code 1 where one is silent. */
export const showForecast = async (context: CommandContext): Promise<number> => {
  const { rows } = await context.core.handlers['forecast.get']({})
  const now = Date.now()
  const text = rows.flatMap((row) => [runwayLine(row, now), silenceLine(row)]).join('')
  await printResult(context, { instruments: rows }, text)
  return rows.some((row) => row.silence?.alarm === true) ? EXIT.needsPerson : EXIT.proven
}
