// Tests the deletion of local files: each file is checked once more, and nothing outside of the run
// is deleted.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  createDeleter,
  createFolderSweep,
} from '../../../../../electron/core/engine/cleanup/delete-files.ts'
import { openFolder } from '../../../../../electron/core/lib/guarded-folder.ts'
import { identityOf } from '../../../../../electron/core/lib/file-identity.ts'
import {
  type HashPool,
  createHashPool,
} from '../../../../../electron/core/engine/hashing/hash-pool.ts'
import type { KnownFile } from '../../../../../electron/core/files/file-row.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const setUp = () => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-delete-')))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const root = join(dir, 'run')
  mkdirSync(join(root, 'sub/deep'), { recursive: true })
  /** Deletes one file, by a folder that is opened for it. */
  const remove = async (file: KnownFile, hash?: HashPool['hash'], held?: boolean) => {
    const folder = await openFolder(root, held)
    const pool = { hash: hash ?? (() => Promise.resolve([])) }
    const deleter = createDeleter(folder, pool, new AbortController().signal)
    try {
      return await deleter.remove(file)
    } finally {
      await deleter.close()
      await folder.close()
    }
  }
  const put = (path: string): KnownFile => {
    writeFileSync(join(root, path), 'data')
    return {
      seq: 0,
      path,
      ...identityOf(statSync(join(root, path))),
      state: 'verified',
      sha256: null,
      remote: null,
      nasName: null,
      seenPass: 1,
    }
  }
  return { dir, root, put, remove }
}

const DIGEST = createHash('sha256').update('data').digest()

const known = (file: KnownFile | undefined): KnownFile => {
  if (file === undefined) throw new Error('no file')
  return file
}

/** By descriptor, and by the path that is compared before each use, as on systems without descriptors of folders. */
const WAYS = [
  ...(needsPosix('only Linux names files relative to a descriptor')
    ? []
    : [['by descriptor', true] as const]),
  ['by path', false] as const,
]

describe.each(WAYS)('%s', (_, held) => {
  it('an unchanged file is deleted, and one that is gone already is reported so', async () => {
    const { put, remove } = setUp()
    const file = put('sub/deep/a')
    expect(await remove(file, undefined, held)).toEqual({ done: 'deleted' })
    expect(await remove(file, undefined, held)).toEqual({ done: 'gone' })
  })

  it('a changed file stays', async () => {
    const { root, put, remove } = setUp()
    const file = put('a')
    const larger = { ...file, size: file.size + 1 }
    const later = { ...file, mtimeUs: file.mtimeUs + 1 }
    for (const changed of [larger, later])
      expect(await remove(changed, undefined, held)).toMatchObject({ done: 'skipped' })
    expect(existsSync(join(root, 'a'))).toBe(true)
  })

  it.skipIf(needsPosix('an account of Windows may not make links'))(
    'a link in the place of the file, or of a folder above it, is not followed',
    async () => {
      const { dir, root, put, remove } = setUp()
      const file = put('sub/deep/a')
      renameSync(join(root, 'sub'), join(dir, 'outside'))
      symlinkSync(join(dir, 'outside'), join(root, 'sub'))
      const kept = { done: 'skipped', why: 'its folder is a link' }
      expect(await remove(file, undefined, held)).toEqual(kept)
      expect(existsSync(join(dir, 'outside/deep/a'))).toBe(true)
      const link = put('b')
      renameSync(join(root, 'b'), join(dir, 'b'))
      symlinkSync(join(dir, 'b'), join(root, 'b'))
      const noFile = { done: 'skipped', why: 'it is no longer a regular file' }
      expect(await remove(link, undefined, held)).toEqual(noFile)
      expect(existsSync(join(dir, 'b'))).toBe(true)
    },
  )

  it('a path that leads out of the run is refused', async () => {
    const { dir, put, remove } = setUp()
    const file = put('a')
    writeFileSync(join(dir, 'outside'), 'data')
    for (const path of ['../outside', 'sub/../../outside', 'sub/..', ''])
      expect(await remove({ ...file, path }, undefined, held)).toMatchObject({ done: 'skipped' })
    expect(existsSync(join(dir, 'outside'))).toBe(true)
  })

  it.skipIf(needsPosix('an account of Windows may not make links'))(
    'a folder that is exchanged for a link meanwhile does not lead out of the run',
    async () => {
      const { dir, root, put } = setUp()
      const files = ['sub/a', 'sub/b'].map(put)
      mkdirSync(join(dir, 'outside'))
      cpSync(join(root, 'sub/b'), join(dir, 'outside/b'), { preserveTimestamps: true })
      const folder = await openFolder(root, held)
      const swap = (): void => {
        renameSync(join(root, 'sub'), join(dir, 'moved'))
        symlinkSync(join(dir, 'outside'), join(root, 'sub'))
      }
      const hash: HashPool['hash'] = async () => {
        swap()
        const digest = { sha256: DIGEST, settled: true }
        return [{ ...digest, ...identityOf(statSync(join(dir, 'moved/b'))) }]
      }
      const deleter = createDeleter(folder, { hash }, new AbortController().signal)
      expect(await deleter.remove(known(files[0]))).toEqual({ done: 'deleted' })
      // its bytes must be looked at first, and meanwhile the folder is exchanged
      const answer = await deleter.remove({ ...known(files[1]), ctimeUs: null, sha256: DIGEST })
      if (held) expect(answer).toEqual({ done: 'deleted' })
      else expect(answer).toEqual({ done: 'skipped', why: 'its folder is reached through a link' })
      expect(existsSync(join(dir, 'moved/b'))).toBe(!held)
      expect(existsSync(join(dir, 'outside/b'))).toBe(true)
      await deleter.close()
      await folder.close()
    },
  )

  it.skipIf(needsPosix('an account of Windows may not make links'))(
    'emptied folders are removed, others stay, and none behind a link',
    async () => {
      const { dir, root, put } = setUp()
      put('sub/stays')
      mkdirSync(join(dir, 'outside/empty'), { recursive: true })
      symlinkSync(join(dir, 'outside'), join(root, 'link'))
      const folder = await openFolder(root, held)
      const sweep = createFolderSweep()
      for (const path of ['link/empty/a', 'sub/deep/a', 'sub/gone', 'z'])
        await sweep.at(folder, path)
      await sweep.end(folder)
      await folder.close()
      expect(existsSync(join(root, 'sub/deep'))).toBe(false)
      expect(existsSync(join(root, 'sub/stays'))).toBe(true)
      expect(existsSync(join(dir, 'outside/empty'))).toBe(true)
      expect(existsSync(join(root, 'link'))).toBe(true)
    },
  )
})

describe('a file that may have been written since it was hashed', () => {
  const OLD = 1_700_000_000
  const withPool = () => {
    const { root, remove: removeFrom } = setUp()
    const pool = createHashPool(1)
    onTestFinished(() => pool.close())
    const path = join(root, 'a')
    writeFileSync(path, 'data')
    utimesSync(path, OLD, OLD)
    const file: KnownFile = {
      seq: 0,
      path: 'a',
      ...identityOf(statSync(path)),
      state: 'verified',
      sha256: createHash('sha256').update('data').digest(),
      remote: null,
      nasName: null,
      seenPass: 1,
    }
    const remove = (known: KnownFile = file) => removeFrom(known, pool.hash)
    return { root, path, file, remove }
  }

  it.each(['DATA', 'datA'])(
    'stays where its bytes are others, size and time as before: %s',
    async (text) => {
      const { path, remove } = withPool()
      writeFileSync(path, text)
      utimesSync(path, OLD, OLD)
      expect(await remove()).toEqual({ done: 'skipped', why: 'it changed since it was verified' })
      expect(existsSync(path)).toBe(true)
    },
  )

  it('stays where another file took its place', async () => {
    const { root, path, remove } = withPool()
    writeFileSync(join(root, 'b'), 'DATA')
    utimesSync(join(root, 'b'), OLD, OLD)
    renameSync(join(root, 'b'), path)
    expect(await remove()).toMatchObject({ done: 'skipped' })
    expect(existsSync(path)).toBe(true)
  })

  it('is deleted where its bytes are the proven ones', async () => {
    const { path, remove } = withPool()
    chmodSync(path, 0o600)
    expect(await remove()).toEqual({ done: 'deleted' })
    expect(existsSync(path)).toBe(false)
  })

  it('is hashed again where an older version stored no change time', async () => {
    const { path, file, remove } = withPool()
    const old = { ...file, ctimeUs: null, inode: null }
    writeFileSync(path, 'DATA')
    utimesSync(path, OLD, OLD)
    expect(await remove(old)).toMatchObject({ done: 'skipped' })
    writeFileSync(path, 'data')
    utimesSync(path, OLD, OLD)
    expect(await remove(old)).toEqual({ done: 'deleted' })
  })

  it('stays where it cannot be compared with a digest', async () => {
    const { path, file, remove } = withPool()
    expect(await remove({ ...file, ctimeUs: null, sha256: null })).toMatchObject({
      done: 'skipped',
    })
    expect(existsSync(path)).toBe(true)
  })
})

/** Exchanges the folder `sub` of a run for a link to a folder outside and back, as often as it is told. */
const EXCHANGE = `
const { renameSync, symlinkSync } = require('node:fs')
const [root, outside, times] = process.argv.slice(1)
symlinkSync(outside, root + '/link')
process.stdout.write('ready')
for (let i = 0; i < Number(times); i += 1) {
  renameSync(root + '/sub', root + '/aside')
  renameSync(root + '/link', root + '/sub')
  renameSync(root + '/sub', root + '/link')
  renameSync(root + '/aside', root + '/sub')
}`

it.runIf(process.platform === 'linux')(
  'whatever is exchanged while it deletes, no file outside goes',
  async () => {
    const FILES = 300
    const { dir, root, put } = setUp()
    const files = Array.from({ length: FILES }, (_, i) => put(`sub/${i}`))
    const outside = join(dir, 'outside')
    // the same names, sizes and times
    cpSync(join(root, 'sub'), outside, { recursive: true, preserveTimestamps: true })
    const child = spawn(process.execPath, ['-e', EXCHANGE, root, outside, '4000'])
    const ended = new Promise((resolve) => child.on('close', resolve))
    await new Promise((resolve) => child.stdout.once('data', resolve))
    const hash: HashPool['hash'] = async ([path = '']) => [
      { sha256: DIGEST, settled: true, ...identityOf(statSync(path)) },
    ]
    const before = readdirSync(outside)
    const folder = await openFolder(root)
    for (let round = 0; round < 3; round += 1) {
      for (const file of files) {
        // the folder is opened anew for each file
        const deleter = createDeleter(folder, { hash }, new AbortController().signal)
        await deleter.remove({ ...file, sha256: DIGEST })
        await deleter.close()
      }
    }
    await folder.close()
    await ended
    expect(readdirSync(outside)).toEqual(before)
  },
)
