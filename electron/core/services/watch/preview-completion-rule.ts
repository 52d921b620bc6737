// Previews a completion rule before it is saved: what it says now of the last runs of a folder.
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { MINUTE_MS } from '../../../../shared/duration.ts'
import type { Output } from '../../../../shared/contract/index.ts'
import type { CompletionRuleDraft } from '../../../../shared/model/settings.ts'
import { DEFAULT_SETTINGS, type Instrument, type Settings } from '../../domain/config.ts'
import { STANDARD_EXCLUSIONS } from '../../../../shared/constants.ts'
import { readSignal } from './completion-signal.ts'
import { discover } from './discover.ts'
import { withRealRoots } from './territory.ts'

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
  runFolders: draft.runFolders === undefined || draft.runFolders === '' ? [] : [draft.runFolders],
  exclude: STANDARD_EXCLUSIONS,
  // not used: a preview sends nothing
  destination: { type: 'rclone', remote: '', remotePath: '', configFile: null, bandwidth: null },
})

/** The last runs, newest first, and what the rule says of each; and the folders that may be runs or hold them. `settings`: those in force. `now`: epoch ms. */
export const previewCompletionRule = async (
  draft: CompletionRuleDraft,
  settings: Settings | null,
  dataDir: string,
  now: number,
): Promise<Output<'instruments.previewRule'>> => {
  const others = (settings?.instruments ?? []).filter(({ id }) => id !== draft.id)
  const real = await withRealRoots({
    ...(settings ?? DEFAULT_SETTINGS),
    instruments: [toInstrument(draft), ...others],
  })
  const instrument = real.instruments[0] ?? toInstrument(draft)
  const runs: { folder: string; modifiedAt: number }[] = []
  const unclear: string[] = []
  const nothingQueued = { dataDir, isQueued: () => false, holdsRuns: () => false }
  for await (const { kind, folder } of discover(instrument, real, nothingQueued)) {
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
        return { run, finished: false, words: `waits for ${signal.waitsFor}` }
      if (signal.signal === 'given') return { run, finished: true, words: 'finished' }
      const quietMs = now - modifiedAt
      const words = `quiet for ${Math.floor(quietMs / MINUTE_MS)} min`
      return { run, finished: quietMs >= signal.forMs, words }
    }),
  )
  return { rows, unclear }
}
