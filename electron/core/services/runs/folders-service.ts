// Looks at folders before anything is done with them: what was dropped on the window, and how a rule would judge the last runs.
import { stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { type FoundFolder, type CompletionRuleDraft } from '../../../../shared/model/settings.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import { runsOf } from '../watch/discover.ts'
import { readSignal } from '../watch/completion-signal.ts'

const MOST_RUNS = 200
/** Runs that a rule is tried on. */
const JUDGED = 5

const isInside = (folder: string, root: string): boolean => {
  const way = relative(root, folder)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`)
}

const runsBelow = async (folder: string, instrument: Instrument): Promise<string[]> => {
  const found: string[] = []
  for await (const run of runsOf(instrument, () => undefined)) {
    if (isInside(run, folder)) found.push(run)
    if (found.length === MOST_RUNS) break
  }
  return found
}

/** What a folder is to us: a run, a parent of several, or nothing that we know. */
export const lookAtFolder = async (
  folder: string,
  settings: Settings | null,
  folders: Pick<FolderStore, 'has'>,
): Promise<FoundFolder> => {
  const about = await stat(folder).catch(() => null)
  if (about?.isDirectory() !== true)
    return { folder, kind: 'not_a_folder', instrument: null, runs: [] }
  const instrument = settings?.instruments.find(
    (i) => i.localRoot === folder || isInside(folder, i.localRoot) || isInside(i.localRoot, folder),
  )
  if (instrument === undefined) return { folder, kind: 'unknown', instrument: null, runs: [] }
  const runs = await runsBelow(folder, instrument)
  return {
    folder,
    kind: runs.length > 0 ? 'parent' : 'run',
    instrument: instrument.id,
    runs: runs.map((run) => ({
      folder: run,
      run: basename(run),
      known: folders.has(run, instrument.id),
    })),
  }
}

const asInstrument = (draft: CompletionRuleDraft): Instrument => ({
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
  // never used: nothing is sent while a rule is being tried
  destination: { type: 'rclone', remote: '', remotePath: '', configFile: null, bandwidth: null },
})

/** The last runs of a folder, newest first, and what the rule says of each now. */
export const previewCompletionRule = async (
  draft: CompletionRuleDraft,
  now: number,
): Promise<{ run: string; finished: boolean; words: string }[]> => {
  const instrument = asInstrument(draft)
  const found: { folder: string; at: number }[] = []
  for await (const folder of runsOf(instrument, () => undefined)) {
    const about = await stat(folder).catch(() => null)
    if (about !== null) found.push({ folder, at: about.mtimeMs })
  }
  const last = found.toSorted((a, b) => b.at - a.at).slice(0, JUDGED)
  return Promise.all(
    last.map(async ({ folder, at }) => {
      const sign = await readSignal(folder, instrument)
      const run = basename(join(folder))
      if (sign.signal === 'missing')
        return { run, finished: false, words: `waits for ${sign.waitsFor}` }
      if (sign.signal === 'given') return { run, finished: true, words: 'finished' }
      const quiet = Math.floor((now - at) / 60_000)
      return { run, finished: now - at >= sign.forMs, words: `quiet for ${quiet} min` }
    }),
  )
}
