// Reading of small files that somebody else can replace: the bound holds for what is read, whatever the file says of its size.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FileRefused, readBounded } from '../../../../electron/core/lib/bounded-file.ts'

const fileOf = (bytes: number): string => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-bounded-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'file')
  writeFileSync(file, Buffer.alloc(bytes, 'x'))
  return file
}

test.each([0, 1, 99, 100])('a file of %d bytes is read whole where 100 are allowed', (bytes) => {
  expect(readBounded(fileOf(bytes), 100).toString()).toBe('x'.repeat(bytes))
})

test('one of 101 bytes is refused', () => {
  expect(() => readBounded(fileOf(101), 100)).toThrow(FileRefused)
})

test('no more memory is taken than the file needs', () => {
  expect(readBounded(fileOf(9), 64 << 20).buffer.byteLength).toBeLessThan(1 << 20)
})

// the kernel's files have content, and say that they have none: as one that grows after it was looked at
const GROWING = '/proc/self/limits'

test.skipIf(process.platform !== 'linux')('a file that grows is read to its end', () => {
  const text = readBounded(GROWING, 64 << 10).toString()
  expect(text).toMatch(/^Limit/)
  expect(text).toMatch(/\nMax realtime timeout.*\n$/)
})

test.skipIf(process.platform !== 'linux')('one that grows over the bound is refused', () => {
  expect(() => readBounded(GROWING, 64)).toThrow('more than 64 bytes')
})
