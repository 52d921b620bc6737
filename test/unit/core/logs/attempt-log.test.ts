// An attempt's log is written completely up to its limit, and can be paged and searched.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openAttemptLog } from '../../../../electron/core/logs/attempt-log.ts'
import { findInLog, pageLog } from '../../../../electron/core/logs/log-reader.ts'

const clock = { now: () => Date.UTC(2026, 10, 23) }
let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-log-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const write = (lines: number, maxBytes?: number): string => {
  const file = join(dir, 'a.log')
  const log = openAttemptLog(file, { clock, ...(maxBytes === undefined ? {} : { maxBytes }) })
  for (let i = 0; i < lines; i += 1)
    log.write(i % 1_000 === 7 ? 'error' : 'info', 'rclone', `line ${i}`)
  log.close()
  return file
}

describe('the log of an attempt', () => {
  it('answers any page of a long log', () => {
    const file = write(25_000)
    const page = pageLog(file, 24_998, 500)
    expect(page.total).toBe(25_000)
    expect(page.lines.map((line) => line.text)).toEqual(['line 24998', 'line 24999'])
    expect(pageLog(file, 12_345, 1).lines[0]).toMatchObject({
      number: 12_345,
      text: 'line 12345',
      at: clock.now(),
    })
  })
  it('searches in both directions, by text and by level', () => {
    const file = write(5_000)
    const find = (
      text: string,
      level: 'error' | null,
      from: number,
      direction: 'forward' | 'backward',
    ) => findInLog(file, { text, level, from, direction })
    expect(find('LINE 4321', null, 0, 'forward')).toBe(4_321)
    expect(find('', 'error', 1_008, 'forward')).toBe(2_007)
    expect(find('', 'error', 1_006, 'backward')).toBe(7)
    expect(find('nowhere', null, 0, 'forward')).toBeNull()
  })
  it('stays near its limit, writes the last lines and records how many were dropped', () => {
    const file = write(20_000, 100_000)
    const { total } = pageLog(file, 0, 1)
    const tail = pageLog(file, total - 501, 501).lines.map((line) => line.text)
    expect(tail.at(-1)).toBe('line 19999')
    expect(tail[0]).toMatch(/^\d+ lines were dropped here/)
    const dropped = Number(/^\d+/.exec(tail[0] ?? '')?.[0])
    expect(dropped + total - 1).toBe(20_000)
  })
  it('escapes line breaks and control characters, so that a line stays one line', () => {
    const file = join(dir, 'b.log')
    const log = openAttemptLog(file, { clock })
    log.write('info', 'rsync', 'a\nb\u001b[31mc\td')
    log.close()
    expect(pageLog(file, 0, 10).lines.map((line) => line.text)).toEqual(['a⏎b\\u001b[31mc\td'])
  })
  it('is empty where the file does not exist yet', () => {
    expect(pageLog(join(dir, 'none.log'), 0, 10)).toEqual({ lines: [], total: 0 })
  })
})
