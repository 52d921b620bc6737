// The files of a manifest are looked for once: what was found is remembered, and all are looked for once more at the end.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import {
  type ManifestMemory,
  manifestSignal,
} from '../../../../../electron/core/services/watch/manifest-signal.ts'

const setUp = (list: unknown) => {
  const folder = mkdtempSync(join(tmpdir(), 'exlab-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const memory: ManifestMemory = new Map()
  const write = (name: string, content = name): void => writeFileSync(join(folder, name), content)
  const remove = (name: string): void => rmSync(join(folder, name))
  const look = async (): Promise<string> => {
    const found = await manifestSignal(folder, 'list.json', memory)
    return found.signal === 'missing' ? found.waitsFor : found.signal
  }
  write('list.json', JSON.stringify(list))
  return { write, remove, look }
}

it('looks only for the file that is missing, as long as it is', async () => {
  const { write, remove, look } = setUp(['a', 'b', 'c'])
  write('a')
  expect(await look()).toBe('b of its manifest list.json (file 2 of 3)')
  // nothing but b is looked at, so nobody notices yet
  remove('a')
  expect(await look()).toBe('b of its manifest list.json (file 2 of 3)')
  write('b')
  expect(await look()).toBe('c of its manifest list.json (file 3 of 3)')
  write('c')
  expect(await look()).toBe('a of its manifest list.json (file 1 of 3)')
  write('a')
  expect(await look()).toBe('given')
})

it('waits for the listed size', async () => {
  const { write, look } = setUp({ files: [{ path: 'a', size: 3 }] })
  write('a', 'xx')
  expect(await look()).toContain('a of its manifest')
  write('a', 'xxx')
  expect(await look()).toBe('given')
})

it('begins anew with another manifest', async () => {
  const { write, look } = setUp(['a'])
  write('a')
  expect(await look()).toBe('given')
  write('list.json', JSON.stringify(['a', 'b']))
  expect(await look()).toBe('b of its manifest list.json (file 2 of 2)')
  write('list.json', '["a", ')
  expect(await look()).toBe('its manifest: list.json is not whole yet')
  write('list.json', `\uFEFF${JSON.stringify(['../a'])}`)
  expect(await look()).toBe('its manifest: list.json lists ../a, which is not in the run')
})
