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
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { createHashPool } from '../../../../../electron/core/engine/hashing/hash-pool.ts'
import { identityOf } from '../../../../../electron/core/lib/file-identity.ts'
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
  const hash = async (known?: Parameters<typeof pool.hash>[2]) =>
    (await pool.hash([file], new AbortController().signal, known))[0]
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
    const blocked = setTimeout(2_000, 'blocked')
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

it('a digest that is known spares the reading only where nothing of the state of the file differs', async () => {
  const { file, hash } = setUp()
  // a file that was written a moment ago is always read
  while (Date.now() - statSync(file).ctimeMs < 100) await setTimeout(10)
  const now = identityOf(statSync(file))
  const claimed = new Uint8Array(32).fill(7)
  const read = createHash('sha256').update('data').digest('hex')
  const shift = fc.constantFrom(0, 0, 1, -1)
  await fc.assert(
    fc.asyncProperty(
      fc.record({ size: shift, mtimeUs: shift, ctimeUs: shift, inode: shift }),
      async (by) => {
        const known = {
          sha256: claimed,
          size: now.size + by.size,
          mtimeUs: now.mtimeUs + by.mtimeUs,
          ctimeUs: now.ctimeUs + by.ctimeUs,
          inode: now.inode + by.inode,
        }
        const found = await hash(new Map([[file, known]]))
        const isSame = Object.values(by).every((one) => one === 0)
        const sha256 = found !== undefined && 'sha256' in found ? found.sha256 : new Uint8Array()
        expect(Buffer.from(sha256).toString('hex')).toBe(
          isSame ? Buffer.from(claimed).toString('hex') : read,
        )
      },
    ),
  )
  // of another file it says nothing
  expect(await hash(new Map([[`${file}2`, { ...now, sha256: claimed }]]))).toMatchObject({
    sha256: new Uint8Array(Buffer.from(read, 'hex')),
  })
})
