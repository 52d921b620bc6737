// Compiled code of the command line is kept, and only where no other account could put its own.
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isOnlyOurs, loadCompiled } from '../../../electron/cli/compiled-code.ts'
import { needsPosix } from '../../helpers/needs-posix.ts'

const US = 1000
const OTHER = 1001

describe.skipIf(needsPosix('Windows has no owner and rights of a folder'))('the folder', () => {
  const judged = (rights: Readonly<Record<string, readonly [number, number]>>): boolean =>
    isOnlyOurs('/home/us/c', US, (folder) => {
      const [uid, mode] = rights[folder] ?? [0, 0o40755]
      return { uid, mode }
    })
  const OURS = { '/home/us/c': [US, 0o40700], '/home/us': [US, 0o40755] } as const

  it('of this account below its own folders and those of root is used', () => {
    expect(judged(OURS)).toBe(true)
    expect(judged({ ...OURS, '/home': [0, 0o41777] })).toBe(true)
  })
  it.each([
    ['is of another account', { '/home/us/c': [OTHER, 0o40700] }],
    ['is of root', { '/home/us/c': [0, 0o40700] }],
    ['can be written by its group', { '/home/us/c': [US, 0o40720] }],
    ['can be written by all, each his own', { '/home/us/c': [US, 0o41777] }],
    ['is a link, which has all rights', { '/home/us/c': [US, 0o120777] }],
    ['lies in a folder that others can write', { '/home/us': [US, 0o40757] }],
    ['lies in a folder of another account', { '/home/us': [OTHER, 0o40755] }],
    ['lies below a folder of another account', { '/home': [OTHER, 0o40755] }],
  ] as const)('is not used where it %s', (_, rights) => {
    expect(judged({ ...OURS, ...rights })).toBe(false)
  })
})

describe.skipIf(needsPosix('Windows has no owner and rights of a folder'))('a start', () => {
  const makeFolder = (): string => {
    const dir = mkdtempSync(join(tmpdir(), 'exlab-compiled-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    return dir
  }
  const PROGRAM = `const { add } = require('./part.cjs'); const { sep } = require('node:path')
exports.answer = () => add(1) + sep`
  const part = (n: number): string => `exports.add = (to) => { let sum = to + ${n}; return sum }`
  const makeProgram = (n: number): string => {
    const dir = makeFolder()
    writeFileSync(join(dir, 'program.cjs'), PROGRAM)
    writeFileSync(join(dir, 'part.cjs'), part(n))
    return dir
  }
  /** Loads the program, calls it, and keeps what was compiled; answers what it answered. */
  const start = (dir: string, cache: string): unknown => {
    const env = { HOME: '/nowhere', XDG_CACHE_HOME: cache }
    const { exports, keep } = loadCompiled(join(dir, 'program.cjs'), env, 'linux')
    const answer = (exports as { answer(): unknown }).answer()
    keep()
    return answer
  }
  /** The kept files with their times. */
  const kept = (cache: string): [string, number][] => {
    const folder = join(cache, 'exlab-sync', 'compiled')
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.cjs'))
      .toSorted()
      .map((name): [string, number] => [join(folder, name), statSync(join(folder, name)).mtimeMs])
  }

  it('keeps compiled code for this account alone, and takes it at the next start', () => {
    const [dir, cache] = [makeProgram(1), makeFolder()]
    expect(start(dir, cache)).toBe('2/')
    const files = kept(cache)
    expect(files.map(([file]) => basename(file))).toEqual(['part.cjs', 'program.cjs'])
    for (const [file] of files) {
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(statSync(dirname(file)).mode & 0o777).toBe(0o700)
    }
    expect(start(dir, cache)).toBe('2/')
    expect(kept(cache)).toEqual(files)
  })
  it('takes nothing that was compiled of another source, of the same length either', () => {
    const [dir, cache] = [makeProgram(1), makeFolder()]
    start(dir, cache)
    writeFileSync(join(dir, 'part.cjs'), part(2))
    expect(start(dir, cache)).toBe('3/')
    expect(start(dir, cache)).toBe('3/')
  })
  it.each([
    ['empty', (): Uint8Array => new Uint8Array()],
    ['cut off', (all: Buffer): Uint8Array => all.subarray(0, all.length - 9)],
    ['of another V8', (all: Buffer): Uint8Array => Buffer.from(all).fill(7, 0, 16)],
  ])('works where a kept file is %s, and keeps it anew', (_, change) => {
    const [dir, cache] = [makeProgram(1), makeFolder()]
    start(dir, cache)
    const file = kept(cache)[0]?.[0] ?? ''
    const whole = readFileSync(file)
    writeFileSync(file, change(whole))
    expect(start(dir, cache)).toBe('2/')
    expect(readFileSync(file)).toHaveLength(whole.length)
  })
  it('loads a module of Node that is imported when it is needed', async () => {
    const dir = makeFolder()
    writeFileSync(join(dir, 'program.cjs'), `exports.answer = () => import('node:path')`)
    const answer = start(dir, makeFolder()) as Promise<{ readonly sep: string }>
    expect((await answer).sep).toBe('/')
  })
  it('of another program keeps its own', () => {
    const cache = makeFolder()
    const [one, other] = [makeProgram(1), makeProgram(2)]
    start(one, cache)
    const before = kept(cache)
    expect(start(other, cache)).toBe('3/')
    expect(kept(cache)).toHaveLength(4)
    expect(kept(cache)).toEqual(expect.arrayContaining(before))
  })
  it('keeps none where others can write, and works', () => {
    const cache = makeFolder()
    chmodSync(cache, 0o777)
    expect(start(makeProgram(1), cache)).toBe('2/')
    expect(kept(cache)).toEqual([])
  })
  it('keeps none where the folder cannot be made, and works', () => {
    expect(start(makeProgram(1), '/proc/none')).toBe('2/')
    expect(existsSync('/proc/none')).toBe(false)
  })
})
