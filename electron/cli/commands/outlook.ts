// `recordings`: runs that are being written and what they wait for; `foresight`: disk runway and silent instruments.
import type { Forecast } from '../../../shared/model/reports.ts'
import type { CommandContext } from '../select-runs.ts'
import { escapeAsMark } from '../../core/lib/escape.ts'
import { EXIT, bytesText, isoOrNull } from '../output.ts'

/** Looks once at every instrument's folder; runs that are complete are queued by that. */
export const showRecordings = async ({ core, io, json }: CommandContext): Promise<number> => {
  await core.sweep()
  const { rows, total } = await core.handlers['recordings.list']({})
  const lines = rows.map(
    (row) =>
      `${row.instrument}  ${escapeAsMark(row.run)}: waits for ${escapeAsMark(row.waitsFor)}\n`,
  )
  const more = total > rows.length ? `and ${total - rows.length} more\n` : ''
  const values = rows.map((row) => ({ ...row, firstSeen: isoOrNull(row.firstSeen) }))
  await io.out(
    json
      ? `${JSON.stringify({ total, recordings: values })}\n`
      : `${lines.join('')}${more}${total} being recorded\n`,
  )
  return EXIT.proven
}

const hours = (ms: number): string => `${(ms / 3_600_000).toFixed(1)} h`

const linesOf = ({ instrument, runway, silence, words }: Forecast, now: number): string[] => [
  runway === null
    ? `${instrument}: too little history for a disk runway\n`
    : `${instrument}: ${bytesText(runway.freeBytes)} free, ${bytesText(runway.bytesPerHour)} an hour come in${runway.fullAt === null ? '' : `, full in ${hours(runway.fullAt - now)}`}; ${bytesText(runway.waitingBytes)} wait${runway.sendMs === null ? '' : `, sending them takes ${hours(runway.sendMs)}`}\n`,
  silence === null
    ? `${instrument}: too little history for a silence alarm\n`
    : `${words ?? `${instrument}: last run ${hours(silence.silentMs)} ago, usual ${hours(silence.usualMs)}, longest ${hours(silence.longestMs)}`}\n`,
]

export const showForesight = async ({ core, io, json }: CommandContext): Promise<number> => {
  const { rows } = await core.handlers['forecast.get']({})
  const text = rows.flatMap((row) => linesOf(row, Date.now())).join('')
  await io.out(json ? `${JSON.stringify({ instruments: rows })}\n` : text)
  return rows.some((row) => row.silence?.alarm === true) ? EXIT.needsPerson : EXIT.proven
}
