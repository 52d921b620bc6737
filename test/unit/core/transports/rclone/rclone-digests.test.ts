// What was read back while a run was sent is used by the proof that follows the push, and by no other list of digests. The program
// is a script that lists one file and reads it.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { RcloneDestination } from '../../../../../electron/core/domain/config.ts'
import { keepEarlyDigests } from '../../../../../electron/core/transports/rclone/early-digests.ts'
import { createRcloneDigests } from '../../../../../electron/core/transports/rclone/rclone-digests.ts'
import { createRcloneQuery } from '../../../../../electron/core/transports/rclone/rclone-query.ts'
import { readChain } from '../../../../../electron/core/transports/rclone/rclone-remote.ts'
import { type RemoteDigest, silentIo } from '../../../../../electron/core/transports/transport.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const EARLY = 'a'.repeat(64)
const NOW = 'b'.repeat(64)

const SCRIPT = `#!/bin/sh
case "$1" in
  config) echo '{"nas":{"type":"smb"}}' ;;
  lsjson) echo '['; echo '{"Path":"a","Size":5,"ModTime":"t"}'; echo ']' ;;
  hashsum) echo '${NOW}  a' ;;
esac
`

const DESTINATION: RcloneDestination = {
  type: 'rclone',
  remote: 'nas',
  remotePath: '',
  configFile: null,
  bandwidth: null,
}

it.skipIf(needsPosix('the program is a shell script')).each([
  ['the proof that follows the push', 't', true, EARLY],
  ['that proof, of a file with another time', 'before', true, NOW],
  ['a comparison or a look', 't', false, NOW],
] as const)('%s', async (_, time, followsPush, expected) => {
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
  const digests = createRcloneDigests(DESTINATION, deps, async () => [], {
    find: async () => null,
    forget: () => undefined,
  })
  const given: RemoteDigest[] = []
  const request = {
    runPath: 'run',
    files: [],
    maxStreamBytes: 100,
    followsPush,
    listsLarger: () => false,
  }
  await digests(request, io, (batch) => given.push(...batch))
  expect(given.map(({ path, sha256 }) => [path, sha256])).toEqual([['a', expected]])
})
