// What was read back while a run was sent is used by the proof that follows the push, and by no other list of digests; how many files are read at once. The program
// is a script that lists one file and reads it.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { RcloneDestination } from '../../../../../electron/core/domain/config.ts'
import { keepEarlyDigests } from '../../../../../electron/core/transports/rclone/early-digests.ts'
import { createRcloneDigests } from '../../../../../electron/core/transports/rclone/rclone-digests.ts'
import { createRcloneQuery } from '../../../../../electron/core/transports/rclone/rclone-query.ts'
import { readChain } from '../../../../../electron/core/transports/rclone/rclone-remote.ts'
import {
  type DigestRequest,
  type RemoteDigest,
  silentIo,
} from '../../../../../electron/core/transports/transport.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const EARLY = 'a'.repeat(64)
const NOW = 'b'.repeat(64)

const SCRIPT = `#!/bin/sh
case "$1" in
  config) echo '{"nas":{"type":"smb"}}' ;;
  lsjson) echo '['; echo '{"Path":"a","Size":5,"ModTime":"t"}'; echo ']' ;;
  hashsum) echo "$*" >"$(dirname "$0")/asked"; echo '${NOW}  a' ;;
esac
`

const DESTINATION: RcloneDestination = {
  type: 'rclone',
  remote: 'nas',
  remotePath: '',
  configFile: null,
  bandwidth: null,
}

/** Asks for the digests of a run on a share; `asked`: the command line by which files were read. */
const ask = async (
  time: string,
  more: Partial<DigestRequest>,
): Promise<{ given: RemoteDigest[]; asked: string }> => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-digests-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const rclone = join(dir, 'rclone')
  writeFileSync(rclone, SCRIPT)
  chmodSync(rclone, 0o755)
  const deps = {
    env: process.env,
    tools: { rclone, rsync: null, ssh: null },
    bundled: null,
    inactivityMs: 60_000,
  }
  const io = silentIo(new AbortController().signal)
  const chain = await readChain(DESTINATION, 'run', createRcloneQuery(DESTINATION, deps), io)
  keepEarlyDigests(chain, new Map([['a', { path: 'a', size: 5, time, sha256: EARLY }]]))
  const shells = { find: async () => null, forget: () => undefined }
  const limits = { transfers: null, maxTransfers: 16 }
  const digests = createRcloneDigests(DESTINATION, deps, async () => [], shells, limits)
  const given: RemoteDigest[] = []
  const request = {
    runPath: 'run',
    files: [],
    maxStreamBytes: 100,
    listsLarger: () => false,
    ...more,
  }
  await digests(request, io, (batch) => given.push(...batch))
  const asked = join(dir, 'asked')
  return { given, asked: existsSync(asked) ? readFileSync(asked, 'utf8') : '' }
}

it.skipIf(needsPosix('the program is a shell script')).each([
  ['the proof that follows the push', 't', true, EARLY],
  ['that proof, of a file with another time', 'before', true, NOW],
  ['a comparison or a look', 't', false, NOW],
] as const)('%s', async (_, time, followsPush, expected) => {
  const { given } = await ask(time, { followsPush })
  expect(given.map(({ path, sha256 }) => [path, sha256])).toEqual([['a', expected]])
})

it.skipIf(needsPosix('the program is a shell script'))(
  'many small files of a share are read back as many at once as they are sent',
  async () => {
    const many = { files: 600, bytes: 60_000_000 }
    expect((await ask('before', { shape: many })).asked).toContain(' --transfers=16 ')
    // by their names, too
    const byName = await ask('before', { shape: many, followsPush: true })
    expect(byName.asked).toContain(' --transfers=16 ')
    const few = await ask('before', { shape: { files: 6, bytes: 60_000_000 } })
    expect(few.asked).not.toContain('--transfers')
  },
)
