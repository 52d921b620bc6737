// A text file of another program is replaced as a whole, and a change that the other program made meanwhile is not overwritten.
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { replaceFile } from '../../../../electron/core/lib/atomic-replace.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

let dir = ''
let file = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-replace-'))
  file = join(dir, 'status.json')
  writeFileSync(file, 'first', { mode: 0o640 })
})
afterEach(() => rmSync(dir, { recursive: true }))

/** Rewrites the file as ExLab-Wizard does: a new file takes its place. */
const rewriteElsewhere = (text: string): void => {
  writeFileSync(`${file}.wizard`, text, { mode: 0o640 })
  renameSync(`${file}.wizard`, file)
}

it('writes the changed text, keeps the rights and leaves no temporary file', () => {
  expect(replaceFile(file, (text) => `${text}, changed`)).toBe(true)
  expect(readFileSync(file, 'utf8')).toBe('first, changed')
  if (!needsPosix('Windows has no modes of files')) expect(statSync(file).mode & 0o777).toBe(0o640)
  expect(readdirSync(dir)).toEqual(['status.json'])
})

it.skipIf(needsPosix('Windows has no modes of files'))(
  'leaves a group its rights, which the umask would take away',
  () => {
    chmodSync(file, 0o660)
    replaceFile(file, () => 'changed')
    expect(statSync(file).mode & 0o777).toBe(0o660)
  },
)

it('writes nothing where nothing is to be changed', () => {
  const before = statSync(file).ino
  expect(replaceFile(file, () => null)).toBe(true)
  expect(statSync(file).ino).toBe(before)
})

it('applies its change to the text that another program wrote meanwhile', () => {
  const seen: string[] = []
  const done = replaceFile(file, (text) => {
    seen.push(text)
    if (seen.length === 1) rewriteElsewhere('second, by ExLab-Wizard')
    return `${text}, changed`
  })
  expect(done).toBe(true)
  expect(seen).toEqual(['first', 'second, by ExLab-Wizard'])
  expect(readFileSync(file, 'utf8')).toBe('second, by ExLab-Wizard, changed')
})

it("gives up and leaves the other program's text where the file is rewritten every time", () => {
  let writes = 0
  const done = replaceFile(file, (text) => {
    writes += 1
    rewriteElsewhere(`text ${writes} by ExLab-Wizard`)
    return `${text}, changed`
  })
  expect(done).toBe(false)
  expect(readFileSync(file, 'utf8')).toBe(`text ${writes} by ExLab-Wizard`)
  expect(readdirSync(dir)).toEqual(['status.json'])
})

it('writes through no link that lies beside the file', () => {
  const secret = join(dir, 'secret')
  writeFileSync(secret, 'precious')
  symlinkSync(secret, `${file}.exlab-sync.tmp`)
  symlinkSync(secret, `${file}.tmp`)
  expect(replaceFile(file, () => 'changed')).toBe(true)
  expect(readFileSync(secret, 'utf8')).toBe('precious')
  expect(lstatSync(file).isFile()).toBe(true)
})
