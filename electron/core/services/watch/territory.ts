// Says which folders no instrument may take runs from, and which belong to another instrument (docs/spec.md 6).
import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { DESTINATION_FILE } from '../../destinations/records-folder.ts'
import type { Instrument, Settings, StagedInstrument } from '../../domain/config.ts'
import { isSystemFolder } from '../../domain/run-layout.ts'
import { isInFolder, isSameFolder, liesBelow } from '../../domain/folder-path.ts'
import { realPathOf } from '../../lib/real-path.ts'

const WINDOWS = sep === '\\'
const isSame = (a: string, b: string): boolean => isSameFolder(a, b, WINDOWS)
const isIn = (folder: string, root: string): boolean => isInFolder(folder, root, WINDOWS)

/**
 * The settings with the real path of each instrument's folder, as it is now. Asks without blocking, because a share may not
 * answer.
 */
export const withRealRoots = async (settings: Settings): Promise<Settings> => ({
  ...settings,
  instruments: await Promise.all(settings.instruments.map(withRealRoot)),
  staged: await Promise.all(settings.staged.map(withRealRoot)),
})

const withRealRoot = async <T extends { readonly localRoot: string }>(one: T): Promise<T> => ({
  ...one,
  localRoot: await realpath(one.localRoot).catch(() => one.localRoot),
})

/** The folder of an instrument whose `local_root` it shares with others. */
const ownFolder = ({ localRoot, id }: Pick<Instrument, 'localRoot' | 'id'>): string =>
  join(localRoot, id)

export interface Territory {
  /** Why runs of the instrument are never made at that folder or below it, as a phrase; null: they may be. */
  takenBy(folder: string): string | null
  /** Whether a folder of another instrument, a mounted NAS or our data lies below that folder: then it is no run itself. */
  holdsOthers(folder: string): boolean
  /** Whether another instrument has the same `local_root`, so that each keeps to the folder of its name. */
  readonly isShared: boolean
}

/**
 * What belongs to others, seen from one instrument. `settings`: with real paths (`withRealRoots`); `dataDir`: of this program.
 */
export const territoryOf = (
  instrument: Instrument,
  settings: Settings,
  dataDir: string,
): Territory => {
  const { localRoot } = instrument
  const others = [
    ...settings.instruments.filter(({ id }) => id !== instrument.id),
    // another computer sends their runs, so that nobody here may take one
    ...settings.staged,
  ]
  const sharing = others.filter((one) => isSame(one.localRoot, localRoot))
  const foreign = [
    ...sharing.map((one) => ({ folder: ownFolder(one), why: msg`it is the folder of ${one.id}` })),
    // where one root lies in another, the inner one is its own instrument's
    ...others
      .filter((one) => liesBelow(one.localRoot, localRoot, WINDOWS))
      .map((one) => ({ folder: one.localRoot, why: msg`it is the folder of ${one.id}` })),
    { folder: realPathOf(dataDir), why: msg`it is the data folder of ExLab Sync` },
    ...settings.instruments.flatMap(({ nasRoot }) =>
      // not resolved: a mount that hangs would hold up the sweep
      nasRoot === null ? [] : [{ folder: nasRoot, why: msg`the NAS is mounted there` }],
    ),
  ].filter(({ folder }) => !isSame(folder, localRoot))
  return {
    takenBy(folder) {
      const found = foreign.find((one) => isIn(folder, one.folder))
      if (found !== undefined) return found.why
      return existsSync(join(folder, DESTINATION_FILE)) ? msg`runs are sent to it` : null
    },
    holdsOthers: (folder) => foreign.some((one) => liesBelow(one.folder, folder, WINDOWS)),
    isShared: sharing.length > 0,
  }
}

/** The staged instrument whose runs lie at a path, which another computer sends; null: none. `settings`: with real paths. */
export const stagedAround = (path: string, settings: Settings): StagedInstrument | null =>
  settings.staged.find((one) => {
    const isShared = settings.instruments.some(({ localRoot }) => isIn(one.localRoot, localRoot))
    return isIn(path, isShared ? ownFolder(one) : one.localRoot)
  }) ?? null

/** The part of a path by which it lies in a folder that a system keeps for itself; null: it does not. */
export const systemFolderIn = (folder: string): string | null => {
  for (let path = folder; ; path = dirname(path)) {
    const parent = dirname(path)
    if (parent === path) return null
    const name = path.slice(parent.length).replace(/^[\\/]/, '')
    if (isSystemFolder(name, dirname(parent) === parent)) return name
  }
}
