// Says what a folder is that somebody wants to add: one run, a parent of runs, or nothing that can be added. Window, drop and
// command line ask this one function (docs/spec.md 6).
import { readdir } from 'node:fs/promises'
import { dirname, basename, join, sep } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import type { FoundFolder } from '../../../../shared/model/settings.ts'
import { destinationAbove } from '../../destinations/own-copy.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { listNames } from '../../engine/attempt/failure-message.ts'
import { isInFolder, isSameFolder, liesBelow } from '../../domain/folder-path.ts'
import { isSystemFolder } from '../../domain/run-layout.ts'
import { realPathOf } from '../../lib/real-path.ts'
import type { Recognition, RunRecogniser } from '../runs/recognise-run.ts'
import { runFolder } from '../runs/run-folder.ts'
import { type DiscoveryDeps, type Found, discover, discoverBelow } from './discover.ts'
import { stagedAround, systemFolderIn } from './territory.ts'

interface RunsInside {
  /** Folders in it that are runs, or that may be. */
  readonly runs: readonly string[]
  /** Whether it may be one run itself, if a person says so. */
  readonly mayBeRun: boolean
}

/** What a folder is. `path`: its real path. */
type FolderNature =
  | { readonly kind: 'run'; readonly path: string }
  | ({ readonly kind: 'parent'; readonly path: string } & RunsInside)
  /** `message`: why it can't be added, as a sentence. */
  | { readonly kind: 'refused'; readonly message: string }

/** Most runs of a parent folder that are listed. */
const MAX_RUNS = 200

const WINDOWS = sep === '\\'
const isSame = (a: string, b: string): boolean => isSameFolder(a, b, WINDOWS)
const isIn = (folder: string, root: string): boolean => isInFolder(folder, root, WINDOWS)

/** The instrument whose folder the path lies in, the innermost first; null: none. */
const instrumentAround = (path: string, settings: Settings): Instrument | null =>
  settings.instruments
    .filter(({ localRoot }) => liesBelow(path, localRoot, WINDOWS))
    .toSorted((a, b) => b.localRoot.length - a.localRoot.length)[0] ?? null

const subfolders = async (folder: string): Promise<{ folders: string[]; hasFiles: boolean }> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((one) => one.isDirectory() && !one.name.startsWith('.'))
  return {
    folders: names
      .filter(({ name }) => !isSystemFolder(name, dirname(folder) === folder))
      .map(({ name }) => join(folder, name))
      .toSorted(),
    hasFiles: entries.some((one) => one.isFile()),
  }
}

/** What the discovery says of the path: null: that it is a run. */
const runsOf = async (path: string, found: AsyncGenerator<Found>): Promise<RunsInside | null> => {
  const runs: string[] = []
  for await (const one of found) {
    if (isSame(one.folder, path)) {
      if (one.kind === 'unclear')
        return { runs: (await subfolders(path)).folders.slice(0, MAX_RUNS), mayBeRun: true }
      if (one.kind === 'run' || one.kind === 'unreadable') return null
    } else if ((one.kind === 'run' || one.kind === 'unclear') && isIn(one.folder, path))
      runs.push(one.folder)
    if (runs.length >= MAX_RUNS) break
  }
  return { runs, mayBeRun: false }
}

/** What can never be a run, whatever lies in it; null: the folder may be one. */
const refusalOf = (path: string, settings: Settings, dataDir: string): string | null => {
  const system = systemFolderIn(path)
  if (system !== null)
    return msg`${path} can't be added: ${system} is a folder of the system or of the NAS.`
  const data = realPathOf(dataDir)
  if (isIn(path, data) || isIn(data, path))
    return msg`${path} can't be added: it is the data folder of ExLab Sync, or holds it.`
  const staged = stagedAround(path, settings)
  if (staged !== null)
    return msg`${path} can't be added: another computer sends the runs of ${staged.label} (sync_mode: stage in ExLab-Wizard's settings).`
  const above = destinationAbove(path)
  return above === null
    ? null
    : msg`${path} can't be added: it lies in ${above}, which is a destination of runs.`
}

/** What a folder is. `settings`: with real paths (`withRealRoots`). */
export const natureOf = async (
  folder: string,
  settings: Settings,
  deps: DiscoveryDeps,
): Promise<FolderNature> => {
  const given = runFolder(folder, 'added')
  if ('refusal' in given) return { kind: 'refused', message: given.refusal }
  const { path } = given
  const message = refusalOf(path, settings, deps.dataDir)
  if (message !== null) return { kind: 'refused', message }
  const { instruments } = settings
  if (instruments.some(({ id }) => deps.isQueued(path, id))) return { kind: 'run', path }
  const below = instruments.filter(
    (one) => isIn(one.localRoot, path) || isSame(join(one.localRoot, one.id), path),
  )
  if (below.length > 0) {
    const runs: string[] = []
    for (const one of below)
      runs.push(...((await runsOf(path, discover(one, settings, deps)))?.runs ?? []))
    return { kind: 'parent', path, runs: [...new Set(runs)].slice(0, MAX_RUNS), mayBeRun: false }
  }
  const around = instrumentAround(path, settings)
  if (around === null) {
    const { folders, hasFiles } = await subfolders(path)
    return hasFiles || folders.length === 0
      ? { kind: 'run', path }
      : { kind: 'parent', path, runs: folders.slice(0, MAX_RUNS), mayBeRun: true }
  }
  const inside = await runsOf(path, discoverBelow(path, around, settings, deps))
  return inside === null ? { kind: 'run', path } : { kind: 'parent', path, ...inside }
}

/** What is found of a folder that can be added as a new run. */
const NEW_RUNS: ReadonlySet<Recognition['kind']> = new Set(['new', 'remade'])

/** The same for the window, with the runs of a parent. `recognise` says which of them are in the queue. */
export const inspectFolder = async (
  folder: string,
  settings: Settings,
  deps: DiscoveryDeps & Pick<RunRecogniser, 'recognise'>,
): Promise<FoundFolder> => {
  const nature = await natureOf(folder, settings, deps)
  if (nature.kind === 'refused') {
    const isFile = nature.message.includes(' is a file. ')
    return {
      folder,
      kind: isFile ? 'not_a_folder' : 'refused',
      message: nature.message,
      instrument: null,
      mayBeRun: false,
      runs: [],
    }
  }
  const { path } = nature
  const instrument =
    instrumentAround(path, settings)?.id ??
    settings.instruments.find(({ localRoot }) => isIn(localRoot, path))?.id ??
    null
  if (nature.kind === 'run')
    return {
      folder,
      kind: instrument === null ? 'unknown' : 'run',
      message: null,
      instrument,
      mayBeRun: true,
      runs: [],
    }
  return {
    folder,
    kind: 'parent',
    message: parentMessage(path, nature.runs),
    mayBeRun: nature.mayBeRun,
    instrument,
    runs: await Promise.all(
      nature.runs.map(async (run) => {
        const owner = instrumentAround(run, settings)?.id ?? instrument
        const known = owner !== null && !NEW_RUNS.has((await deps.recognise(run, owner)).kind)
        return { folder: run, run: basename(run), known }
      }),
    ),
  }
}

/** Runs that a refusal names. */
const MAX_NAMED = 5

/** Why a folder that holds runs is not added as it is. */
export const parentMessage = (path: string, runs: readonly string[]): string => {
  const names = runs.slice(0, MAX_NAMED).map((run) => run.slice(path.length).replace(/^[\\/]/, ''))
  return runs.length === 0
    ? msg`${path} is a folder in which runs are made, and no run is in it. Add a run.`
    : msg`${path} holds other folders, which may be runs of their own: ${listNames(names, runs.length)}. Say which runs.`
}
