// Forecast of each instrument: disk runway and silence alarm, with the numbers behind them (docs/ux.md c-6, c-7).
import { statfs } from 'node:fs/promises'
import { msg } from '../../../../shared/language/msg.ts'
import { DAY_MS, HOUR_MS } from '../../../../shared/duration.ts'
import type { Forecast } from '../../../../shared/model/reports.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { SILENCE_WINDOW_MS, RATE_WINDOW_MS, runway, silence } from '../../domain/forecast.ts'
import type { FreeSpaceStore } from '../../queue/free-space-store.ts'
import type { HistoryStore } from '../../queue/history-store.ts'
import type { FindDiskHelps } from './disk-helps.ts'
import type { OverdueRecordings } from './overdue-recordings.ts'
import type { WaitingStore } from '../../queue/waiting-store.ts'

export interface ForecastDeps {
  readonly clock: Clock
  readonly waiting: Pick<WaitingStore, 'bytesLeft'>
  readonly history: HistoryStore
  readonly freeSpace: Pick<FreeSpaceStore, 'past'>
  readonly overdue: OverdueRecordings
  readonly helps: FindDiskHelps
  settings(): Settings | null
}

/** Bytes free on the disk of a folder; null where the folder is missing or the system does not tell. */
const freeBytes = async (folder: string): Promise<number | null> => {
  const found = await statfs(folder).catch(() => null)
  return found === null ? null : found.bavail * found.bsize
}

/** Days from two days on, else hours. */
const roughDuration = (ms: number): string => {
  if (ms < 2 * DAY_MS) return `${Math.round(ms / HOUR_MS)} h`
  const n = Math.round(ms / DAY_MS)
  return msg`${n} days`
}

const forecastFor = async (instrument: Instrument, deps: ForecastDeps): Promise<Forecast> => {
  const now = deps.clock.now()
  const arrivals = deps.history.arrivals(instrument.id, now - SILENCE_WINDOW_MS)
  const free = await freeBytes(instrument.localRoot)
  const diskRunway =
    free === null
      ? null
      : runway({
          now,
          freeBytes: free,
          waitingBytes: deps.waiting.bytesLeft([]),
          arrivals,
          sent: deps.history.sending([instrument.id], now - RATE_WINDOW_MS * 5),
        })
  const quiet = silence(now, arrivals)
  const overdue = quiet?.alarm === true ? null : await deps.overdue.find(instrument)
  const helps = await deps.helps(instrument, diskRunway?.fullAt ?? null)
  return {
    instrument: instrument.id,
    runway: diskRunway,
    silence: quiet,
    freeBytes: free,
    freePast: deps.freeSpace.past(instrument.id),
    lastRunAt: arrivals.at(-1)?.at ?? null,
    words:
      quiet?.alarm === true
        ? msg`No new run from ${instrument.label} for ${roughDuration(quiet.silentMs)}, usual ${roughDuration(quiet.usualMs)}`
        : overdue === null
          ? null
          : msg`${overdue.recording.run} of ${instrument.label} has waited for ${overdue.recording.waitsFor} for ${roughDuration(overdue.restMs)}`,
    ...(overdue === null ? {} : { overdue: true }),
    ...(helps === undefined ? {} : { helps }),
  }
}

/** Forecasts of all instruments, side by side: a share that does not answer delays only itself. */
export const forecastInstruments = async (deps: ForecastDeps): Promise<Forecast[]> =>
  Promise.all(
    (deps.settings()?.instruments ?? []).map((instrument) => forecastFor(instrument, deps)),
  )

/** Notes the free space of every data disk: the past of the disk runway. A disk that does not answer is left out. */
export const noteFreeSpace = async (
  deps: Pick<ForecastDeps, 'clock' | 'settings'> & {
    readonly freeSpace: Pick<FreeSpaceStore, 'note'>
  },
): Promise<void> => {
  await Promise.all(
    (deps.settings()?.instruments ?? []).map(async ({ id, localRoot }) => {
      const bytes = await freeBytes(localRoot)
      if (bytes !== null) deps.freeSpace.note(id, { at: deps.clock.now(), bytes })
    }),
  )
}
