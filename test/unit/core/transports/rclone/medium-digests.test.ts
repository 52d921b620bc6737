// Tests the reading of a folder of this computer that does not answer, and of files that cannot be read past the cache.
import type { ReadMedium } from '../../../../../electron/core/transports/read-medium.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { mediumDigests } from '../../../../../electron/core/transports/rclone/medium-digests.ts'
import { type RemoteDigest, silentIo } from '../../../../../electron/core/transports/transport.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const setUp = (
  readMedium: ReadMedium,
  names: readonly string[] = ['a.tif'],
  controller = new AbortController(),
) => {
  // memory is its own medium everywhere, so the folder is read whatever this machine's disk is
  const dir = mkdtempSync(join(process.platform === 'linux' ? '/dev/shm' : tmpdir(), 'exlab-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  for (const name of names) writeFileSync(join(dir, name), 'abc')
  const tools = {
    env: process.env,
    tools: { rclone: null, rsync: null, ssh: null },
    bundled: null,
    inactivityMs: 100,
  }
  const found: RemoteDigest[] = []
  const deps = { tools, readMedium, destination: 'nas:' }
  const answer = mediumDigests(dir, deps, silentIo(controller.signal), (file) => found.push(file))
  return { answer, found }
}
const never: ReadMedium = () => new Promise(() => undefined)

it.runIf(process.platform === 'linux')(
  'a share that hangs is a time-out, not a wait without end',
  async () => {
    await expect(setUp(never).answer).rejects.toMatchObject({ reason: 'connection_timeout' })
  },
)

it.skipIf(needsPosix('Windows removes no folder that somebody still lists'))(
  'a stop ends it at once, also where a share hangs',
  async () => {
    const controller = new AbortController()
    const { answer } = setUp(never, ['a.tif'], controller)
    controller.abort()
    await expect(answer).rejects.toMatchObject({ cancelled: true })
  },
)

it.runIf(process.platform === 'linux')(
  'a file that cannot be read past the cache is listed without a digest',
  async () => {
    const { answer, found } = setUp(() => Promise.resolve([{ error: 'EINVAL', message: 'no' }]))
    expect(await answer).toBe(false)
    expect(found).toEqual([{ path: 'a.tif', sha256: null, size: 3 }])
  },
)

it.runIf(process.platform === 'linux')(
  'a file that the disk cannot read fails the list',
  async () => {
    const { answer } = setUp(() => Promise.resolve([{ error: 'EIO', message: 'i/o error' }]))
    await expect(answer).rejects.toMatchObject({ reason: 'remote_storage_error' })
  },
)

it.runIf(process.platform === 'linux')(
  'a file that the disk cannot read, twice and while another one can be read, is the fault of that file',
  async () => {
    const asked: string[] = []
    const { answer, found } = setUp(
      (paths) => {
        asked.push(...paths.map((path) => basename(path)))
        return Promise.resolve(
          paths.map((path) =>
            path.endsWith('bad.tif')
              ? { error: 'EIO', message: 'i/o error' }
              : { sha256: new Uint8Array(32), size: 3 },
          ),
        )
      },
      ['a.tif', 'bad.tif'],
    )
    expect(await answer).toBe(true)
    expect(found).toContainEqual({ path: 'bad.tif', sha256: null, size: null, unread: 'i/o error' })
    expect(asked.filter((name) => name === 'bad.tif')).toHaveLength(2)
  },
)
