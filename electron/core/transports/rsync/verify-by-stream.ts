// Proof where the NAS has a shell but no sha256sum: its bytes are streamed back over ssh and hashed here (docs/spec.md 5).
import { createHash } from 'node:crypto'
import { shellQuote } from '../../lib/shell-quote.ts'
import type { RemoteDigest } from '../transport.ts'

const BEGIN = 'exlab-sync-begin r\0'
const END = /^exlab-sync-end (\d+)$/

/**
 * The script for `sh` on the far side: for each file its name, its size, and, up to `maxBytes`, its bytes. Nothing but
 * find, wc and cat is needed there.
 */
export const readBackScript = (folder: string, maxBytes: number): string =>
  [
    'LC_ALL=C; export LC_ALL',
    `cd ${shellQuote(folder.startsWith('/') ? folder : `./${folder}`)} || { echo exlab-sync-nodir >&2; exit 1; }`,
    `printf 'exlab-sync-begin r\\000'`,
    `find . -type f -exec sh -c 'for f do s=$(wc -c <"$f") || exit 1; s=$((s)); printf "%s\\000%s\\000" "$f" "$s"; if [ "$s" -le ${maxBytes} ]; then cat <"$f" || exit 1; fi; done' sh {} +`,
    `printf 'exlab-sync-end %s\\000' "$?"`,
    '',
  ].join('\n')

export interface ReadBack {
  /** Bytes as they come, cut anywhere. */
  push(chunk: Buffer): void
  /** `exit` null: it never ended. `strange`: the stream is not what the script writes. */
  state(): { readonly began: boolean; readonly exit: number | null; readonly strange: boolean }
}

/** Longest field between two NULs: a path, with room to spare. */
const MAX_FIELD = 64 << 10

/** Takes the stream apart and hashes it; holds no file, only the chunk that came. */
export const createReadBack = (
  maxBytes: number,
  onDigest: (digest: RemoteDigest) => void,
): ReadBack => {
  let began = false
  let exit: number | null = null
  let strange = false
  let field: Buffer = Buffer.alloc(0)
  let path: string | null = null
  let open: {
    hash: ReturnType<typeof createHash>
    left: number
    size: number
    path: string
  } | null = null

  const finish = (): void => {
    if (open === null || open.left > 0) return
    onDigest({ path: open.path, sha256: open.hash.digest('hex'), size: open.size })
    open = null
  }
  const take = (text: string): void => {
    if (path === null) {
      const end = END.exec(text)
      if (end !== null) exit = Number(end[1])
      else if (text.startsWith('./')) path = text.slice(2)
      else strange = true
      return
    }
    const size = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (!Number.isSafeInteger(size)) {
      strange = true
      return
    }
    if (size > maxBytes) onDigest({ path, sha256: null, size })
    else open = { hash: createHash('sha256'), left: size, size, path }
    path = null
    finish()
  }

  /** Consumes from the front of the bytes; answers what is left of them. */
  const step = (bytes: Buffer): Buffer => {
    if (open !== null) {
      const part = bytes.subarray(0, open.left)
      open.hash.update(part)
      open.left -= part.length
      finish()
      return bytes.subarray(part.length)
    }
    const nul = bytes.indexOf(0)
    const part = nul === -1 ? bytes : bytes.subarray(0, nul)
    field = Buffer.concat([field, part])
    if (field.length > MAX_FIELD) strange = true
    if (nul === -1) return bytes.subarray(bytes.length)
    take(field.toString('utf8'))
    field = Buffer.alloc(0)
    return bytes.subarray(nul + 1)
  }

  return {
    push(chunk) {
      let bytes = chunk
      if (!began) {
        // whatever a login shell prints comes first
        field = Buffer.concat([field, bytes]).subarray(-MAX_FIELD)
        const at = field.indexOf(BEGIN)
        if (at === -1) return
        began = true
        bytes = field.subarray(at + BEGIN.length)
        field = Buffer.alloc(0)
      }
      const goesOn = (): boolean => !strange && exit === null
      while (bytes.length > 0 && goesOn()) bytes = step(bytes)
    },
    state: () => ({ began, exit, strange }),
  }
}
