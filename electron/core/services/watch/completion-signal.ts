// Reads an instrument's completion signal from a run folder: sentinel file, manifest, quiet period or button.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { MINUTE_MS } from '../../../../shared/duration.ts'
import type { CompletionSignal } from '../../domain/completeness.ts'
import type { Instrument } from '../../domain/config.ts'
import { type ManifestMemory, manifestSignal } from './manifest-signal.ts'

/** `waitsFor`: what is missing, as a phrase after "waits for". */
const missing = (waitsFor: string): CompletionSignal => ({ signal: 'missing', waitsFor })

/** Whether the instrument's completion signal is in that run folder. `memory`: of manifests, kept between sweeps. */
export const readSignal = async (
  folder: string,
  { completeness }: Pick<Instrument, 'completeness'>,
  memory: ManifestMemory,
): Promise<CompletionSignal> => {
  switch (completeness.signal) {
    case 'button':
      return missing(msg`somebody to mark it finished`)
    case 'quiet_period':
      return { signal: 'quiet', forMs: completeness.minutes * MINUTE_MS }
    case 'manifest':
      return manifestSignal(folder, completeness.filename, memory)
    case 'sentinel_file': {
      const found = await stat(join(folder, completeness.filename)).catch(() => null)
      return found === null
        ? missing(msg`its sentinel file ${completeness.filename}`)
        : { signal: 'given' }
    }
  }
}
