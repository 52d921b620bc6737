// Disk runway and silence alarm for each instrument, with the numbers that they rest on (docs/ux.md c-6, c-7).
import { statfs } from 'node:fs/promises'
import type { Forecast } from '../../../../shared/model/reports.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { SILENCE_WINDOW_MS, RATE_WINDOW_MS, runway, silence } from '../../domain/forecast.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { HistoryStore } from '../../queue/history-store.ts'

export interface ForesightDeps {
  readonly clock: Clock
  readonly files: FileStore
  readonly history: HistoryStore
  settings(): Settings | null
}

/** Bytes free on the disk that a folder is on; null: it is not there, or does not tell. */
const freeBytes = async (folder: string): Promise<number | null> => {
  const found = await statfs(folder).catch(() => null)
  return found === null ? null : found.bavail * found.bsize
}

const duration = (ms: number): string =>
  ms >= 2 * 86_400_000 ? `${Math.round(ms / 86_400_000)} days` : `${Math.round(ms / 3_600_000)} h`

const look = async (instrument: Instrument, deps: ForesightDeps): Promise<Forecast> => {
  const now = deps.clock.now()
  const arrivals = deps.history.arrivals(instrument.id, now - SILENCE_WINDOW_MS)
  const free = await freeBytes(instrument.localRoot)
  const disk =
    free === null
      ? null
      : runway({
          now,
          freeBytes: free,
          waitingBytes: deps.files.bytesLeft(),
          arrivals,
          sent: deps.history.sending([instrument.id], now - RATE_WINDOW_MS * 5),
        })
  const quiet = silence(now, arrivals)
  return {
    instrument: instrument.id,
    runway: disk,
    silence: quiet,
    freeBytes: free,
    lastRunAt: arrivals.at(-1)?.at ?? null,
    words:
      quiet?.alarm === true
        ? `No new run from ${instrument.label} for ${duration(quiet.silentMs)}, usual ${duration(quiet.usualMs)}`
        : null,
  }
}

/** One after the other: a share that is away must not hold up the others for long, and there are few instruments. */
export const forecastInstruments = async (deps: ForesightDeps): Promise<Forecast[]> =>
  Promise.all((deps.settings()?.instruments ?? []).map((instrument) => look(instrument, deps)))
