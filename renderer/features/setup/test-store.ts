// Test store of the set-up: the connection test and the rehearsal of the draft. A report is kept with the draft that it is about,
// and is about no other.
import { create } from 'zustand'
import type { SettingEdit } from '../../../shared/model/settings.ts'
import { call } from '../../state/bridge.ts'
import type { Nas, Transport } from '../connect/connect-store.ts'
import { type DraftTest, NOT_TESTED, runDraftTest } from '../destinations/draft-test.ts'

/** What is tested. */
export interface Candidate {
  readonly instrumentId: string
  readonly transport: Transport
  readonly nas: Nas
  /** The folder with its runs; null: that of the instrument, which stays. */
  readonly localRoot: string | null
  /** What the end of the set-up changes in config.yaml. */
  readonly edits: readonly SettingEdit[]
}

interface TestState extends DraftTest {
  /** Identifies the candidate that the rest is about. */
  readonly key: string
}

const NONE: TestState = { ...NOT_TESTED, key: '' }

export const useDraftTest = create<TestState>(() => NONE)

/** Two candidates with one key are the same destination, reached in the same way. */
export const candidateKey = ({ instrumentId, transport, nas, localRoot }: Candidate): string =>
  JSON.stringify([instrumentId, localRoot, transport, nas.draftId, nas.revision])

/** Tests the candidate, then rehearses a run. What is found is shown as it comes, unless the draft is another one by then. */
export const testDraft = async (candidate: Candidate): Promise<void> => {
  const { nas, transport, instrumentId, localRoot } = candidate
  const key = candidateKey(candidate)
  useDraftTest.setState({ ...NONE, key })
  await runDraftTest(
    instrumentId,
    (what) =>
      call('connections.test', { instrumentId, localRoot, transport, draftId: nas.draftId, what }),
    useDraftTest.getState,
    (change) => {
      if (useDraftTest.getState().key === key) useDraftTest.setState(change)
    },
  )
}

export const forgetTest = (): void => useDraftTest.setState(NONE)
