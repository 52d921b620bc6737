// Test of a destination before it is saved: the connection test, then the rehearsal of a run, with the steps as they end.
import type { ConnectionTestReport, ConnectionTestStep } from '../../../shared/model/reports.ts'
import type { Result } from '../../../shared/model/result.ts'
import { call } from '../../state/bridge.ts'

export interface DraftTest {
  readonly running: 'connection' | 'rehearsal' | null
  /** Steps of what runs now, or of the last connection test. */
  readonly steps: readonly ConnectionTestStep[]
  /** Title of the step that runs; null: none, or not known. */
  readonly current: string | null
  readonly connection: ConnectionTestReport | null
  readonly rehearsal: ConnectionTestReport | null
  /** Why it could not be tested, as a sentence; null: it was. */
  readonly fault: string | null
}

export const NOT_TESTED: DraftTest = {
  running: null,
  steps: [],
  current: null,
  connection: null,
  rehearsal: null,
  fault: null,
}

export const hasFailed = (report: ConnectionTestReport | null): boolean =>
  report?.steps.some(({ outcome }) => outcome === 'failed') === true

/** How often the window asks for the steps of a running test. */
const STEPS_INTERVAL_MS = 300

/** The steps of the test that runs, as far as they are done. */
const stepsOf = async (instrumentId: string): Promise<Pick<DraftTest, 'steps' | 'current'>> => {
  const answer = await call('destinations.steps', { instrumentId })
  return answer.ok
    ? { steps: answer.value.rows, current: answer.value.current }
    : { steps: [], current: null }
}

/**
 * Tests, and rehearses a run once the test has passed. `ask` makes the call. `read` and `update`: the test as it is held; `update`
 * is to do nothing once something else is held.
 */
export const runDraftTest = async (
  instrumentId: string,
  ask: (what: 'connection' | 'rehearsal') => Promise<Result<ConnectionTestReport>>,
  read: () => DraftTest | undefined,
  update: (change: Partial<DraftTest>) => void,
): Promise<void> => {
  update({ ...NOT_TESTED, running: 'connection' })
  const timer = setInterval(() => {
    void stepsOf(instrumentId).then((done) => {
      if (read()?.running !== null) update(done)
    })
  }, STEPS_INTERVAL_MS)
  try {
    const tested = await ask('connection')
    if (!tested.ok) return update({ running: null, fault: tested.error.message })
    const connection = tested.value
    update({ connection, steps: connection.steps })
    if (hasFailed(connection)) return update({ running: null })
    update({ running: 'rehearsal' })
    const rehearsed = await ask('rehearsal')
    update(
      rehearsed.ok
        ? { running: null, rehearsal: rehearsed.value, steps: connection.steps }
        : { running: null, fault: rehearsed.error.message },
    )
  } finally {
    clearInterval(timer)
  }
}

/** Ends the test of an instrument that runs now. */
export const stopTest = (instrumentId: string): void =>
  void call('destinations.stopTest', { instrumentId })
