// A text of another program is changed as a whole in a guarded folder, and what a crash left there is removed.
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
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
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFolder } from '../../../../electron/core/lib/guarded-folder.ts'
import { listGuarded } from '../../../../electron/core/lib/guarded-reading.ts'
import { changeGuarded, sweepTemporaries } from '../../../../electron/core/lib/guarded-writing.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

const MAX = 1_000

let dir = ''
let root = ''
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-guarded-')))
  root = join(dir, 'run')
  mkdirSync(join(root, 'sub'), { recursive: true })
  writeFileSync(join(dir, 'secret'), 'precious')
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('a text of another program', () => {
  const change = async (
    use: (text: string) => string | null,
  ): Promise<'written' | 'kept' | 'missing' | 'busy'> => {
    const folder = await openFolder(root)
    try {
      return await changeGuarded(folder, 'file', MAX, use)
    } finally {
      await folder.close()
    }
  }
  /** Rewrites the file as ExLab-Wizard does: a new file takes its place. */
  const rewriteElsewhere = (text: string): void => {
    writeFileSync(join(root, 'other'), text, { mode: 0o640 })
    renameSync(join(root, 'other'), join(root, 'file'))
  }
  beforeEach(() => writeFileSync(join(root, 'file'), 'first', { mode: 0o640 }))

  it('is changed as a whole, with its rights and without a temporary file', async () => {
    expect(await change((text) => `${text}, changed`)).toBe('written')
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('first, changed')
    if (!needsPosix('Windows has no modes of files'))
      expect(statSync(join(root, 'file')).mode & 0o777).toBe(0o640)
    expect(readdirSync(root)).toEqual(['file', 'sub'])
  })

  it('is not rewritten where nothing is to be changed', async () => {
    const before = statSync(join(root, 'file')).ino
    expect(await change(() => null)).toBe('kept')
    expect(statSync(join(root, 'file')).ino).toBe(before)
  })

  it('that was rewritten meanwhile is changed as it is then, three times at most', async () => {
    const seen: string[] = []
    const once = await change((text) => {
      seen.push(text)
      if (seen.length === 1) rewriteElsewhere('second')
      return `${text}, changed`
    })
    expect(once).toBe('written')
    expect(seen).toEqual(['first', 'second'])
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('second, changed')
    let n = 0
    const always = await change((text) => {
      n += 1
      rewriteElsewhere(`text ${n}`)
      return `${text}, changed`
    })
    expect(always).toBe('busy')
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('text 3')
    expect(readdirSync(root)).toEqual(['file', 'sub'])
  })
})

it.skipIf(needsPosix('an account of Windows may not make links'))(
  'temporary files that a crash left are removed, young ones and those of others stay',
  async () => {
    const left = `exlab-sync-${'a'.repeat(24)}.tmp`
    const young = `exlab-sync-${'b'.repeat(24)}.tmp`
    const link = `exlab-sync-${'c'.repeat(24)}.tmp`
    for (const name of [left, young, 'other.tmp']) writeFileSync(join(root, name), '')
    symlinkSync(join(dir, 'secret'), join(root, link))
    const old = Date.now() / 1_000 - 7_200
    for (const name of [left, 'other.tmp']) utimesSync(join(root, name), old, old)
    const folder = await openFolder(root)
    await sweepTemporaries(folder, 100)
    expect((await listGuarded(folder, 100)).map(({ name }) => name).toSorted()).toEqual(
      [young, link, 'other.tmp', 'sub'].toSorted(),
    )
    expect(await listGuarded(folder, 2)).toHaveLength(2)
    await folder.close()
    expect(readFileSync(join(dir, 'secret'), 'utf8')).toBe('precious')
  },
)
