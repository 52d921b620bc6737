// Brings the jobs along after the settings were read: each keeps to the destination that it was added for, runs that waited for their
// settings go on, and ExLab-Wizard is told anew where other destinations are required (docs/spec.md 2b, 10).
import { TARGET_TAKEN } from '../../../../shared/reasons.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Destination, Settings } from '../../domain/config.ts'
import { routesOf } from '../../domain/routes.ts'
import { textKey } from '../../domain/text-key.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { FlagStore } from '../../queue/persistent-flags.ts'
import type { SlotStore } from '../../queue/slot-store.ts'
import type { Transport } from '../../transports/transport.ts'
import type { ReportedStateStore } from '../../wizard/reported-state-store.ts'
import { requiredSlots } from '../../wizard/wizard-status.ts'

interface FollowSettingsDeps {
  readonly jobs: Pick<JobStore, 'unblock'>
  readonly slots: Pick<SlotStore, 'follow'>
  readonly reportedStates: Pick<ReportedStateStore, 'forgetProven'>
  readonly flags: FlagStore
  readonly changes: Pick<ChangeHub, 'jobTouched'>
  readonly clock: Clock
  transportFor(destination: Destination, settings: Settings): Pick<Transport, 'target'>
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

/** `settings` null: none could be read. */
export const followSettings = (settings: Settings | null, deps: FollowSettingsDeps): void => {
  const touched = new Set<number>()
  if (settings !== null) {
    for (const instrument of settings.instruments) {
      const places = routesOf(instrument).map(({ slot, destination }) => ({
        slot,
        target: deps.transportFor(destination, settings).target(''),
      }))
      for (const id of deps.slots.follow(instrument.id, places)) touched.add(id)
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
