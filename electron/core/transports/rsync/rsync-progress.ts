// Parser of rsync's item lines and its progress line: which file is being sent, how far it
// is, and which files are sent. The sender alone prints them: what it has written to the connection may not be stored.
import type { TransportEvent } from '../transport.ts'

const PROGRESS = /^\s*([\d,.]+)\s+(\d+)%\s+\S+\s+[\d:]+(\s+\(xfr#)?/
const ITEM = /^[<>ch.*][fdLDS][^|]{0,12}\|(\d+)\|(.+)$/s

/**
 * A file counts as sent once the sender is so many bytes further: more than the buffers of both programs, of ssh and of the
 * connection hold. Files behind that were tried, and are sent where rsync goes through to its end.
 */
const IN_FLIGHT_BYTES = 32 * 1024 * 1024

/**
 * Names that are kept at most: of a run of empty files no byte says that they are there. Older ones are told by nobody, and are
 * sent with the whole push (engine/attempt/push.ts).
 */
const MOST_TRIED = 100_000

interface RsyncProgress {
  /** Reads a line of rsync's stdout; false: it is neither item nor progress, so it is a message. */
  push(line: string): boolean
  /** rsync went through to its end: all that it tried is sent. */
  confirm(): void
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

  /** Files that the sender has written, oldest first, each with the bytes that it had written by then. */
  let tried: { readonly path: string; readonly at: number }[] = []

  /** How many of them are sent: the list is cut now and then, since it may hold a hundred thousand small files. */
  let confirmed = 0
  const cut = (from: number): void => {
    tried = tried.slice(from)
    confirmed = 0
  }

  const finish = (): void => {
    if (current === null) return
    tried.push({ path: current.path, at: bytes })
    current = null
    if (tried.length - confirmed > MOST_TRIED) cut(confirmed + MOST_TRIED / 2)
  }
  /** Files that were written before so many bytes are sent. */
  const confirmUpTo = (limit: number): void => {
    for (let file = tried[confirmed]; file !== undefined && file.at <= limit;) {
      onEvent({ type: 'file_sent', path: file.path })
      confirmed += 1
      file = tried[confirmed]
    }
    if (confirmed * 2 > tried.length) cut(confirmed)
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
        confirmUpTo(bytes - IN_FLIGHT_BYTES)
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
    confirm() {
      finish()
      confirmUpTo(Infinity)
    },
  }
}
