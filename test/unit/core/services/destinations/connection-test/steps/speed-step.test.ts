// How the samples of the speed grow: long enough to mean something, and never much longer than ten seconds together.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createProbeFiles } from '../../../../../../../electron/core/services/destinations/connection-test/probe-files.ts'
import { nextSample } from '../../../../../../../electron/core/services/destinations/connection-test/steps/speed-step.ts'

const MB = 1 << 20

/** The samples on a line of so many bytes a second, and the time that they take together, ms. */
const measure = (perSecond: number, overheadMs = 300, free: number | null = null) => {
  const sizes = [MB]
  let spent = 0
  for (let bytes: number | null = MB; bytes !== null;) {
    const ms = overheadMs + (bytes / perSecond) * 1_000
    spent += ms
    bytes = nextSample(bytes, ms, spent, free)
    if (bytes !== null) sizes.push(bytes)
  }
  return { sizes, spent }
}

it.each([
  ['a telephone', 20_000],
  ['10 Mb/s', 1.25e6],
  ['100 Mb/s', 12.5e6],
  ['1 Gb/s', 125e6],
  ['a disk', 2e9],
])('on %s', (_name, perSecond) => {
  const { sizes, spent } = measure(perSecond)
  // one sample of a megabyte takes what it takes
  expect(spent).toBeLessThan(Math.max(21_000, (MB / perSecond) * 1_100))
  expect(Math.max(...sizes)).toBeLessThanOrEqual(128 * MB)
  if (perSecond > 1e6) expect(sizes.length).toBeGreaterThan(1)
})

it('takes a hundredth of the free space at most', () => {
  expect(measure(125e6, 300, 150 * MB).sizes).toEqual([MB])
  expect(measure(125e6, 300, 2_000 * MB).sizes.at(-1)).toBe(16 * MB)
})

it('makes a sample of about that size, which goes with the rest', () => {
  const probe = createProbeFiles()
  onTestFinished(probe.remove)
  expect(probe.sample(0)).toEqual({ folder: 'speed', bytes: MB })
  const { folder, bytes } = probe.sample(30 * MB)
  const files = readdirSync(join(probe.dir, folder))
  expect(bytes).toBe(32 * MB)
  expect(files.reduce((sum, name) => sum + statSync(join(probe.dir, folder, name)).size, 0)).toBe(
    bytes,
  )
  probe.remove()
  expect(existsSync(probe.dir)).toBe(false)
})
