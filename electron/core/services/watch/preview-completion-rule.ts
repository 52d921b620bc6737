// Previews a completion rule before it is saved: what it says now of the last runs of a folder.
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { MINUTE_MS } from '../../../../shared/duration.ts'
import type { Output } from '../../../../shared/contract/index.ts'
import type { CompletionRuleDraft } from '../../../../shared/model/settings.ts'
import type { Settings } from '../../domain/config.ts'
import { readSignal } from './completion-signal.ts'
import { discover } from './discover.ts'
import { nothingQueued, withDraft } from './draft-instrument.ts'

/** Number of runs that the rule is tried on. */
const PREVIEWED_RUNS = 5

/** The last runs, newest first, and what the rule says of each; and the folders that may be runs or hold them. `settings`: those in force. `now`: epoch ms. */
export const previewCompletionRule = async (
  draft: CompletionRuleDraft,
  settings: Settings | null,
  dataDir: string,
  now: number,
): Promise<Output<'instruments.previewRule'>> => {
  const { instrument, settings: real } = await withDraft(draft, settings)
  const runs: { folder: string; modifiedAt: number }[] = []
  const unclear: string[] = []
  for await (const { kind, folder } of discover(instrument, real, nothingQueued(dataDir))) {
    if (kind === 'unclear') unclear.push(basename(folder))
    const found = kind === 'run' ? await stat(folder).catch(() => null) : null
    if (found !== null) runs.push({ folder, modifiedAt: found.mtimeMs })
  }
  const newest = runs.toSorted((a, b) => b.modifiedAt - a.modifiedAt).slice(0, PREVIEWED_RUNS)
  const rows = await Promise.all(
    newest.map(async ({ folder, modifiedAt }) => {
      const run = basename(folder)
      const signal = await readSignal(folder, instrument, new Map())
      if (signal.signal === 'missing')
        return { run, finished: false, words: msg`waits for ${signal.waitsFor}` }
      if (signal.signal === 'given') return { run, finished: true, words: msg`finished` }
      const quietMs = now - modifiedAt
      const words = msg`quiet for ${Math.floor(quietMs / MINUTE_MS)} min`
      return { run, finished: quietMs >= signal.forMs, words }
    }),
  )
  return { rows, unclear }
}
