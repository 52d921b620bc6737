// Runs connection tests and rehearsals, one at a time for each instrument, and answers the steps done so far.
import type {
  ConnectionTestReport,
  ConnectionTestStep,
} from '../../../../../shared/model/reports.ts'
import { Refusal } from '../../../errors.ts'
import { saveReport } from './last-reports.ts'
import type { TestDeps } from './test-destination.ts'

export interface ConnectionTests {
  /** Tests a destination and stores the report. Throws Refusal conflict while a test of that instrument runs. */
  test(instrumentId: string): Promise<ConnectionTestReport>
  /** Sends, proves and removes a tiny run. Throws Refusal conflict while a test of that instrument runs. */
  rehearse(instrumentId: string): Promise<ConnectionTestReport>
  /** Steps done so far; empty where no test runs. */
  steps(instrumentId: string): ConnectionTestStep[]
}

export const createConnectionTests = (deps: TestDeps): ConnectionTests => {
  /** Steps of running tests by instrument. */
  const running = new Map<string, ConnectionTestStep[]>()

  const run = async (
    instrumentId: string,
    what: 'connection' | 'rehearsal',
  ): Promise<ConnectionTestReport> => {
    if (running.has(instrumentId))
      throw new Refusal('conflict', `${instrumentId} is being tested already. Wait for its end.`)
    const steps: ConnectionTestStep[] = []
    running.set(instrumentId, steps)
    try {
      // imported with the first test, which keeps it out of the start of the window
      const { testDestination } = await import('./test-destination.ts')
      return await testDestination(instrumentId, what, deps, (step) => steps.push(step))
    } finally {
      running.delete(instrumentId)
    }
  }

  return {
    test: async (instrumentId) => saveReport(deps.dataDir, await run(instrumentId, 'connection')),
    rehearse: (instrumentId) => run(instrumentId, 'rehearsal'),
    steps: (instrumentId) => running.get(instrumentId) ?? [],
  }
}
