// Describes an instrument of the settings for the window.
import { count } from '../../../../shared/format.ts'
import {
  COMPLETION_RULES,
  RUN_LAYOUTS,
} from '../../../../shared/messages/destinations/destinations.ts'
import type { InstrumentInfo } from '../../../../shared/model/settings.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { destinationName } from '../../domain/destination-name.ts'
import { destinationKey } from '../../domain/hold-scope.ts'
import { destinationText, shownDestination } from '../destinations/shown-names.ts'

/** The completion rule of an instrument as a sentence. */
const ruleText = ({ completeness }: Instrument): string => {
  switch (completeness.signal) {
    case 'sentinel_file':
      return COMPLETION_RULES.sentinel(completeness.filename)
    case 'manifest':
      return COMPLETION_RULES.manifest(completeness.filename)
    case 'quiet_period':
      return COMPLETION_RULES.quiet(count(completeness.minutes))
    case 'button':
      return COMPLETION_RULES.button
  }
}

/** Describes an instrument of these settings. */
export const describeInstrument =
  (settings: Settings) =>
  (instrument: Instrument): InstrumentInfo => ({
    id: instrument.id,
    label: instrument.label,
    localRoot: instrument.localRoot,
    transport: instrument.destination.type,
    destination: destinationText(instrument.destination),
    destinationName: destinationName(instrument.destination, settings),
    key: destinationKey(instrument.destination),
    runs:
      instrument.runFolders.length === 0
        ? RUN_LAYOUTS.found
        : RUN_LAYOUTS.patterns(instrument.runFolders.join(', ')),
    rule: ruleText(instrument),
    watched: settings.watch.enabled,
    nasRoot: instrument.nasRoot,
    also: instrument.also.map(({ name, isRequired, destination }) => ({
      name,
      required: isRequired,
      destination: shownDestination(destination, settings),
    })),
  })
