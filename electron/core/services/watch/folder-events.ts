// Watches folders by the system's file events, so that a sweep follows soon after an instrument wrote something.
import { type FSWatcher, watch } from 'node:fs'

/** Most folders that are watched by events; sweeps cover the others. */
const MAX_WATCHED = 64

interface FolderEvents {
  /** Forgets which folders are wanted; the coming sweep names them again. */
  beginSweep(): void
  /** The sweep wants events of this folder. */
  want(folder: string): void
  /** Stops watching folders that this sweep did not name. */
  endSweep(): void
  close(): void
}

/** `onEvent`: something happened in that folder. `watchFolder`: the system's. */
export const createFolderEvents = (
  onEvent: (folder: string) => void,
  watchFolder: typeof watch = watch,
): FolderEvents => {
  const watchers = new Map<string, FSWatcher>()
  let wanted = new Set<string>()
  let closed = false
  return {
    beginSweep() {
      wanted = new Set()
    },
    want(folder) {
      wanted.add(folder)
      if (watchers.has(folder) || watchers.size >= MAX_WATCHED || closed) return
      try {
        const watcher = watchFolder(folder, { persistent: false }, () => onEvent(folder))
        watcher.on('error', () => {
          watcher.close()
          watchers.delete(folder)
        })
        watchers.set(folder, watcher)
      } catch {
        // a share without events, or a limit of the system: sweeps cover this folder
      }
    },
    endSweep() {
      for (const [folder, watcher] of watchers) {
        if (wanted.has(folder)) continue
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
