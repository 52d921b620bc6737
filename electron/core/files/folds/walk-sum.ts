// Sums what a walk of a run folder sees of its files, in any order, so that one number tells whether something in it moved.
import { createHash } from 'node:crypto'
import type { FileIdentity } from '../../lib/file-identity.ts'

/** Words of 32 bits that are added, each by itself. */
const WORDS = 4

/** Adds files up; two sums are equal where the files are, with their sizes, times and inodes. No proof of any byte. */
export const createWalkSum = () => {
  const sum = new Uint32Array(WORDS)
  return {
    add(file: FileIdentity & { readonly path: string }): void {
      const { path, size, mtimeUs, ctimeUs, inode } = file
      const digest = createHash('sha256')
        .update([path, size, mtimeUs, ctimeUs, inode].join('\0'))
        .digest()
      // a typed array keeps the lowest 32 bits of each addition
      for (let word = 0; word < WORDS; word += 1)
        sum[word] = (sum[word] ?? 0) + digest.readUInt32LE(word * 4)
    },
    end: (): Uint8Array => new Uint8Array(sum.buffer.slice(0)),
  }
}
