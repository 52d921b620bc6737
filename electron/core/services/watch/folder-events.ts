// Watches folders by the system's file events, so that a sweep follows soon after an instrument wrote something.
import { type FSWatcher, watch } from 'node:fs'
import { win32 } from 'node:path'
import { isInFolder } from '../../domain/folder-path.ts'

/** Most folders that are watched by events; sweeps cover the others. */
const MAX_WATCHED = 64

interface FolderEvents {
  /** Forgets which folders are wanted; the coming sweep names them again. `roots`: the instruments' folders. */
  beginSweep(roots: readonly string[]): void
  /** The sweep wants events of this folder. */
  want(folder: string): void
  /** Stops watching folders that this sweep did not name. */
  endSweep(): void
  close(): void
}

/** One spelling of a folder of Windows. */
const keyOf = (folder: string): string => win32.normalize(folder).replace(/\\$/, '').toLowerCase()

/**
 * `onEvent`: something happened right in that folder. `watchFolder`: the system's. On Windows a watched folder stays open, so that
 * nobody can rename the folders above it: there the instruments' own folders alone are watched, each with all that is in it, and
 * what happens in folders that nobody wants is passed over.
 */
export const createFolderEvents = (
  onEvent: (folder: string) => void,
  watchFolder: typeof watch = watch,
  platform: NodeJS.Platform = process.platform,
): FolderEvents => {
  const recursive = platform === 'win32'
  const watchers = new Map<string, FSWatcher>()
  let roots: readonly string[] = []
  let needed = new Set<string>()
  /** Wanted folders of Windows, by their one spelling. */
  let wanted = new Map<string, string>()
  let closed = false

  /** The folder to watch for the events of that one; null: there is none. */
  const watchedFor = (folder: string): string | null =>
    recursive ? (roots.find((root) => isInFolder(folder, root, true)) ?? null) : folder

  const report = (watched: string, name: string | null): void => {
    if (!recursive || name === null) return onEvent(watched)
    const folder = wanted.get(keyOf(win32.dirname(win32.join(watched, name))))
    if (folder !== undefined) onEvent(folder)
  }
  return {
    beginSweep(sweptRoots) {
      roots = sweptRoots
      needed = new Set()
      wanted = new Map()
    },
    want(folder) {
      const watched = watchedFor(folder)
      if (watched === null) return
      needed.add(watched)
      if (recursive) wanted.set(keyOf(folder), folder)
      if (watchers.has(watched) || watchers.size >= MAX_WATCHED || closed) return
      try {
        const options = { persistent: false, recursive }
        const watcher = watchFolder(watched, options, (_kind, name) => report(watched, name))
        watcher.on('error', () => {
          watcher.close()
          watchers.delete(watched)
        })
        watchers.set(watched, watcher)
      } catch {
        // a share without events, or a limit of the system: sweeps cover this folder
      }
    },
    endSweep() {
      for (const [folder, watcher] of watchers) {
        if (needed.has(folder)) continue
        watcher.close()
        watchers.delete(folder)
      }
    },
    close() {
      closed = true
      for (const watcher of watchers.values()) watcher.close()
      watchers.clear()
    },
  }
}
