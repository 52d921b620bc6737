// Identifies what answered, or was tested: the destination, its programs, and the files that they read. What is known of it is
// about nothing else (docs/ux.md D11).
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import type { Destination, Settings } from '../domain/config.ts'

/** A file by its size and time; null: it is not there. */
const stampOf = (file: string | null): readonly number[] | null => {
  const found = file === null ? undefined : statSync(file, { throwIfNoEntry: false })
  return found === undefined ? null : [found.size, found.mtimeMs]
}

const filesOf = (d: Destination): readonly (string | null)[] => {
  switch (d.type) {
    case 'rclone':
      return [d.configFile]
    case 'rsync_ssh':
      return [d.keyPath, d.knownHostsFile]
    case 'folder':
      return []
  }
}

/** Digest of everything that an answer of this destination depends on here; a speed limit is none of it. */
export const testedDigest = (destination: Destination, { tools }: Settings): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        { ...destination, bandwidth: null },
        tools,
        filesOf(destination).map(stampOf),
      ]),
    )
    .digest('hex')
