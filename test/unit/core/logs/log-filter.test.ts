// Filtering a log by level or text, also while it grows.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countLinesWith, linesWith, pageLevel } from '../../../../electron/core/logs/log-filter.ts'

const line = (level: string, text: string): string =>
  `2026-01-31T10:00:00.000Z\t${level}\trclone\t${text}\n`

describe('filtering a log', () => {
  let dir = ''
  let file = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'exlab-log-'))
    file = join(dir, '1.log')
    writeFileSync(
      file,
      [
        line('info', 'a.tif sent'),
        line('error', 'b.tif: permission denied'),
        line('warning', 'slow'),
      ].join(''),
    )
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('answers lines of a level or worse with their numbers in the whole log', async () => {
    const page = await pageLevel(file, 'warning', 0, 10)
    expect(page.total).toBe(2)
    expect(page.lines.map((one) => one.number)).toEqual([1, 2])
    expect((await pageLevel(file, 'warning', 1, 1)).lines[0]?.text).toBe('slow')
  })
  it('continues where it ended when the log grows', async () => {
    expect((await pageLevel(file, 'error', 0, 10)).total).toBe(1)
    appendFileSync(file, line('error', 'c.tif: gone') + line('info', 'end'))
    expect((await pageLevel(file, 'error', 0, 10)).lines.map((one) => one.text)).toEqual([
      'b.tif: permission denied',
      'c.tif: gone',
    ])
  })
  it('counts and finds lines with a text; a missing log has none', async () => {
    expect(await countLinesWith(file, 'TIF')).toBe(2)
    expect((await linesWith(file, 'b.tif', 5)).map((one) => one.number)).toEqual([1])
    expect(await countLinesWith(join(dir, 'none.log'), 'x')).toBe(0)
  })
})
