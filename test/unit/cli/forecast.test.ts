// `foresight` gives figures as rough as a forecast is, leaves out what is not known, and has ISO times in its JSON.
import { describe, expect, it } from 'vitest'
import { showForecast } from '../../../electron/cli/commands/forecast.ts'
import type { CommandContext } from '../../../electron/cli/select-runs.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/duration.ts'
import type { Forecast } from '../../../shared/model/reports.ts'

const ROW: Forecast = {
  instrument: 'SCOPE_01',
  runway: { bytesPerHour: 1024, fullAt: null, freeBytes: 2048, waitingBytes: 0, sendMs: 0 },
  silence: { silentMs: 3 * HOUR_MS, usualMs: 20, longestMs: 90 * MINUTE_MS, alarm: false },
  freeBytes: 2048,
  freePast: [{ at: Date.UTC(2025, 11, 31), bytes: 4096 }],
  lastRunAt: Date.UTC(2026, 0, 1),
  words: null,
}

const show = async (row: Forecast, json = false): Promise<string> => {
  let out = ''
  const context = {
    core: { handlers: { 'forecast.get': async () => ({ rows: [row] }) } },
    io: {
      out: async (text: string) => {
        out += text
      },
    },
    json,
  } as unknown as CommandContext // the command uses no more of it
  expect(await showForecast(context)).toBe(0)
  return out
}

describe('foresight', () => {
  it.each([
    [24_832 * DAY_MS, 'more than a year'],
    [20 * DAY_MS, '20 days'],
    [30 * HOUR_MS, '30 h'],
    [90 * MINUTE_MS, '90 min'],
    [-HOUR_MS, 'less than a minute'],
  ])('a disk that is full in %d ms is full in %s', async (ms, words) => {
    const runway = { bytesPerHour: 1024, freeBytes: 2048, waitingBytes: 0, sendMs: null }
    // a moment passes between this line and the command
    const fullAt = Date.now() + ms + (ms > 0 ? MINUTE_MS / 4 : 0)
    expect(await show({ ...ROW, runway: { ...runway, fullAt } })).toContain(`, full in ${words}; `)
  })
  it('says nothing of what is not known or not there', async () => {
    expect(await show(ROW)).toBe(
      'SCOPE_01: 2.0 KB free, 1.0 KB an hour come in; 0 B wait\nSCOPE_01: last run 3 h ago, usual less than a minute, longest 90 min\n',
    )
  })
  it('says what helps a disk that fills, with the command where there is one', async () => {
    const helps = [
      { kind: 'check' as const, runs: 2, bytes: 4096 },
      { kind: 'unlimit' as const, mbps: 50 },
    ]
    const text = await show({ ...ROW, helps })
    expect(text).toContain(
      'SCOPE_01: 2 runs with 4.0 KB only need a check of both sides before they may be deleted. exlab-sync space --check\n',
    )
    expect(text).toContain('SCOPE_01: Sending is limited to 50 Mb/s.\n')
  })
  it('has ISO times in its JSON', async () => {
    const fullAt = Date.UTC(2094, 0, 1)
    const runway = { bytesPerHour: 1, freeBytes: 1, waitingBytes: 1, sendMs: 1, fullAt }
    const { instruments } = JSON.parse(await show({ ...ROW, runway }, true))
    expect(instruments[0]).toMatchObject({
      runway: { fullAt: '2094-01-01T00:00:00.000Z' },
      freePast: [{ at: '2025-12-31T00:00:00.000Z', bytes: 4096 }],
      lastRunAt: '2026-01-01T00:00:00.000Z',
    })
  })
})
