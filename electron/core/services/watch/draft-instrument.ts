// Makes an instrument of a completion rule that is not saved yet, so that discovery and signals can be tried with it.
import { STANDARD_EXCLUSIONS } from '../../../../shared/constants.ts'
import type { CompletionRuleDraft } from '../../../../shared/model/settings.ts'
import { DEFAULT_SETTINGS, type Instrument, type Settings } from '../../domain/config.ts'
import type { DiscoveryDeps } from './discover.ts'
import { withRealRoots } from './territory.ts'

const toInstrument = (draft: CompletionRuleDraft): Instrument => ({
  id: draft.id,
  label: draft.id,
  localRoot: draft.localRoot,
  nasRoot: null,
  completeness:
    draft.signal === 'button'
      ? { signal: 'button' }
      : draft.signal === 'quiet_period'
        ? { signal: 'quiet_period', minutes: draft.quietMinutes }
        : { signal: draft.signal, filename: draft.filename },
  runFolders: draft.runFolders === undefined || draft.runFolders === '' ? [] : [draft.runFolders],
  exclude: STANDARD_EXCLUSIONS,
  ignoreBefore: null,
  onlyAfter: null,
  guardPrograms: [],
  also: [],
  // not used: nothing is sent
  destination: { type: 'rclone', remote: '', remotePath: '', configFile: null, bandwidth: null },
})

/** The drafted instrument with real paths, and the settings with it in the place of the one with its id. */
export const withDraft = async (
  draft: CompletionRuleDraft,
  settings: Settings | null,
): Promise<{ readonly instrument: Instrument; readonly settings: Settings }> => {
  const drafted = toInstrument(draft)
  const others = (settings?.instruments ?? []).filter(({ id }) => id !== draft.id)
  const real = await withRealRoots({
    ...(settings ?? DEFAULT_SETTINGS),
    instruments: [drafted, ...others],
  })
  return { instrument: real.instruments[0] ?? drafted, settings: real }
}

/** Discovery that knows of no run in the queue. */
export const nothingQueued = (dataDir: string): DiscoveryDeps => ({
  dataDir,
  isQueued: () => false,
  holdsRuns: () => false,
})
