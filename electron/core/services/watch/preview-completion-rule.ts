// Previews a completion rule before it is saved: what it says now of the last runs of a folder.
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { MINUTE_MS } from '../../../../shared/duration.ts'
import type { CompletionRuleDraft } from '../../../../shared/model/settings.ts'
import type { Instrument } from '../../domain/config.ts'
import { readSignal } from './completion-signal.ts'
import { runsOf } from './discover.ts'

/** Number of runs that the rule is tried on. */
const PREVIEWED_RUNS = 5

const toInstrument = (draft: CompletionRuleDraft): Instrument => ({
  id: draft.id,
  label: draft.id,
  localRoot: draft.localRoot,
  nasRoot: null,
  completeness:
    draft.signal === 'button'
      ? { signal: 'button' }
      : draft.signal === 'quiet_period'
        ? { signal: 'quiet_period', minutes: draft.quietMinutes }
        : { signal: draft.signal, filename: draft.filename },
  // not used: a preview sends nothing
  destination: { type: 'rclone', remote: '', remotePath: '', configFile: null, bandwidth: null },
})

/** The last runs, newest first, and what the rule says of each. `now`: epoch ms. */
export const previewCompletionRule = async (
  draft: CompletionRuleDraft,
  now: number,
): Promise<{ run: string; finished: boolean; words: string }[]> => {
  const instrument = toInstrument(draft)
  const runs: { folder: string; modifiedAt: number }[] = []
  for await (const folder of runsOf(instrument, () => undefined)) {
    const found = await stat(folder).catch(() => null)
    if (found !== null) runs.push({ folder, modifiedAt: found.mtimeMs })
  }
  const newest = runs.toSorted((a, b) => b.modifiedAt - a.modifiedAt).slice(0, PREVIEWED_RUNS)
  return Promise.all(
    newest.map(async ({ folder, modifiedAt }) => {
      const run = basename(folder)
      const signal = await readSignal(folder, instrument)
      if (signal.signal === 'missing')
        return { run, finished: false, words: `waits for ${signal.waitsFor}` }
      if (signal.signal === 'given') return { run, finished: true, words: 'finished' }
      const quietMs = now - modifiedAt
      const words = `quiet for ${Math.floor(quietMs / MINUTE_MS)} min`
      return { run, finished: quietMs >= signal.forMs, words }
    }),
  )
}
