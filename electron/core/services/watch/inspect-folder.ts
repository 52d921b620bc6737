// Tells the window whether a dropped folder is one run or a parent of several. Whether it may be added, add-runs.ts decides.
import { stat } from 'node:fs/promises'
import { basename, resolve, sep } from 'node:path'
import type { FoundFolder } from '../../../../shared/model/settings.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { liesBelow } from '../../domain/run-path.ts'
import type { Recognition, RunRecogniser } from '../runs/recognise-run.ts'
import { runsOf } from './discover.ts'

/** What is found of a folder that can be added as a new run. */
const NEW_RUNS: ReadonlySet<Recognition['kind']> = new Set(['new', 'remade'])

/** Most runs of a parent folder that are listed. */
const MAX_RUNS = 200

const isInside = (folder: string, root: string): boolean => liesBelow(folder, root, sep === '\\')

const runsBelow = async (folder: string, instrument: Instrument): Promise<string[]> => {
  const runs: string[] = []
  for await (const run of runsOf(instrument, () => undefined)) {
    if (isInside(run, folder)) runs.push(run)
    if (runs.length === MAX_RUNS) break
  }
  return runs
}

/** Whether a folder is a run, a parent of several, or belongs to no instrument. `recognise` says which runs are queued. */
export const inspectFolder = async (
  folder: string,
  settings: Settings | null,
  { recognise }: Pick<RunRecogniser, 'recognise'>,
): Promise<FoundFolder> => {
  const found = await stat(folder).catch(() => null)
  if (found?.isDirectory() !== true)
    return { folder, kind: 'not_a_folder', instrument: null, runs: [] }
  const path = resolve(folder)
  const instrument = settings?.instruments.find(
    ({ localRoot }) =>
      localRoot === folder || isInside(path, localRoot) || isInside(localRoot, path),
  )
  if (instrument === undefined) return { folder, kind: 'unknown', instrument: null, runs: [] }
  const runs = await runsBelow(path, instrument)
  return {
    folder,
    kind: runs.length > 0 ? 'parent' : 'run',
    instrument: instrument.id,
    runs: await Promise.all(
      runs.map(async (run) => ({
        folder: run,
        run: basename(run),
        known: !NEW_RUNS.has((await recognise(run, instrument.id)).kind),
      })),
    ),
  }
}
