// Hashing of files that are streamed back over ssh, cut anywhere: the digests are those of the
// files.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStreamHasher } from '../../../../../electron/core/transports/rsync/verify-by-stream.ts'
import type { RemoteDigest } from '../../../../../electron/core/transports/transport.ts'

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const read = (stream: Buffer, cuts: readonly number[], maxBytes: number) => {
  const digests: RemoteDigest[] = []
  const reader = createStreamHasher(maxBytes, (digest) => digests.push(digest))
  const at = [
    0,
    ...cuts.map((cut) => cut % (stream.length + 1)).toSorted((a, b) => a - b),
    stream.length,
  ]
  for (let i = 1; i < at.length; i += 1) reader.push(stream.subarray(at[i - 1], at[i]))
  return { digests, state: reader.state() }
}

const streamOf = (files: readonly { name: string; bytes: Uint8Array }[], max: number): Buffer =>
  Buffer.concat([
    Buffer.from('Welcome to the NAS\nexlab-sync-begin r\0'),
    ...files.flatMap(({ name, bytes }) => [
      Buffer.from(`./${name}\0${bytes.length}\0`),
      bytes.length <= max ? bytes : Buffer.alloc(0),
    ]),
    Buffer.from('exlab-sync-end 0\0'),
  ])

const file = fc.record({
  name: fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => !name.includes('\0')),
  bytes: fc.uint8Array({ maxLength: 300 }),
})

describe('reading back', () => {
  it('gives the digest of every file within the limit, and only the size of the others', () => {
    fc.assert(
      fc.property(
        fc.array(file),
        fc.array(fc.nat()),
        fc.constantFrom(0, 100, 1_000),
        (files, cuts, max) => {
          const { digests, state } = read(streamOf(files, max), cuts, max)
          expect(state).toEqual({ began: true, exit: 0, strange: 0 })
          expect(digests).toEqual(
            files.map(({ name, bytes }) => ({
              path: name,
              sha256: bytes.length <= max ? sha(bytes) : null,
              size: bytes.length,
            })),
          )
        },
      ),
    )
  })
  it('a stream that was cut off has no end, and one that is shifted is strange', () => {
    const stream = streamOf([{ name: 'a', bytes: Buffer.from('abc') }], 10)
    expect(read(stream.subarray(0, -5), [], 10).state.exit).toBeNull()
    const shifted = Buffer.from('exlab-sync-begin r\0./a\u00002\0abcexlab-sync-end 0\0')
    expect(read(shifted, [], 10).state.strange).toBe(1)
    expect(read(Buffer.from('nothing of ours'), [], 10).state.began).toBe(false)
  })
})
