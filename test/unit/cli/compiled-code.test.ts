// Compiled code of the command line is kept, and only where no other account could put its own.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isOnlyOurs } from '../../../electron/cli/compiled-code.ts'
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
  /** Has a process of this Node keep what it compiles; answers the folder for it. */
  const start = (cache: string): string => {
    const file = (path: string): string =>
      JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../electron', path)).href)
    const code = `const { keepCompiledCode } = await import(${file('cli/compiled-code.ts')}); keepCompiledCode(); await import(${file('cli/turns.ts')})`
    const env = { PATH: process.env['PATH'] ?? '', HOME: '/nowhere', XDG_CACHE_HOME: cache }
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { env })
    return join(cache, 'exlab-sync', 'compiled')
  }
  const makeFolder = (): string => {
    const dir = mkdtempSync(join(tmpdir(), 'exlab-compiled-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    return dir
  }

  it('keeps compiled code for this account alone', () => {
    const folder = start(makeFolder())
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(readdirSync(folder)).not.toEqual([])
  })
  it('keeps none where others can write, and works', () => {
    const cache = makeFolder()
    chmodSync(cache, 0o777)
    expect(readdirSync(start(cache))).toEqual([])
  })
  it('keeps none where the folder cannot be made, and works', () => {
    expect(existsSync(start('/proc/none'))).toBe(false)
  })
})
