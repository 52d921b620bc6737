// Measures how many bytes an instrument's folder gained since the last look, for the recording guard (docs/spec.md 7). A look asks
// for the times of the folders, lists those in which something changed, and asks for the sizes of files that came or grew of late:
// files that are finished are not asked for again.
import type { Stats } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../../shared/duration.ts'
import { isSystemFolder } from '../../domain/run-layout.ts'

/** A file that did not grow for this time is asked for again only when a name in its folder changes. */
const HOT_MS = 10 * MINUTE_MS
/** In a folder in which no name changed for longer, nothing is taken to be written when it is first met. */
const OLD_MS = DAY_MS
/** Times are as coarse as this on some file systems. */
const COARSE_MS = 2 * SECOND_MS
/** A file of this size may have no block of its own. */
const WITHOUT_BLOCK = 4_096
/** Names that are read at once. */
const BUFFER = 512

interface HotFile {
  readonly bytes: number
  /** When it was made, by which a file that got the number of a removed one is told from it. */
  readonly born: number
  /** When it was last seen to grow, epoch ms. */
  readonly grewAt: number
}

/** Times of a folder are those of its file system, whose clock may be another computer's: they are compared with each other. */
interface KnownFolder {
  readonly parent: string
  /** Time of its last change of names when it was last listed. */
  listedAt: number
  /** A file that was made from then on came since the last look. */
  newFrom: number
  /** Names that were there; null: not kept, because nothing changed there for long. */
  names: ReadonlySet<string> | null
  readonly hot: Map<string, HotFile>
}

interface WriteMeterDeps {
  /** A folder that is another's: nothing in it counts. Asked once for each folder. */
  isTaken(folder: string): boolean
  /** A folder of a run in the queue: nothing in it counts. */
  isQueued(folder: string): boolean
}

export interface WriteMeter {
  /** Bytes gained since the last look; null: there was none. `now`: epoch ms. Throws where the folder itself cannot be read. */
  look(now: number): Promise<number | null>
}

/** Bytes that a file has on its disk: of one that was made larger than it is filled, those that are filled. */
const filled = ({ size, blocks }: Stats): number =>
  blocks === 0 && size <= WITHOUT_BLOCK ? size : Math.min(size, blocks * 512)

/** When a file was made; where the file system does not tell, when anything of it last changed. */
const bornAt = ({ birthtimeMs, ctimeMs }: Stats): number =>
  birthtimeMs > 0 ? birthtimeMs : ctimeMs

/** `root`: real path of the instrument's folder. */
export const createWriteMeter = (root: string, deps: WriteMeterDeps): WriteMeter => {
  const folders = new Map<string, KnownFolder>()
  /** Files that grew of late, so that one that was renamed counts once. */
  const inodes = new Map<number, HotFile>()
  let isFirst = true

  const meet = (path: string, newFrom: number): void =>
    void folders.set(path, {
      parent: dirname(path),
      listedAt: Number.NaN,
      newFrom,
      names: null,
      hot: new Map(),
    })

  /** Takes a file's size; answers what it gained. `isNew`: all of it is. */
  const note = (folder: KnownFolder, name: string, stat: Stats, isNew: boolean, now: number) => {
    const born = bornAt(stat)
    const sameInode = inodes.get(stat.ino)
    const known = folder.hot.get(name) ?? (sameInode?.born === born ? sameInode : undefined)
    const bytes = filled(stat)
    const gained = Math.max(0, bytes - (known?.bytes ?? (isNew ? 0 : bytes)))
    const grewAt = gained > 0 || known === undefined ? now : known.grewAt
    const file = { bytes, born, grewAt }
    folder.hot.set(name, file)
    if (stat.ino !== 0) inodes.set(stat.ino, file)
    return gained
  }

  const lookAtHot = async (path: string, folder: KnownFolder, now: number): Promise<number> => {
    let gained = 0
    for (const [name, { grewAt }] of folder.hot) {
      const stat = await lstat(join(path, name)).catch(() => null)
      if (stat === null || !stat.isFile() || now - grewAt > HOT_MS) folder.hot.delete(name)
      if (stat?.isFile() === true && folder.hot.has(name))
        gained += note(folder, name, stat, false, now)
    }
    return gained
  }

  /** Lists a folder in which names changed at `changedAt`. */
  const list = async (
    path: string,
    folder: KnownFolder,
    changedAt: number,
    now: number,
  ): Promise<number> => {
    let gained = 0
    const isMet = folder.names === null && Number.isNaN(folder.listedAt)
    const isOld = isMet && now - changedAt > OLD_MS
    const names = new Set<string>()
    const atDiskRoot = dirname(path) === path
    for await (const entry of await opendir(path, { bufferSize: BUFFER })) {
      const { name } = entry
      const child = join(path, name)
      if (entry.isDirectory()) {
        if (!folders.has(child) && !isSystemFolder(name, atDiskRoot) && !deps.isTaken(child))
          meet(child, folder.newFrom)
      } else if (entry.isFile() && !isOld) {
        names.add(name)
        if (folder.names?.has(name) === true || folder.hot.has(name)) continue
        const stat = await lstat(child).catch(() => null)
        if (stat === null) continue
        const isNew = bornAt(stat) >= folder.newFrom
        // what was there before the first look may be written now all the same
        if (isNew || changedAt - stat.mtimeMs < HOT_MS)
          gained += note(folder, name, stat, isNew, now)
      }
    }
    folder.names = isOld ? null : names
    return gained
  }

  const lookAt = async (path: string, folder: KnownFolder, now: number): Promise<number> => {
    const { mtimeMs, ctimeMs } = await lstat(path)
    const gained = await lookAtHot(path, folder, now)
    if (mtimeMs === folder.listedAt) return gained
    const came = await list(path, folder, mtimeMs, now)
    // a change right after this one may have the same time
    folder.listedAt = now - mtimeMs < COARSE_MS ? Number.NaN : mtimeMs
    // nobody can set this time back, as a copy that keeps times does with the other
    folder.newFrom = ctimeMs
    return gained + came
  }

  return {
    async look(now) {
      let gained = 0
      if (folders.size === 0) meet(root, Number.POSITIVE_INFINITY)
      // folders that are met on the way are looked at in the same look, those above before those below
      for (const [path, folder] of folders) {
        const isRoot = path === root
        if (!isRoot && (!folders.has(folder.parent) || deps.isQueued(path))) folders.delete(path)
        else
          try {
            gained += await lookAt(path, folder, now)
          } catch (error) {
            folders.delete(path)
            if (isRoot) throw error
          }
      }
      for (const [ino, { grewAt }] of inodes) if (now - grewAt > HOT_MS) inodes.delete(ino)
      const was = isFirst
      isFirst = false
      return was ? null : gained
    },
  }
}
