// Connection test store: starts connection tests and rehearsals, and holds their steps while they run.
import { create } from 'zustand'
import type { ConnectionTestReport, ConnectionTestStep } from '../../../shared/model/reports.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'
import { loadDestinations } from './destinations-store.ts'

/** A rehearsal also sends, proves and removes a tiny run. */
type ConnectionTestKind = 'test' | 'rehearsal'

interface ConnectionTest {
  readonly kind: ConnectionTestKind
  readonly running: boolean
  /** The steps that have ended. */
  readonly steps: readonly ConnectionTestStep[]
  /** Title of the step that runs; null: none, or not known. */
  readonly current: string | null
  /** null while the test runs, and where it could not be started. */
  readonly report: ConnectionTestReport | null
}

interface ConnectionTestState {
  /** The newest test of each instrument since the window was opened. */
  readonly tests: ReadonlyMap<string, ConnectionTest>
}

export const useConnectionTests = create<ConnectionTestState>(() => ({ tests: new Map() }))

const NOT_STARTED: ConnectionTest = {
  kind: 'test',
  running: false,
  steps: [],
  current: null,
  report: null,
}

const updateTest = (instrumentId: string, change: Partial<ConnectionTest>): void =>
  useConnectionTests.setState(({ tests }) => {
    const before = tests.get(instrumentId) ?? NOT_STARTED
    return { tests: new Map(tests).set(instrumentId, { ...before, ...change }) }
  })

/** How often the window asks for the steps of a running test. */
const STEPS_INTERVAL_MS = 300

/** Tests a connection or rehearses a run; the store shows each step as it ends. Answers null where the call was refused. */
export const testInstrument = async (
  instrumentId: string,
  kind: ConnectionTestKind,
): Promise<ConnectionTestReport | null> => {
  updateTest(instrumentId, { kind, running: true, steps: [], current: null, report: null })
  const timer = setInterval(() => {
    void call('destinations.steps', { instrumentId }).then((answer) => {
      if (answer.ok && useConnectionTests.getState().tests.get(instrumentId)?.running === true)
        updateTest(instrumentId, { steps: answer.value.rows, current: answer.value.current })
    })
  }, STEPS_INTERVAL_MS)
  const answer = await call(kind === 'test' ? 'destinations.test' : 'destinations.rehearse', {
    instrumentId,
  })
  clearInterval(timer)
  const report = answer.ok ? answer.value : null
  updateTest(instrumentId, { running: false, report, steps: report?.steps ?? [] })
  if (!answer.ok) showError(answer)
  await loadDestinations()
  return report
}
