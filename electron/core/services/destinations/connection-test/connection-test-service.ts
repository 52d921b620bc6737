// Runs connection tests and rehearsals, one at a time for each instrument, and answers the steps done so far.
import type {
  ConnectionTestReport,
  ConnectionTestStep,
} from '../../../../../shared/model/reports.ts'
import { Refusal } from '../../../errors.ts'
import { DEFAULT_SETTINGS, type Destination } from '../../../domain/config.ts'
import type { SettingsService } from '../../config/settings-service.ts'
import { saveReport } from './last-reports.ts'
import type { TestDeps } from './test-destination.ts'

export interface ConnectionTests {
  /** Tests a destination and stores the report. Throws Refusal conflict while a test of that instrument runs. */
  test(instrumentId: string): Promise<ConnectionTestReport>
  /** Sends, proves and removes a tiny run. Throws Refusal conflict while a test of that instrument runs. */
  rehearse(instrumentId: string): Promise<ConnectionTestReport>
  /** Tests a destination that is not saved yet, and stores nothing. Throws Refusal conflict while another draft is tested. */
  testDraft(
    destination: Destination,
    what: 'connection' | 'rehearsal',
  ): Promise<ConnectionTestReport>
  /** Steps done so far, of a draft for ''; empty where no test runs. */
  steps(instrumentId: string): ConnectionTestStep[]
}

/** A draft has no instrument. */
const DRAFT = ''

export const createConnectionTests = (
  deps: TestDeps & { readonly config: Pick<SettingsService, 'current'> },
): ConnectionTests => {
  /** Steps of running tests by instrument. */
  const running = new Map<string, ConnectionTestStep[]>()

  const run = async (
    instrumentId: string,
    destination: Destination,
    what: 'connection' | 'rehearsal',
  ): Promise<ConnectionTestReport> => {
    if (running.has(instrumentId))
      throw new Refusal(
        'conflict',
        `${instrumentId === DRAFT ? 'Another connection' : instrumentId} is being tested already. Wait for its end.`,
      )
    const steps: ConnectionTestStep[] = []
    running.set(instrumentId, steps)
    try {
      // imported with the first test, which keeps it out of the start of the window
      const { testDestination } = await import('./test-destination.ts')
      const settings = deps.config.current() ?? DEFAULT_SETTINGS
      const subject = { id: instrumentId, destination }
      return await testDestination(subject, what, settings, deps, (step) => steps.push(step))
    } finally {
      running.delete(instrumentId)
    }
  }

  const requireDestination = (instrumentId: string): Destination => {
    const instruments = deps.config.current()?.instruments ?? []
    const found = instruments.find((i) => i.id === instrumentId)
    if (found !== undefined) return found.destination
    const ids = instruments.map((i) => i.id).join(', ')
    throw new Refusal(
      'not_found',
      `There is no instrument ${instrumentId} in config.yaml${ids === '' ? '' : `. Choose one of: ${ids}`}.`,
    )
  }

  return {
    test: async (instrumentId) =>
      saveReport(
        deps.dataDir,
        await run(instrumentId, requireDestination(instrumentId), 'connection'),
      ),
    rehearse: async (instrumentId) =>
      run(instrumentId, requireDestination(instrumentId), 'rehearsal'),
    testDraft: (destination, what) => run(DRAFT, destination, what),
    steps: (instrumentId) => running.get(instrumentId) ?? [],
  }
}
