// What the pages beside the runs show: causes, recordings, activity, destinations, foresight. Fetched when looked at.
import { create } from 'zustand'
import type {
  Activity,
  ActivityLevel,
  Cause,
  DestinationInfo,
} from '../../../shared/model/list-rows.ts'
import type {
  ConnectionTestReport,
  ConnectionTestStep,
  Forecast,
  Recording,
} from '../../../shared/model/reports.ts'
import { call } from '../../app/bridge.ts'
import { told } from '../../app/app-store.ts'
import { type RowWindow, createWindowLoader, emptyWindow } from '../../ui/grid/paged-rows.ts'

interface Testing {
  readonly what: 'test' | 'rehearsal'
  readonly running: boolean
  readonly steps: readonly ConnectionTestStep[]
  readonly report: ConnectionTestReport | null
}

interface DeskState {
  readonly causes: readonly Cause[]
  readonly causeTotal: number
  readonly recordings: readonly Recording[]
  readonly recordingTotal: number
  readonly destinations: readonly DestinationInfo[]
  readonly foresight: readonly Forecast[]
  readonly locked: boolean
  /** Connection tests by instrument, of this session. */
  readonly tests: ReadonlyMap<string, Testing>
}

export const useDesk = create<DeskState>(() => ({
  causes: [],
  causeTotal: 0,
  recordings: [],
  recordingTotal: 0,
  destinations: [],
  foresight: [],
  locked: false,
  tests: new Map(),
}))

export const loadCauses = async (): Promise<void> => {
  const answer = await call('causes.list', {})
  if (answer.ok) useDesk.setState({ causes: answer.value.rows, causeTotal: answer.value.total })
}

export const loadRecordings = async (): Promise<void> => {
  const answer = await call('recordings.list', {})
  if (answer.ok)
    useDesk.setState({ recordings: answer.value.rows, recordingTotal: answer.value.total })
}

export const finishRecording = async (folder: string): Promise<void> => {
  told(await call('recordings.finish', { folder }))
  await loadRecordings()
}

export const revealRecording = (folder: string): void =>
  void call('recordings.reveal', { folder }).then(told)

export const loadDestinations = async (): Promise<void> => {
  const answer = await call('destinations.list', {})
  if (answer.ok) useDesk.setState({ destinations: answer.value.rows })
}

export const loadForesight = async (): Promise<void> => {
  const answer = await call('forecast.get', {})
  if (answer.ok) useDesk.setState({ foresight: answer.value.rows })
}

export const loadLock = async (): Promise<void> => {
  const answer = await call('lock.get', {})
  if (answer.ok) useDesk.setState({ locked: answer.value.locked })
}

export const setLocked = async (locked: boolean): Promise<void> => {
  const answer = await call('lock.set', { locked })
  if (!answer.ok) return told(answer)
  useDesk.setState({ locked: answer.value.locked })
}

const putTest = (instrumentId: string, change: Partial<Testing>): void =>
  useDesk.setState(({ tests }) => {
    const before = tests.get(instrumentId) ?? {
      what: 'test',
      running: false,
      steps: [],
      report: null,
    }
    return { tests: new Map(tests).set(instrumentId, { ...before, ...change }) }
  })

/** How often the steps of a running test are asked for. */
const STEP_MS = 300

/** Tests a connection or rehearses a run; steps are shown as they end. Answers the report; null: refused. */
export const testInstrument = async (
  instrumentId: string,
  what: Testing['what'],
): Promise<ConnectionTestReport | null> => {
  putTest(instrumentId, { what, running: true, steps: [], report: null })
  const timer = setInterval(() => {
    void call('destinations.steps', { instrumentId }).then((answer) => {
      if (answer.ok && useDesk.getState().tests.get(instrumentId)?.running === true)
        putTest(instrumentId, { steps: answer.value.rows })
    })
  }, STEP_MS)
  const answer = await call(what === 'test' ? 'destinations.test' : 'destinations.rehearse', {
    instrumentId,
  })
  clearInterval(timer)
  const report = answer.ok ? answer.value : null
  putTest(instrumentId, { running: false, report, steps: report?.steps ?? [] })
  if (!answer.ok) told(answer)
  await loadDestinations()
  return report
}

interface ActivityState extends RowWindow<Activity> {
  readonly level: ActivityLevel
  readonly instrument: string
  readonly search: string
}

export const useActivity = create<ActivityState>(() => ({
  ...emptyWindow,
  level: 'info',
  instrument: '',
  search: '',
}))

const lines = createWindowLoader<Activity>(
  async (offset, limit) => {
    const { level, instrument, search } = useActivity.getState()
    const answer = await call('activity.page', {
      level,
      search,
      offset,
      limit,
      ...(instrument === '' ? {} : { instrument }),
    })
    return answer.ok ? answer.value : null
  },
  (window) => useActivity.setState(window),
)

export const showActivity = lines.show
export const refreshActivity = lines.refresh
export const filterActivity = (
  change: Partial<Pick<ActivityState, 'level' | 'instrument' | 'search'>>,
): void => {
  useActivity.setState(change)
  lines.reset()
}
