// Counts the finished runs in an instrument's folder before it is set up, with their bytes: all of them would be sent otherwise.
import type { Output } from '../../../../shared/contract/index.ts'
import type { CompletionRuleDraft } from '../../../../shared/model/settings.ts'
import type { Settings } from '../../domain/config.ts'
import { WalkError, measureFolder } from '../../engine/scan/walk.ts'
import { readSignal } from './completion-signal.ts'
import { discover } from './discover.ts'
import { nothingQueued, withDraft } from './draft-instrument.ts'

/** After this time the count is answered as it is: a folder can hold millions of files. */
const COUNT_MS = 8_000

const pad = (n: number): string => String(n).padStart(2, '0')

/** The day of a time where this computer is, as 2026-01-31. */
const dayOf = (ms: number): string => {
  const at = new Date(ms)
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
}

/**
 * The finished runs by the rule, by the day of their newest file. A run counts as finished as it would in a sweep, without the
 * second look. `now`: epoch ms. `limitMs`: the time it may take.
 */
export const countRuns = async (
  draft: CompletionRuleDraft,
  settings: Settings | null,
  dataDir: string,
  now: number,
  limitMs = COUNT_MS,
): Promise<Output<'instruments.countRuns'>> => {
  const { instrument, settings: real } = await withDraft(draft, settings)
  const until = performance.now() + limitMs
  const days = new Map<string, { runs: number; bytes: number }>()
  let newestChange = 0
  let unfinished = 0
  let complete = true
  for await (const { kind, folder } of discover(instrument, real, nothingQueued(dataDir))) {
    if (performance.now() > until) {
      complete = false
      break
    }
    if (kind !== 'run') continue
    const signal = await readSignal(folder, instrument, new Map())
    const measure =
      signal.signal === 'missing'
        ? null
        : await measureFolder(folder, instrument.exclude).catch((error: unknown) => {
            // it was removed, or can't be read: a sweep names it
            if (error instanceof WalkError) return null
            throw error
          })
    const changed = measure === null ? 0 : measure.changedMs
    const isFinished =
      measure !== null &&
      measure.files > 0 &&
      (signal.signal !== 'quiet' || now - changed >= signal.forMs)
    if (!isFinished) {
      unfinished += 1
      continue
    }
    newestChange = Math.max(newestChange, changed)
    const day = dayOf(measure.newestMs)
    const { runs, bytes } = days.get(day) ?? { runs: 0, bytes: 0 }
    days.set(day, { runs: runs + 1, bytes: bytes + measure.bytes })
  }
  return {
    days: [...days]
      .map(([day, sums]) => ({ day, ...sums }))
      .toSorted((a, b) => a.day.localeCompare(b.day)),
    unfinished,
    newestChange: Math.ceil(newestChange),
    complete,
  }
}
