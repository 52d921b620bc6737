// Runs connection tests and rehearsals, one at a time for each instrument, and answers the steps done so far.
import { msg } from '../../../../../shared/language/msg.ts'
import type { Output } from '../../../../../shared/contract/index.ts'
import type {
  ConnectionTestReport,
  ConnectionTestStep,
} from '../../../../../shared/model/reports.ts'
import { SECOND_MS } from '../../../../../shared/duration.ts'
import { testedDigest } from '../../../destinations/tested-digest.ts'
import { DEFAULT_SETTINGS, type RcloneDestination, type Settings } from '../../../domain/config.ts'
import { allRoutes, routeWith } from '../../../domain/routes.ts'
import { Refusal } from '../../../errors.ts'
import { endsInTime } from '../../../lib/end-process.ts'
import { rcloneTarget } from '../../../transports/rclone/rclone-args.ts'
import type { SettingsService } from '../../config/settings-service.ts'
import { saveReport } from './last-reports.ts'
import type { TestDeps, Tested, TestedThing } from './test-destination.ts'

export interface ConnectionTests {
  /** Tests a destination and stores the report. Throws Refusal conflict while a test of that instrument runs. */
  test(instrumentId: string): Promise<ConnectionTestReport>
  /**
   * Sends, proves and removes a tiny run. `testFolder`: its name on the NAS; left out: a new one. Throws Refusal conflict while a
   * test of that instrument runs.
   */
  rehearse(instrumentId: string, testFolder?: string): Promise<ConnectionTestReport>
  /** How much is free at a destination, as a sentence; null: it does not say, or could not be asked. Writes nothing there. */
  room(instrumentId: string): Promise<string | null>
  /**
   * Tests an instrument as these settings have it, before they are saved. The report is stored by `keepDrafts` alone. `draft`: the
   * version of the draft of a connection that its destination is.
   */
  testDraft(
    tested: Tested,
    what: Exclude<TestedThing, 'room'>,
    draft?: string,
  ): Promise<ConnectionTestReport>
  /**
   * The draft of a connection was saved: what the last test tested is this destination now. `draft`: the version of it that the
   * test was given.
   */
  draftSaved(draft: string, to: Pick<RcloneDestination, 'remote' | 'configFile'>): void
  /** Stores the reports of drafts of which exactly what was tested is in force now. */
  keepDrafts(): void
  /** Steps done so far, and the title of the one that runs; none where no test runs. */
  steps(instrumentId: string): Output<'destinations.steps'>
  /** Ends the test that runs now, which is refused then; what it wrote is removed first. */
  stop(instrumentId: string): void
  /** Ends all tests; resolves when what they wrote is removed, or when that takes too long. */
  stopAll(): Promise<void>
}

/** A program that quits waits for so long for tests to remove what they wrote. */
const STOP_LIMIT_MS = 5 * SECOND_MS

interface RunningTest {
  /** Those that have ended. */
  readonly steps: ConnectionTestStep[]
  readonly control: AbortController
  readonly ended: Promise<void>
  /** The title of the step that runs; null: none began yet. */
  current: string | null
}

interface DraftTest {
  readonly report: ConnectionTestReport
  /** The draft of a connection that it tested, and to which destination; null: it tested no draft of a connection. */
  readonly connection: { readonly draft: string; readonly destination: RcloneDestination } | null
}

interface ConnectionTestsDeps extends TestDeps {
  readonly config: SettingsService
}

/** A route of settings, by its id. Throws Refusal. */
export const findInstrument = (settings: Settings | null, instrumentId: string): Tested => {
  const instrument = routeWith(instrumentId, settings)
  if (settings !== null && instrument !== undefined) return { settings, instrument }
  const ids = allRoutes(settings)
    .map(({ id }) => id)
    .join(', ')
  throw new Refusal(
    'not_found',
    ids === ''
      ? msg`There is no instrument ${instrumentId} in config.yaml.`
      : msg`There is no instrument ${instrumentId} in config.yaml. Choose one of: ${ids}.`,
  )
}

/** Longest wait for the answer how much is free. */
const ROOM_MS = 30 * SECOND_MS

export const createConnectionTests = (deps: ConnectionTestsDeps): ConnectionTests => {
  /** Running tests by instrument. */
  const running = new Map<string, RunningTest>()
  /** The last test of a draft by instrument; its report is not stored yet. */
  const drafts = new Map<string, DraftTest>()

  const run = async (
    tested: Tested,
    what: TestedThing,
    testFolder?: string,
  ): Promise<ConnectionTestReport> => {
    const { id } = tested.instrument
    if (running.has(id))
      throw new Refusal('conflict', msg`${id} is being tested already. Wait for its end.`)
    const steps: ConnectionTestStep[] = []
    const control = new AbortController()
    let end = (): void => undefined
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const test: RunningTest = { steps, control, ended, current: null }
    running.set(id, test)
    try {
      // imported with the first test, which keeps it out of the start of the window
      const { testDestination } = await import('./test-destination.ts')
      const { signal } = control
      const watch = {
        begins: (title: string) => {
          test.current = title
        },
        ended: (step: ConnectionTestStep) => void steps.push(step),
      }
      const report = await testDestination(tested, what, deps, signal, watch, testFolder)
      // what was not tried to its end says nothing about the destination
      if (signal.aborted) throw new Refusal('conflict', msg`The test of ${id} was stopped.`)
      return report
    } finally {
      running.delete(id)
      end()
    }
  }
  const saved = (instrumentId: string): Tested =>
    findInstrument(deps.config.current(), instrumentId)

  return {
    test: async (instrumentId) =>
      saveReport(deps.dataDir, await run(saved(instrumentId), 'connection')),
    async room(instrumentId) {
      const { testDestination } = await import('./test-destination.ts')
      const watch = { begins: () => undefined, ended: () => undefined }
      const signal = AbortSignal.timeout(ROOM_MS)
      const report = await testDestination(saved(instrumentId), 'room', deps, signal, watch)
      const step = report.steps.find(({ id }) => id === 'room')
      return step?.outcome === 'passed' ? step.message : null
    },
    rehearse: async (instrumentId, testFolder) => run(saved(instrumentId), 'rehearsal', testFolder),
    async testDraft(tested, what, draft) {
      const report = await run(tested, what)
      if (what !== 'connection') return report
      const { destination, id } = tested.instrument
      const isOfDraft = draft !== undefined && destination.type === 'rclone'
      drafts.set(id, { report, connection: isOfDraft ? { draft, destination } : null })
      return report
    },
    draftSaved(draft, to) {
      const settings = deps.config.current() ?? DEFAULT_SETTINGS
      for (const [id, { report, connection }] of drafts) {
        if (connection?.draft !== draft) continue
        const destination = { ...connection.destination, ...to }
        const about = {
          destination: rcloneTarget(destination, ''),
          tested: testedDigest(destination, settings),
        }
        drafts.set(id, { report: { ...report, ...about }, connection })
      }
    },
    keepDrafts() {
      const settings = deps.config.current()
      for (const { id, destination } of allRoutes(settings)) {
        const report = drafts.get(id)?.report
        if (settings === null || report === undefined) continue
        if (testedDigest(destination, settings) !== report.tested) continue
        saveReport(deps.dataDir, report)
        drafts.delete(id)
      }
    },
    steps(instrumentId) {
      const test = running.get(instrumentId)
      return { rows: test?.steps ?? [], current: test?.current ?? null }
    },
    stop: (instrumentId) => running.get(instrumentId)?.control.abort(),
    async stopAll() {
      for (const { control } of running.values()) control.abort()
      await endsInTime(Promise.all([...running.values()].map(({ ended }) => ended)), STOP_LIMIT_MS)
    },
  }
}
