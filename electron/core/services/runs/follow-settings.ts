// Brings the jobs along after the settings were read: each keeps to the instrument and the destination that it was added for, runs that
// waited for their settings go on, and ExLab-Wizard is told anew where other destinations are required (docs/spec.md 2b, 10).
import { sep } from 'node:path'
import { TARGET_TAKEN } from '../../../../shared/reasons.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import { liesBelow } from '../../domain/folder-path.ts'
import { allRoutes } from '../../domain/routes.ts'
import { textKey } from '../../domain/text-key.ts'
import { realPathOf } from '../../lib/real-path.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { FlagStore } from '../../queue/persistent-flags.ts'
import type { SlotStore } from '../../queue/slot-store.ts'
import { targetOf } from '../../transports/target-of.ts'
import type { ReportedStateStore } from '../../wizard/reported-state-store.ts'
import { requiredSlots } from '../../wizard/wizard-status.ts'

interface FollowSettingsDeps {
  readonly jobs: Pick<JobStore, 'unblock'>
  readonly slots: Pick<SlotStore, 'adopt' | 'follow'>
  readonly reportedStates: Pick<ReportedStateStore, 'forgetProven'>
  readonly flags: FlagStore
  readonly changes: Pick<ChangeHub, 'jobTouched'>
  readonly clock: Clock
}

/** Reasons that the settings gave, which may have been corrected. */
const BY_SETTINGS = ['instrument_unknown', TARGET_TAKEN] as const

/** A number for the required destinations of all instruments that have several; 0: none has. */
const requiredKey = (settings: Settings): number => {
  const several = settings.instruments.filter(({ also }) => also.length > 0)
  return several.length === 0
    ? 0
    : textKey(JSON.stringify(several.map(({ id }) => [id, requiredSlots(id, settings)])))
}

/** A number for the folders and destinations of all instruments. */
const instrumentsKey = (settings: Settings, places: readonly unknown[]): number =>
  textKey(
    JSON.stringify([settings.instruments.map(({ id, localRoot }) => [id, localRoot]), places]),
  )

/** Whether a folder lies where an instrument records. Its real path is asked for last: a share may not answer. */
const recordsIn =
  (settings: Settings) =>
  (id: string, folder: string): boolean => {
    const root = settings.instruments.find((one) => one.id === id)?.localRoot
    const isWindows = sep === '\\'
    return (
      root !== undefined &&
      (liesBelow(folder, root, isWindows) || liesBelow(folder, realPathOf(root), isWindows))
    )
  }

/** `settings` null: none could be read. */
export const followSettings = (settings: Settings | null, deps: FollowSettingsDeps): void => {
  const touched = new Set<number>()
  if (settings !== null) {
    const places = allRoutes(settings).map(({ instrumentId: owner, slot, destination }) => ({
      owner,
      slot,
      target: targetOf(destination, ''),
    }))
    // each run is compared with its instrument only where the instruments are others than at the last reading
    const instruments = instrumentsKey(settings, places)
    const areOthers = instruments !== deps.flags.get('instruments_by')
    for (const id of deps.slots.adopt(places, areOthers, recordsIn(settings))) touched.add(id)
    if (areOthers) deps.flags.set('instruments_by', instruments)
    for (const { id: owner } of settings.instruments) {
      const own = places.filter((place) => place.owner === owner)
      for (const id of deps.slots.follow(owner, own)) touched.add(id)
    }
    const required = requiredKey(settings)
    if (required !== deps.flags.get('required_by')) {
      deps.reportedStates.forgetProven()
      deps.flags.set('required_by', required)
    }
  }
  for (const reason of BY_SETTINGS)
    for (const id of deps.jobs.unblock(reason, deps.clock.now())) touched.add(id)
  for (const id of touched) deps.changes.jobTouched(id)
}
