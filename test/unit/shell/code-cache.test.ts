// The code cache is used for exactly the file that it was compiled from, and for no other.
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runProgram } from '../../../electron/shell/code-cache.ts'

let dir = ''
const cache = (): string => join(dir, 'cache')
const first = (): string => join(dir, 'first.cjs')
const write = (name: string, source: string): void => writeFileSync(join(dir, name), source)
const start = () => runProgram(first(), cache())
const names = (files: readonly string[]): string[] => files.map((file) => basename(file)).toSorted()

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-compiled-'))
  write('first.cjs', `exports.sum = require('./second.cjs').two + 1\nexports.at = __filename`)
  write('second.cjs', `globalThis.ran = (globalThis.ran ?? 0) + 1\nexports.two = 2`)
})
afterEach(() => {
  rmSync(dir, { recursive: true })
  Reflect.deleteProperty(globalThis, 'ran')
})

describe('the code cache', () => {
  it('runs the same from the cache as compiled', () => {
    const before = start()
    expect(before.exports).toEqual({ sum: 3, at: first() })
    expect(before.fromCache).toEqual([])
    before.saveCache()
    const after = start()
    expect(after.exports).toEqual(before.exports)
    expect(names(after.fromCache)).toEqual(['first.cjs', 'second.cjs'])
  })

  it('runs a file once, however many require it, and requires modules of Node', () => {
    write(
      'first.cjs',
      `exports.same = require('./second.cjs') === require('./second.cjs')
       exports.base = require('node:path').basename('/a/b')`,
    )
    expect(start().exports).toEqual({ same: true, base: 'b' })
    expect(Reflect.get(globalThis, 'ran')).toBe(1)
  })

  it('names the line of its own file in an error', () => {
    write('first.cjs', `exports.fail = () => {\n  throw new Error('here')\n}`)
    start().saveCache()
    const { fail } = start().exports as { fail: () => void }
    let stack = ''
    try {
      fail()
    } catch (error) {
      stack = String((error as Error).stack)
    }
    expect(stack).toContain(`${first()}:2:`)
  })

  it('compiles a file again that changed, also to another one of the same length', () => {
    start().saveCache()
    write('second.cjs', readFileSync(join(dir, 'second.cjs'), 'utf8').replace('= 2', '= 5'))
    const changed = start()
    expect(changed.exports).toMatchObject({ sum: 6 })
    expect(names(changed.fromCache)).toEqual(['first.cjs'])
    changed.saveCache()
    expect(names(start().fromCache)).toEqual(['first.cjs', 'second.cjs'])
  })

  it.each([
    ['cut off', (file: string) => truncateSync(file, 40)],
    ['empty', (file: string) => truncateSync(file, 0)],
    [
      'changed by a bit',
      (file: string) => {
        const all = readFileSync(file)
        all[all.length - 9] = (all[all.length - 9] ?? 0) ^ 1
        writeFileSync(file, all)
      },
    ],
  ])('ignores a cache file that is %s', (_how, damage) => {
    start().saveCache()
    for (const name of readdirSync(cache())) damage(join(cache(), name))
    const after = start()
    expect(after.exports).toMatchObject({ sum: 3 })
    expect(after.fromCache).toEqual([])
    after.saveCache()
    expect(start().fromCache).toHaveLength(2)
  })

  it('runs where the cache cannot be written', () => {
    writeFileSync(cache(), 'a file is in the way')
    const program = start()
    program.saveCache()
    expect(program.exports).toMatchObject({ sum: 3 })
    expect(start().fromCache).toEqual([])
  })

  it('leaves no half files behind', () => {
    start().saveCache()
    expect(readdirSync(cache()).toSorted()).toEqual(['first.cjs.v8', 'second.cjs.v8'])
  })
})
