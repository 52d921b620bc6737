// A package starts only where every file beside its archive equals what was packed, and under no debugger.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NATIVE_DIGESTS, changedFile, isDebugging } from '../../../electron/shell/package-check.ts'

let dir = ''
// a folder stands for the archive: Electron reads one as the other
const archive = (): string => join(dir, 'app.asar')
const write = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
const beside = (name: string): string => join(`${archive()}.unpacked`, name)
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-package-'))
  const native = createHash('sha256').update('native').digest('hex')
  write(join(archive(), NATIVE_DIGESTS), JSON.stringify({ 'node_modules/x/x.node': native }))
  for (const name of ['out/main/cli.cjs', 'out/main/main.cjs']) write(join(archive(), name), name)
  write(beside('out/main/cli.cjs'), 'out/main/cli.cjs')
  write(beside('node_modules/x/x.node'), 'native')
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('a package', () => {
  it('is as it was packed', () => expect(changedFile(archive())).toBeNull())
  it.each([
    ['a changed file', 'out/main/cli.cjs'],
    ['a file that was not packed', 'node_modules/x/evil.js'],
    ...(process.platform !== 'darwin'
      ? [
          ['changed native code', 'node_modules/x/x.node'],
          ['native code that was not packed', 'node_modules/y/y.node'],
        ]
      : []),
  ])('%s is found', (_, name = '') => {
    write(beside(name), 'evil')
    expect(changedFile(archive())).toBe(beside(name))
  })
  it.each([
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--remote-debugging-address=::',
    '--inspect',
    '--inspect-brk=9229',
    '-inspect',
    '--js-flags=--expose-gc',
  ])('takes no %s', (word) => expect(isDebugging(['exlab-sync', word])).toBe(true))
  it('takes every argument that is no debugger', () =>
    expect(isDebugging(['exlab-sync', '--data-dir', '/x', '--no-sandbox', 'log', 'inspect'])).toBe(
      false,
    ))
})
