// Runs that are left alone: by which times, and when one that was left alone is walked again.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../../../electron/core/domain/config.ts'
import {
  createLeftAlone,
  isLeftAlone,
} from '../../../../../electron/core/services/watch/left-alone.ts'

const NONE = { ignoreBefore: null, onlyAfter: null }
const HOUR = 3_600_000

describe('a run is left alone', () => {
  it.each([
    ['without a rule', NONE, null, { newestMs: 1, changedMs: 1 }, false],
    ['older than the day of all', NONE, 10, { newestMs: 9, changedMs: 99 }, true],
    ['of that day', NONE, 10, { newestMs: 10, changedMs: 99 }, false],
    [
      'older than the day of its instrument',
      { ...NONE, ignoreBefore: 10 },
      null,
      { newestMs: 9, changedMs: 99 },
      true,
    ],
    [
      'newer than that day, whatever the day of all',
      { ...NONE, ignoreBefore: 10 },
      50,
      { newestMs: 11, changedMs: 99 },
      false,
    ],
    [
      'unchanged since the moment',
      { ...NONE, onlyAfter: 10 },
      null,
      { newestMs: 5, changedMs: 10 },
      true,
    ],
    [
      'copied after the moment, with old times',
      { ...NONE, onlyAfter: 10 },
      null,
      { newestMs: 5, changedMs: 11 },
      false,
    ],
    [
      'with times of the future from another clock',
      { ...NONE, onlyAfter: 10 },
      null,
      { newestMs: 99, changedMs: 10 },
      true,
    ],
    [
      'of a disk without change times',
      { ...NONE, onlyAfter: 10 },
      null,
      { newestMs: 5, changedMs: 0 },
      true,
    ],
    ['without any time', { ...NONE, onlyAfter: 10 }, null, { newestMs: 0, changedMs: 0 }, false],
  ])('%s', (_, rule, ignoreBefore, times, expected) => {
    expect(isLeftAlone(rule, { ignoreBefore }, times)).toBe(expected)
  })
})

describe('a run that was left alone', () => {
  const setUp = () => {
    const folder = mkdtempSync(join(tmpdir(), 'exlab-alone-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'a'), 'a')
    mkdirSync(join(folder, 'deep'))
    const alone = createLeftAlone()
    const look = (now: number, onlyAfter = 10) =>
      alone.look(folder, { ...NONE, onlyAfter }, DEFAULT_SETTINGS.watch, now)
    return { folder, look }
  }
  it('is not walked again within the hour, and is after it', async () => {
    const { look } = setUp()
    const first = await look(0)
    expect(first.still).toBe(false)
    first.remember()
    expect((await look(HOUR - 1)).still).toBe(true)
    expect((await look(HOUR)).still).toBe(false)
  })
  it('is walked again once something at its top changes, or the rule does', async () => {
    const { folder, look } = setUp()
    const first = await look(0)
    first.remember()
    expect((await look(1, 11)).still).toBe(false)
    const again = await look(2)
    again.remember()
    appendFileSync(join(folder, 'new'), 'b')
    expect((await look(3)).still).toBe(false)
  })
  it('is walked at each sweep where the walk found that it is none', async () => {
    const { look } = setUp()
    await look(0)
    expect((await look(1)).still).toBe(false)
  })
})
