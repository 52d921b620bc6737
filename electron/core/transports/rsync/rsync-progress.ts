// Parser of rsync's item lines and its progress line: which file is being sent, how far it
// is, and which files are sent.
import type { TransportEvent } from '../transport.ts'

const PROGRESS = /^\s*([\d,.]+)\s+(\d+)%\s+\S+\s+[\d:]+(\s+\(xfr#)?/
const ITEM = /^[<>ch.*][fdLDS][^|]{0,12}\|(\d+)\|(.+)$/s

interface RsyncProgress {
  /** Reads a line of rsync's stdout; false: it is neither item nor progress, so it is a message. */
  push(line: string): boolean
}

/**
 * Reads `--out-format=%i|%l|%n` together with `--info=progress2`. rsync prints the item line
 * before it sends the file, and `(xfr#N` in the progress line after it. A push sends one file
 * at a time, so the bytes counted in between are that file's (docs/tool-behaviour.md 24).
 * `prefix` is cut off the paths.
 */
export const createRsyncProgress = (
  prefix: string,
  onEvent: (event: TransportEvent) => void,
): RsyncProgress => {
  let bytes = 0
  let current: { readonly path: string; readonly size: number; readonly from: number } | null = null

  const finish = (): void => {
    if (current === null) return
    onEvent({ type: 'file_sent', path: current.path })
    current = null
  }
  const reportProgress = (): void =>
    onEvent({
      type: 'progress',
      bytes,
      totalBytes: null,
      rate: null,
      etaSeconds: null,
      active:
        current === null
          ? []
          : [
              {
                path: current.path,
                bytes: Math.max(0, Math.min(current.size, bytes - current.from)),
                size: current.size,
              },
            ],
    })

  return {
    push(line) {
      const progress = PROGRESS.exec(line)
      if (progress !== null) {
        bytes = Number(progress[1]?.replaceAll(/[,.]/g, ''))
        if (progress[3] !== undefined) finish()
        reportProgress()
        return true
      }
      const item = ITEM.exec(line)
      if (item?.[2] === undefined || line[1] !== 'f') return false
      finish()
      // the path comes last, since a name may contain the separator
      const path = item[2].startsWith(prefix) ? item[2].slice(prefix.length) : item[2]
      current = { path, size: Number(item[1]), from: bytes }
      return true
    },
  }
}
