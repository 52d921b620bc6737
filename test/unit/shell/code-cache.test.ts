// What was compiled is read back, and only ever for the very file that it was compiled from.
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
const kept = (): string => join(dir, 'kept')
const first = (): string => join(dir, 'first.cjs')
const write = (name: string, source: string): void => writeFileSync(join(dir, name), source)
const start = () => runProgram(first(), kept())
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

describe('the compiled program', () => {
  it('runs the same read back as compiled', () => {
    const before = start()
    expect(before.exports).toEqual({ sum: 3, at: first() })
    expect(before.readBack).toEqual([])
    before.keep()
    const after = start()
    expect(after.exports).toEqual(before.exports)
    expect(names(after.readBack)).toEqual(['first.cjs', 'second.cjs'])
  })

  it('runs a file once, however many require it, and what comes with the system too', () => {
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
    start().keep()
    const { fail } = start().exports as { fail: () => void }
    let stack = ''
    try {
      fail()
    } catch (error) {
      stack = String((error as Error).stack)
    }
    expect(stack).toContain(`${first()}:2:`)
  })

  it('compiles a file anew that is another one of the same length', () => {
    start().keep()
    write('second.cjs', readFileSync(join(dir, 'second.cjs'), 'utf8').replace('= 2', '= 5'))
    const changed = start()
    expect(changed.exports).toMatchObject({ sum: 6 })
    expect(names(changed.readBack)).toEqual(['first.cjs'])
    changed.keep()
    expect(names(start().readBack)).toEqual(['first.cjs', 'second.cjs'])
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
  ])('is not misled by what was kept and is %s', (_how, damage) => {
    start().keep()
    for (const name of readdirSync(kept())) damage(join(kept(), name))
    const after = start()
    expect(after.exports).toMatchObject({ sum: 3 })
    expect(after.readBack).toEqual([])
    after.keep()
    expect(start().readBack).toHaveLength(2)
  })

  it('runs where nothing can be kept', () => {
    writeFileSync(kept(), 'a file is in the way')
    const program = start()
    program.keep()
    expect(program.exports).toMatchObject({ sum: 3 })
    expect(start().readBack).toEqual([])
  })

  it('leaves no half files behind', () => {
    start().keep()
    expect(readdirSync(kept()).toSorted()).toEqual(['first.cjs.v8', 'second.cjs.v8'])
  })
})
