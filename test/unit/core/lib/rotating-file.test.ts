// A rotating file is renamed when it has grown too large, and one older file is retained.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { appendRotating } from '../../../../electron/core/lib/rotating-file.ts'

it('appends, and starts a new file above the limit', () => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-rotate-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'logs', 'app.log')
  for (const line of ['one\n', 'two\n', 'three\n', 'four\n', 'five\n', 'six\n'])
    appendRotating(file, line, 8)
  expect(readFileSync(file, 'utf8')).toBe('six\n')
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('four\nfive\n')
  expect(readdirSync(join(dir, 'logs')).sort()).toEqual(['app.log', 'app.log.1'])
})
