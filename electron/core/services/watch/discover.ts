// Finds the run folders of an instrument, and what there is beside them that a person has to know of: by the patterns of
// `run_folders`, or where there are none by ExLab-Wizard's records and by what lies there (docs/spec.md 6).
import { opendir } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { compileAnyPattern } from '../../domain/exclusion.ts'
import { compileRunFolders, isSystemFolder } from '../../domain/run-layout.ts'
import { runPathFor } from '../../domain/run-path.ts'
import { errorCode } from '../../errors.ts'
import { recordLevel } from '../../wizard/record-level.ts'
import { type Territory, territoryOf } from './territory.ts'

/** One folder that discovery came to. */
export type Found =
  | { readonly kind: 'run'; readonly folder: string }
  /** It holds folders only, and nothing says whether it is a run or holds runs. */
  | { readonly kind: 'unclear'; readonly folder: string }
  /** It cannot be listed; `code` is the system's. */
  | { readonly kind: 'unreadable'; readonly folder: string; readonly code: string }
  /** It is passed over; `why` is a phrase. */
  | { readonly kind: 'passed'; readonly folder: string; readonly why: string }

export interface DiscoveryDeps {
  /** Of this program. */
  readonly dataDir: string
  /** True for the folder of a run in the queue: it is not looked into. */
  isQueued(folder: string, instrument: string): boolean
  /** True where a run in the queue lies below the folder. */
  holdsRuns(folder: string): boolean
  /** Called with each folder in which new runs can appear. */
  onLevel?(folder: string): void
}

const WINDOWS = sep === '\\'

/** Folders of ExLab-Wizard's projects that hold the runs. */
const RUN_LEVELS: ReadonlySet<string> = new Set(['Runs', 'TestRuns'])

interface Listing {
  /** Names of folders, sorted; without links, hidden ones and those of systems. */
  readonly folders: readonly string[]
  /** Whether there is a file that is not left out. */
  readonly hasFiles: boolean
}

const list = async (
  folder: string,
  isLeftOut: (name: string) => boolean,
): Promise<Listing | { readonly code: string }> => {
  const folders: string[] = []
  let hasFiles = false
  const atDiskRoot = dirname(folder) === folder
  try {
    for await (const entry of await opendir(folder)) {
      if (!entry.isDirectory()) hasFiles ||= entry.isFile() && !isLeftOut(entry.name)
      else if (!entry.name.startsWith('.') && !isSystemFolder(entry.name, atDiskRoot))
        folders.push(entry.name)
    }
  } catch (error) {
    return { code: errorCode(error) }
  }
  return { folders: folders.sort(), hasFiles }
}

interface Search {
  readonly instrument: Instrument
  readonly territory: Territory
  readonly deps: DiscoveryDeps
  list(folder: string): ReturnType<typeof list>
}

/** The folders in a folder that can be runs or lead to runs; those that can't are yielded as passed. */
async function* openLevel(
  folder: string,
  { list: listFolder, territory, deps, instrument }: Search,
): AsyncGenerator<Found, string[]> {
  const listing = await listFolder(folder)
  if ('code' in listing) {
    // a folder that is gone since its parent was listed is no fault
    if (listing.code !== 'ENOENT') yield { kind: 'unreadable', folder, code: listing.code }
    return []
  }
  deps.onLevel?.(folder)
  const open: string[] = []
  for (const name of listing.folders) {
    const child = join(folder, name)
    const why = deps.isQueued(child, instrument.id) ? null : territory.takenBy(child)
    if (why === null) open.push(name)
    else yield { kind: 'passed', folder: child, why }
  }
  return open
}

/** Runs by the patterns of `run_folders`. `names`: from the instrument's folder to `folder`. */
async function* byPatterns(
  folder: string,
  names: readonly string[],
  roleOf: ReturnType<typeof compileRunFolders>,
  search: Search,
): AsyncGenerator<Found> {
  for (const name of yield* openLevel(folder, search)) {
    const child = join(folder, name)
    const path = [...names, name]
    const role = roleOf(path)
    if (role === 'run') yield* asRun(child, search)
    else if (role === 'above') yield* byPatterns(child, path, roleOf, search)
    else
      yield {
        kind: 'passed',
        folder: child,
        why: msg`The setting “Folders that are runs” names no runs there`,
      }
  }
}

/** A folder at the level of runs, unless ExLab-Wizard's records or another folder in it say that it is none. */
async function* asRun(
  folder: string,
  { deps, instrument, territory }: Search,
): AsyncGenerator<Found> {
  if (deps.isQueued(folder, instrument.id)) return yield { kind: 'run', folder }
  const level = await recordLevel(folder)
  if (level === 'project' || level === 'equipment')
    yield {
      kind: 'passed',
      folder,
      why:
        level === 'project'
          ? msg`ExLab-Wizard made it for a project`
          : msg`ExLab-Wizard made it for an instrument`,
    }
  else if (territory.holdsOthers(folder))
    yield { kind: 'passed', folder, why: msg`another folder of the settings lies in it` }
  else yield { kind: 'run', folder }
}

/** Runs by ExLab-Wizard's records and by what lies there: `folder` is one in which runs are made. */
async function* byContents(folder: string, search: Search): AsyncGenerator<Found> {
  for (const name of yield* openLevel(folder, search)) yield* judge(join(folder, name), search)
}

/** The runs in a folder of ExLab-Wizard's for runs. */
async function* runsIn(folder: string, search: Search): AsyncGenerator<Found> {
  for (const name of yield* openLevel(folder, search)) yield* asRun(join(folder, name), search)
}

async function* judge(folder: string, search: Search): AsyncGenerator<Found> {
  const { deps, instrument, territory } = search
  if (deps.isQueued(folder, instrument.id)) return yield { kind: 'run', folder }
  const level = await recordLevel(folder)
  if (level === 'run') return yield { kind: 'run', folder }
  const listing = await search.list(folder)
  if ('code' in listing) {
    if (listing.code !== 'ENOENT') yield { kind: 'unreadable', folder, code: listing.code }
    return
  }
  const levels = listing.folders.filter((name) => RUN_LEVELS.has(name))
  if (level === 'project' || levels.length > 0) {
    deps.onLevel?.(folder)
    for (const name of levels) yield* runsIn(join(folder, name), search)
    for (const name of listing.folders)
      if (!RUN_LEVELS.has(name))
        yield {
          kind: 'passed',
          folder: join(folder, name),
          why: msg`it lies in a project beside Runs and TestRuns`,
        }
    return
  }
  if (level === 'equipment' || territory.holdsOthers(folder) || deps.holdsRuns(folder))
    return yield* byContents(folder, search)
  if (listing.hasFiles || listing.folders.length === 0) yield { kind: 'run', folder }
  else yield { kind: 'unclear', folder }
}

/** The folder below which an instrument's runs lie; null: it is not there yet, and others share the one above it. */
async function* baseOf(search: Search): AsyncGenerator<Found, string | null> {
  const { instrument, territory } = search
  const { localRoot, id } = instrument
  const listing = await search.list(localRoot)
  if ('code' in listing) {
    yield { kind: 'unreadable', folder: localRoot, code: listing.code }
    return null
  }
  const own = join(localRoot, id)
  if (!listing.folders.includes(id)) {
    if (!territory.isShared) return localRoot
    yield { kind: 'passed', folder: own, why: msg`it is not there yet` }
    search.deps.onLevel?.(localRoot)
    return null
  }
  search.deps.onLevel?.(localRoot)
  for (const name of listing.folders) {
    const folder = join(localRoot, name)
    if (name !== id && territory.takenBy(folder) === null)
      yield { kind: 'passed', folder, why: msg`it lies beside ${id}, where runs are looked for` }
  }
  return own
}

const searchOf = (instrument: Instrument, settings: Settings, deps: DiscoveryDeps): Search => {
  const isLeftOut = compileAnyPattern(instrument.exclude)
  return {
    instrument,
    territory: territoryOf(instrument, settings, deps.dataDir),
    deps,
    list: (folder) => list(folder, isLeftOut),
  }
}

/**
 * Yields what one folder inside an instrument's is: that folder as a run, or the runs and other folders in it.
 * `settings`: with real paths.
 */
export async function* discoverBelow(
  folder: string,
  instrument: Instrument,
  settings: Settings,
  deps: DiscoveryDeps,
): AsyncGenerator<Found> {
  const search = searchOf(instrument, settings, deps)
  const names = runPathFor(folder, instrument, WINDOWS).split('/')
  const { runFolders } = instrument
  if (runFolders.length === 0) {
    if (RUN_LEVELS.has(basename(dirname(folder)))) return yield* asRun(folder, search)
    if (RUN_LEVELS.has(basename(folder))) return yield* runsIn(folder, search)
    return yield* judge(folder, search)
  }
  const roleOf = compileRunFolders(runFolders)
  if (roleOf(names) === 'above') yield* byPatterns(folder, names, roleOf, search)
  else yield* asRun(folder, search)
}

/** Yields every run folder of an instrument, and what is beside them. `settings`: with real paths (`withRealRoots`). */
export async function* discover(
  instrument: Instrument,
  settings: Settings,
  deps: DiscoveryDeps,
): AsyncGenerator<Found> {
  const search = searchOf(instrument, settings, deps)
  const base = yield* baseOf(search)
  if (base === null) return
  const { runFolders } = instrument
  if (runFolders.length === 0) yield* byContents(base, search)
  else yield* byPatterns(base, [], compileRunFolders(runFolders), search)
}
