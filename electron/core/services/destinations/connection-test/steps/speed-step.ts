// Step of the connection test that measures the speed: samples that grow until one took long enough to mean something, for about
// ten seconds together.
import { msg } from '../../../../../../shared/language/msg.ts'
import { type Step, passed } from '../connection-test.ts'
import type { StepRunner } from '../connection-test.ts'
import type { ProbeFiles } from '../probe-files.ts'

/** Time for all samples together. */
const BUDGET_MS = 10_000

/** A sample that took so long says the speed. */
const ENOUGH_MS = 4_000

/** Largest sample: on a fast network it takes a second, and it is written to the NAS. */
const MAX_BYTES = 128 << 20

/** By how much one sample may be larger than the one before. */
const GROWTH = 16

/** Part of the free space that a sample may take. */
const OF_FREE = 0.01

/**
 * Bytes of the next sample after one of `bytes` that took `ms`, `spent` with those before; null: that one was the last.
 * `free`: bytes free on the destination; null: it does not say.
 */
export const nextSample = (
  bytes: number,
  ms: number,
  spent: number,
  free: number | null,
): number | null => {
  if (ms >= ENOUGH_MS || spent >= BUDGET_MS) return null
  const fits = bytes * Math.min(GROWTH, (BUDGET_MS - spent) / Math.max(1, ms))
  const next = Math.min(MAX_BYTES, free === null ? MAX_BYTES : free * OF_FREE, fits)
  return next < 2 * bytes ? null : Math.floor(next)
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)

/** `send`: sends a folder of the probe. `free`: bytes free, as far as a step before found out. */
export const speedStep = (
  probe: ProbeFiles,
  send: (runner: StepRunner, folder: string) => Promise<unknown>,
  free: () => number | null,
): Step => ({
  id: 'speed',
  title: msg`Speed`,
  needs: ['write'],
  async run(runner) {
    let spent = 0
    for (let wanted = probe.sample(0).bytes; ;) {
      const { folder, bytes } = probe.sample(wanted)
      const from = performance.now()
      await send(runner, folder)
      const ms = performance.now() - from
      spent += ms
      const next = nextSample(bytes, ms, spent, free())
      if (next === null) {
        const speed = megabytes((bytes * 1_000) / Math.max(1, ms))
        return passed(msg`A sample of ${megabytes(bytes)} MB went at ${speed} MB/s.`)
      }
      wanted = next
    }
  },
})
