// The recording guard: by what an instrument counts as recording, in which words, and how its runs may be sent then
// (docs/spec.md 7).
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../../electron/core/domain/config.ts'
import { recordingCause, sendingRule } from '../../../../electron/core/domain/recording-guard.ts'

const MB = 1_000_000
const QUIET = { records: false, program: null, writing: null }

describe('an instrument', () => {
  it.each([
    [{}, null],
    [{ records: true }, 'SCOPE_01 is recording'],
    [{ program: 'ZEN.exe' }, 'ZEN.exe is running'],
    [{ writing: { rate: 84.4 * MB, isAbove: true } }, 'SCOPE_01 is writing 84 MB/s'],
    [{ writing: { rate: 847 * MB, isAbove: true } }, 'SCOPE_01 is writing 850 MB/s'],
    [{ writing: { rate: 1_234 * MB, isAbove: true } }, 'SCOPE_01 is writing 1,200 MB/s'],
    [{ writing: { rate: 0.46 * MB, isAbove: true } }, 'SCOPE_01 is writing 0.5 MB/s'],
    [{ writing: { rate: 3 * MB, isAbove: false } }, 'SCOPE_01 was writing a moment ago'],
    [{ records: true, program: 'ZEN.exe' }, 'SCOPE_01 is recording'],
  ])('%j: %s', (signs, words) => {
    expect(recordingCause('SCOPE_01', { ...QUIET, ...signs })).toBe(words)
  })
})

describe('its runs', () => {
  const at = new Date(2026, 10, 23, 12)
  const limited = { uploadMbps: 4, windows: [] }
  const rule = (guard: 'off' | 'hold' | 'slow', recording: boolean, own: typeof limited | null) =>
    sendingRule(own, { ...DEFAULT_SETTINGS.sync, instrumentGuard: guard }, recording, at)
  it('wait, are sent slowly, or go on', () => {
    expect(rule('hold', true, null)).toMatchObject({ held: true, guarded: true })
    expect(rule('slow', true, null)).toMatchObject({ held: false, guarded: true, kibps: 1_024 })
    expect(rule('off', true, null)).toMatchObject({ held: false, guarded: false, kibps: null })
    expect(rule('hold', false, null)).toMatchObject({ held: false, guarded: false })
  })
  it('are not called slowed where their own limit is lower', () => {
    expect(rule('slow', true, limited)).toMatchObject({ guarded: false, kibps: 512 })
  })
})
