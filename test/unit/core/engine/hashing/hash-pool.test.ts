// Tests that local hashing reads regular files of the run only: a link or a pipe put in a file's
// place gets no digest.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createHashPool } from '../../../../../electron/core/engine/hashing/hash-pool.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const setUp = () => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-hash-')))
  const run = join(dir, 'run')
  mkdirSync(run)
  const file = join(run, 'image.tif')
  writeFileSync(file, 'data')
  const pool = createHashPool(1)
  onTestFinished(async () => {
    await pool.close()
    rmSync(dir, { recursive: true, force: true })
  })
  const hash = async () => (await pool.hash([file], new AbortController().signal))[0]
  return { dir, file, hash }
}

/** Lets a thread go on that waits for a writer of the pipe, so that a failing test ends. */
const releaseReader = (pipe: string): void =>
  closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK))

it('a regular file gets the SHA-256 of its bytes', async () => {
  const { hash } = setUp()
  const found = await hash()
  const sha256 = found !== undefined && 'sha256' in found ? found.sha256 : new Uint8Array()
  expect(Buffer.from(sha256).toString('hex')).toBe(
    createHash('sha256').update('data').digest('hex'),
  )
})

it.skipIf(needsPosix('an account of Windows may not make links'))(
  'a symbolic link swapped in for a file is not followed',
  async () => {
    const { dir, file, hash } = setUp()
    expect(await hash()).toHaveProperty('sha256')
    writeFileSync(join(dir, 'outside.tif'), 'data')
    rmSync(file)
    symlinkSync(join(dir, 'outside.tif'), file)
    expect(await hash()).toMatchObject({ error: 'ELOOP' })
  },
)

it.skipIf(needsPosix('Windows has no named pipes in folders'))(
  'a named pipe swapped in for a file does not block the thread',
  async () => {
    const { file, hash } = setUp()
    rmSync(file)
    execFileSync('mkfifo', [file])
    const blocked = new Promise((resolve) => setTimeout(() => resolve('blocked'), 2_000))
    const found = await Promise.race([hash(), blocked])
    if (found === 'blocked') releaseReader(file)
    expect(found).toMatchObject({ error: 'CHANGED' })
  },
)

it.runIf(process.platform === 'linux')(
  'a file whose folder became a link is not hashed through it',
  async () => {
    const { dir, file, hash } = setUp()
    renameSync(join(dir, 'run'), join(dir, 'elsewhere'))
    symlinkSync(join(dir, 'elsewhere'), join(dir, 'run'))
    expect(existsSync(file)).toBe(true)
    expect(await hash()).toMatchObject({ error: 'CHANGED' })
  },
)
