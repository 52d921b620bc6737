// Tests of the destinations that unsaved changes touch: the result of each belongs to exactly what was tested, and is void once the
// changes make something else of it.
import { create } from 'zustand'
import type { SettingEdit } from '../../../shared/model/settings.ts'
import { call } from '../../state/bridge.ts'
import { type DraftTest, NOT_TESTED, hasFailed, runDraftTest } from '../destinations/draft-test.ts'

/** What is known of a destination as it would be saved. `void`: something else was tested. */
export type Verdict = 'untested' | 'running' | 'void' | 'failed' | 'passed'

interface SettingsTest extends DraftTest {
  /** Identifies what was tested, as `tested` of a report does. */
  readonly of: string
}

interface SettingsTests {
  /** The last test of each instrument. */
  readonly tests: ReadonlyMap<string, SettingsTest>
}

export const useSettingsTests = create<SettingsTests>(() => ({ tests: new Map() }))

/** `wanted`: what would be saved, as `config.check` identifies it. */
export const verdictOf = (test: SettingsTest | undefined, wanted: string | undefined): Verdict => {
  if (test === undefined) return 'untested'
  if (test.of !== wanted) return test.running === null ? 'void' : 'running'
  if (test.running !== null) return 'running'
  // something here changed since the edits were checked
  if (test.connection !== null && test.connection.tested !== wanted) return 'void'
  if (hasFailed(test.connection) || hasFailed(test.rehearsal)) return 'failed'
  return test.connection === null || test.rehearsal === null ? 'untested' : 'passed'
}

/** Tests an instrument as the edits would make it; `of` identifies that. */
export const testWithEdits = async (
  instrumentId: string,
  edits: readonly SettingEdit[],
  of: string,
): Promise<void> => {
  const read = (): SettingsTest | undefined => useSettingsTests.getState().tests.get(instrumentId)
  if (typeof read()?.running === 'string') return
  const input = { instrumentId, edits: [...edits] }
  await runDraftTest(
    instrumentId,
    (what) => call(what === 'connection' ? 'destinations.test' : 'destinations.rehearse', input),
    read,
    (change) =>
      useSettingsTests.setState(({ tests }) => ({
        tests: new Map(tests).set(instrumentId, { ...NOT_TESTED, ...read(), ...change, of }),
      })),
  )
}

/** Forgets the tests, because what they are about is saved or given up. */
export const forgetTests = (): void => useSettingsTests.setState({ tests: new Map() })
