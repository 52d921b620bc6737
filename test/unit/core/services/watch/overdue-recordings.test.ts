// A run that waits for its completion sign while nothing in it changes is overdue after a day, by its newest change anywhere in it.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createOverdueRecordings } from '../../../../../electron/core/services/watch/overdue-recordings.ts'
import { DEFAULT_SETTINGS } from '../../../../../electron/core/domain/config.ts'
import { forecastInstruments } from '../../../../../electron/core/services/watch/forecast-service.ts'
import { DAY_MS, HOUR_MS } from '../../../../../shared/duration.ts'
import { A } from '../../../../helpers/hold-lab.ts'

let dir = ''
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'exlab-overdue-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const recording = (run: string, instrument = 'A') => {
  const folder = join(dir, run)
  mkdirSync(join(folder, 'sub'), { recursive: true })
  writeFileSync(join(folder, 'sub', 'a.tif'), 'a')
  return { folder, run, instrument, firstSeen: 0, waitsFor: 'its sentinel', files: 0, bytes: 0 }
}

it('is told after a day without a change, and of that instrument alone', async () => {
  let now = Date.now()
  const recordings = [recording('Run 7'), recording('Other', 'B')]
  const overdue = createOverdueRecordings({
    clock: { now: () => now },
    recordings: () => recordings,
  })
  now += 23 * HOUR_MS
  expect(await overdue.find(A)).toBeNull()
  now += 2 * HOUR_MS
  const found = await overdue.find(A)
  expect(found?.recording.run).toBe('Run 7')
  expect(found?.restMs).toBeGreaterThanOrEqual(DAY_MS)
})

it('is not told of a run in whose folders something is written, although its top rests', async () => {
  const now = Date.now() + 3 * DAY_MS
  const one = recording('Deep')
  const overdue = createOverdueRecordings({ clock: { now: () => now }, recordings: () => [one] })
  utimesSync(join(one.folder, 'sub', 'a.tif'), now / 1_000, (now - HOUR_MS) / 1_000)
  expect(await overdue.find(A)).toBeNull()
})

it('is over once the run is no recording any more, or cannot be looked at', async () => {
  const now = Date.now() + 3 * DAY_MS
  let recordings = [recording('Run 7')]
  const overdue = createOverdueRecordings({
    clock: { now: () => now },
    recordings: () => recordings,
  })
  expect((await overdue.find(A))?.recording.run).toBe('Run 7')
  recordings = []
  expect(await overdue.find(A)).toBeNull()
  const gone = recording('Gone')
  rmSync(gone.folder, { recursive: true })
  recordings = [gone]
  expect(await overdue.find(A)).toBeNull()
})

it('is what the forecast of its instrument says, where runs of it come as usual', async () => {
  const now = Date.now() + 3 * DAY_MS
  const overdue = createOverdueRecordings({
    clock: { now: () => now },
    recordings: () => [{ ...recording('Run 7'), waitsFor: 'its sentinel file done.txt' }],
  })
  const history: unknown = { arrivals: () => [], sending: () => ({ bytes: 0, ms: 0 }) }
  const forecasts = await forecastInstruments({
    helps: async () => undefined,
    clock: { now: () => now },
    overdue,
    history: history as Parameters<typeof forecastInstruments>[0]['history'], // what a forecast asks of it
    waiting: { bytesLeft: () => 0 },
    freeSpace: { past: () => [] },
    settings: () => ({ ...DEFAULT_SETTINGS, instruments: [A] }),
  })
  expect(forecasts).toMatchObject([
    {
      instrument: 'A',
      silence: null,
      words: 'Run 7 of A has waited for its sentinel file done.txt for 3 days',
      overdue: true,
    },
  ])
})
