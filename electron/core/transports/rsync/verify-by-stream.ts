// Verification where the remote has a shell but no sha256sum: its bytes are streamed back over ssh
// and hashed on this computer (docs/spec.md 5).
import { type Hash, createHash } from 'node:crypto'
import {
  BEGIN_MARK,
  END_MARK,
  type ListParser,
  type OnDigest,
  enterFolder,
  remoteScript,
} from './remote-script.ts'

const BEGIN = `${BEGIN_MARK} r\0`

/**
 * The script: for each file its name, its size, and, up to `maxBytes`, its content. It
 * needs only find, wc and cat.
 */
export const streamScript = (folder: string, maxBytes: number): string =>
  remoteScript(
    enterFolder(folder),
    `printf '${BEGIN_MARK} r\\000'`,
    `find . -type f -exec sh -c 'for f do s=$(wc -c <"$f") || exit 1; s=$((s)); printf "%s\\000%s\\000" "$f" "$s"; if [ "$s" -le ${maxBytes} ]; then cat <"$f" || exit 1; fi; done' sh {} +`,
    `printf 'exlab-sync-end %s\\000' "$?"`,
  )

/** Longest field between two NUL bytes: a path, with space to spare. */
const MAX_FIELD = 64 << 10

/**
 * Hashes the stream while it arrives, cut anywhere; holds no file in memory, only the latest chunk.
 */
export const createStreamHasher = (maxBytes: number, onDigest: OnDigest): ListParser => {
  let began = false
  let exit: number | null = null
  let strange = 0
  let field: Buffer = Buffer.alloc(0)
  let path: string | null = null
  let file: { hash: Hash; bytesLeft: number; size: number; path: string } | null = null

  const finishFile = (): void => {
    if (file === null || file.bytesLeft > 0) return
    onDigest({ path: file.path, sha256: file.hash.digest('hex'), size: file.size })
    file = null
  }
  const readField = (text: string): void => {
    if (path === null) {
      const end = END_MARK.exec(text)
      if (end !== null) exit = Number(end[1])
      else if (text.startsWith('./')) path = text.slice(2)
      else strange += 1
      return
    }
    const size = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (!Number.isSafeInteger(size)) {
      strange += 1
      return
    }
    if (size > maxBytes) onDigest({ path, sha256: null, size })
    else file = { hash: createHash('sha256'), bytesLeft: size, size, path }
    path = null
    finishFile()
  }

  /** Consumes bytes from the front; returns the rest. */
  const consume = (bytes: Buffer): Buffer => {
    if (file !== null) {
      const part = bytes.subarray(0, file.bytesLeft)
      file.hash.update(part)
      file.bytesLeft -= part.length
      finishFile()
      return bytes.subarray(part.length)
    }
    const nul = bytes.indexOf(0)
    const part = nul === -1 ? bytes : bytes.subarray(0, nul)
    field = Buffer.concat([field, part])
    if (field.length > MAX_FIELD) strange += 1
    if (nul === -1) return bytes.subarray(bytes.length)
    readField(field.toString('utf8'))
    field = Buffer.alloc(0)
    return bytes.subarray(nul + 1)
  }

  return {
    push(chunk) {
      let bytes = chunk
      if (!began) {
        field = Buffer.concat([field, bytes]).subarray(-MAX_FIELD)
        const begin = field.indexOf(BEGIN)
        if (begin === -1) return
        began = true
        bytes = field.subarray(begin + BEGIN.length)
        field = Buffer.alloc(0)
      }
      const unfinished = (): boolean => strange === 0 && exit === null
      while (bytes.length > 0 && unfinished()) bytes = consume(bytes)
    },
    state: () => ({ began, exit, strange }),
  }
}
