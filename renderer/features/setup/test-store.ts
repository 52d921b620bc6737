// Test store of the set-up: the connection test and the rehearsal of the draft. A report is kept with the draft that it is about,
// and is about no other.
import { create } from 'zustand'
import type { ConnectionTestReport, ConnectionTestStep } from '../../../shared/model/reports.ts'
import type { SettingEdit } from '../../../shared/model/settings.ts'
import { call } from '../../state/bridge.ts'
import type { Nas, Transport } from '../connect/connect-store.ts'

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

interface TestState {
  /** Identifies the candidate that the rest is about. */
  readonly key: string
  readonly running: 'connection' | 'rehearsal' | null
  /** Steps of what runs now, or of the last one. */
  readonly steps: readonly ConnectionTestStep[]
  readonly connection: ConnectionTestReport | null
  readonly rehearsal: ConnectionTestReport | null
  /** Why it could not be tested, as a sentence; null: it was. */
  readonly fault: string | null
}

const NOT_TESTED: TestState = {
  key: '',
  running: null,
  steps: [],
  connection: null,
  rehearsal: null,
  fault: null,
}

export const useDraftTest = create<TestState>(() => NOT_TESTED)

/** Two candidates with one key are the same destination, reached in the same way. */
export const candidateKey = ({ instrumentId, transport, nas, localRoot }: Candidate): string =>
  JSON.stringify([instrumentId, localRoot, transport, nas.draftId, nas.revision])

/** How often the window asks for the steps of a running test. */
const STEPS_INTERVAL_MS = 300

const stepsOf = async ({ instrumentId }: Candidate): Promise<readonly ConnectionTestStep[]> => {
  const answer = await call('destinations.steps', { instrumentId })
  return answer.ok ? answer.value.rows : []
}

const testOnce = (candidate: Candidate, what: 'connection' | 'rehearsal') => {
  const { nas, transport, instrumentId, localRoot } = candidate
  return call('connections.test', {
    instrumentId,
    localRoot,
    transport,
    draftId: nas.draftId,
    what,
  })
}

export const hasFailed = (report: ConnectionTestReport | null): boolean =>
  report?.steps.some(({ outcome }) => outcome === 'failed') === true

/** Tests the candidate, then rehearses a run. What is found is shown as it comes, unless the draft is another one by then. */
export const testDraft = async (candidate: Candidate): Promise<void> => {
  const key = candidateKey(candidate)
  useDraftTest.setState({ ...NOT_TESTED, key, running: 'connection' })
  const update = (change: Partial<TestState>): void => {
    if (useDraftTest.getState().key === key) useDraftTest.setState(change)
  }
  const timer = setInterval(() => {
    void stepsOf(candidate).then((steps) => {
      if (useDraftTest.getState().running !== null) update({ steps })
    })
  }, STEPS_INTERVAL_MS)
  try {
    const tested = await testOnce(candidate, 'connection')
    if (!tested.ok) return update({ running: null, fault: tested.error.message })
    const connection = tested.value
    update({ connection, steps: connection.steps })
    if (hasFailed(connection)) return update({ running: null })
    update({ running: 'rehearsal' })
    const rehearsed = await testOnce(candidate, 'rehearsal')
    update(
      rehearsed.ok
        ? { running: null, rehearsal: rehearsed.value, steps: connection.steps }
        : { running: null, fault: rehearsed.error.message },
    )
  } finally {
    clearInterval(timer)
  }
}

export const forgetTest = (): void => useDraftTest.setState(NOT_TESTED)
