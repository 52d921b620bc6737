// Runs connection tests and rehearsals, one at a time for each instrument, and answers the steps done so far.
import type {
  ConnectionTestReport,
  ConnectionTestStep,
} from '../../../../../shared/model/reports.ts'
import { DEFAULT_SETTINGS, type RcloneDestination, type Settings } from '../../../domain/config.ts'
import { allRoutes, routeWith } from '../../../domain/routes.ts'
import { Refusal } from '../../../errors.ts'
import { rcloneTarget } from '../../../transports/rclone/rclone-args.ts'
import type { SettingsService } from '../../config/settings-service.ts'
import { saveReport } from './last-reports.ts'
import type { TestDeps, Tested } from './test-destination.ts'
import { testedDigest } from './tested-digest.ts'

type TestedThing = 'connection' | 'rehearsal'

export interface ConnectionTests {
  /** Tests a destination and stores the report. Throws Refusal conflict while a test of that instrument runs. */
  test(instrumentId: string): Promise<ConnectionTestReport>
  /** Sends, proves and removes a tiny run. Throws Refusal conflict while a test of that instrument runs. */
  rehearse(instrumentId: string): Promise<ConnectionTestReport>
  /**
   * Tests an instrument as these settings have it, before they are saved. The report is stored by `keepDraft` alone. `draft`: the
   * version of the draft of a connection that its destination is.
   */
  testDraft(tested: Tested, what: TestedThing, draft?: string): Promise<ConnectionTestReport>
  /**
   * The draft of a connection was saved: what the last test tested is this destination now. `draft`: the version of it that the
   * test was given.
   */
  draftSaved(draft: string, to: Pick<RcloneDestination, 'remote' | 'configFile'>): void
  /** Stores the report of the last test of a draft, once exactly what it tested is in force. */
  keepDraft(): void
  /** Steps done so far; empty where no test runs. */
  steps(instrumentId: string): ConnectionTestStep[]
}

interface ConnectionTestsDeps extends TestDeps {
  readonly config: SettingsService
}

/** A route of settings, by its id. Throws Refusal. */
const findInstrument = (settings: Settings | null, instrumentId: string): Tested => {
  const instrument = routeWith(instrumentId, settings)
  if (settings !== null && instrument !== undefined) return { settings, instrument }
  const ids = allRoutes(settings)
    .map(({ id }) => id)
    .join(', ')
  throw new Refusal(
    'not_found',
    `There is no instrument ${instrumentId} in config.yaml${ids === '' ? '' : `. Choose one of: ${ids}`}.`,
  )
}

export const createConnectionTests = (deps: ConnectionTestsDeps): ConnectionTests => {
  /** Steps of running tests by instrument. */
  const running = new Map<string, ConnectionTestStep[]>()
  let lastDraft: ConnectionTestReport | null = null
  /** The draft of a connection that it tested, and to which destination. */
  let lastConnection: { readonly draft: string; readonly destination: RcloneDestination } | null =
    null

  const run = async (tested: Tested, what: TestedThing): Promise<ConnectionTestReport> => {
    const { id } = tested.instrument
    if (running.has(id))
      throw new Refusal('conflict', `${id} is being tested already. Wait for its end.`)
    const steps: ConnectionTestStep[] = []
    running.set(id, steps)
    try {
      // imported with the first test, which keeps it out of the start of the window
      const { testDestination } = await import('./test-destination.ts')
      return await testDestination(tested, what, deps, (step) => steps.push(step))
    } finally {
      running.delete(id)
    }
  }
  const saved = (instrumentId: string): Tested =>
    findInstrument(deps.config.current(), instrumentId)

  return {
    test: async (instrumentId) =>
      saveReport(deps.dataDir, await run(saved(instrumentId), 'connection')),
    rehearse: async (instrumentId) => run(saved(instrumentId), 'rehearsal'),
    async testDraft(tested, what, draft) {
      const report = await run(tested, what)
      if (what !== 'connection') return report
      lastDraft = report
      const { destination } = tested.instrument
      lastConnection =
        draft === undefined || destination.type !== 'rclone' ? null : { draft, destination }
      return report
    },
    draftSaved(draft, to) {
      const settings = deps.config.current()
      if (lastDraft === null || lastConnection?.draft !== draft) return
      const destination = { ...lastConnection.destination, ...to }
      lastDraft = {
        ...lastDraft,
        destination: rcloneTarget(destination, ''),
        tested: testedDigest(destination, settings ?? DEFAULT_SETTINGS),
      }
    },
    keepDraft() {
      const settings = deps.config.current()
      const found = routeWith(lastDraft?.instrument ?? '', settings)
      if (settings === null || lastDraft === null || found === undefined) return
      if (testedDigest(found.destination, settings) !== lastDraft.tested) return
      saveReport(deps.dataDir, lastDraft)
      lastDraft = null
    },
    steps: (instrumentId) => running.get(instrumentId) ?? [],
  }
}
