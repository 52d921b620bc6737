// Inspects one run folder that is not in the queue: is it complete, and if not, what does it wait for (docs/spec.md 6)?
import { join } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import {
  type FolderSnapshot,
  type Rest,
  checkCompleteness,
  restOf,
} from '../../domain/completeness.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { WalkError, measureFolder } from '../../engine/scan/walk.ts'
import { isHeldOpen } from '../../lib/held-open.ts'
import { readSignal } from './completion-signal.ts'
import { lastMovement } from './last-movement.ts'
import { isLeftAlone } from './left-alone.ts'
import type { ManifestMemory } from './manifest-signal.ts'

/** What is known of a run that is not complete yet. */
export interface RecordingState extends FolderSnapshot, Rest {
  readonly instrument: string
  readonly firstSeen: number
  readonly waitsFor: string
  /** Time after which it is complete if nothing changes any more, ms; null: that is not known. */
  readonly dueInMs: number | null
  /** When something in it last changed, as far as is known, epoch ms; 0: unknown. */
  readonly movedAt: number
  /** Whether its files were counted; otherwise their numbers and times are 0. */
  readonly measured: boolean
}

/** `left_alone`: by a rule of the settings (left-alone.ts). null: it was removed meanwhile. */
type RunInspection =
  { readonly complete: boolean; readonly state: RecordingState } | 'left_alone' | null

/**
 * A file of the run that another program has open for itself alone; null: none. On Windows acquisition software holds any of its
 * files so, often an index that is older than the data; elsewhere a program that does is rare, and only the newest is tried.
 */
const heldFile = async (
  folder: string,
  { exclude }: Pick<Instrument, 'exclude'>,
  newest: string | null,
  platform: NodeJS.Platform,
): Promise<string | null> => {
  if (platform === 'win32') return (await measureFolder(folder, exclude, true)).held
  return newest !== null && (await isHeldOpen(join(folder, newest))) ? newest : null
}

/** Inspects a run. `before`: its state at the last sweep. `now`: epoch ms. `memory`: of manifests, kept between sweeps. */
export const inspectRun = async (
  folder: string,
  instrument: Instrument,
  settings: Settings,
  before: RecordingState | null,
  now: number,
  memory: ManifestMemory,
  platform: NodeJS.Platform = process.platform,
): Promise<RunInspection> => {
  const unmeasured = {
    instrument: instrument.id,
    firstSeen: before?.firstSeen ?? now,
    at: now,
    seenSince: now,
    quietSince: now,
    sightings: 0,
    files: 0,
    bytes: 0,
    newestMs: 0,
    changedMs: 0,
    movedAt: 0,
    measured: false,
    dueInMs: null,
  }
  try {
    const signal = await readSignal(folder, instrument, memory)
    if (signal.signal === 'missing') {
      // its files are not counted: a run of a million files would be walked through at every sweep
      const isGuarded = settings.sync.instrumentGuard !== 'off'
      const movedAt = isGuarded ? await lastMovement(folder) : 0
      return { complete: false, state: { ...unmeasured, waitsFor: signal.waitsFor, movedAt } }
    }
    const { newest, held: _, ...totals } = await measureFolder(folder, instrument.exclude)
    if (isLeftAlone(instrument, settings.watch, totals)) return 'left_alone'
    const snapshot = { at: now, ...totals }
    const rest = restOf(before?.measured === true ? before : null, snapshot)
    const movedAt = rest.quietSince
    const measured = { ...unmeasured, ...snapshot, ...rest, movedAt, measured: true }
    const judgement = checkCompleteness(signal, measured, settings.watch.settleMs)
    if (!judgement.complete) return { complete: false, state: { ...measured, ...judgement } }
    const held = await heldFile(folder, instrument, newest, platform)
    if (held !== null)
      return {
        complete: false,
        state: { ...measured, waitsFor: msg`another program to let go of ${held}` },
      }
    return { complete: true, state: { ...measured, waitsFor: '' } }
  } catch (error) {
    if (!(error instanceof WalkError)) throw error
    if (error.code === 'ENOENT') return null
    // an unreadable run is listed, so that a person sees it
    const waitsFor = msg`${error.path} to be readable (${error.code})`
    return { complete: false, state: { ...unmeasured, waitsFor } }
  }
}
