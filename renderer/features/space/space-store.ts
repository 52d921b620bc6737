// Space store: the report of what may be deleted on this computer, and the checks that make it current.
import { create } from 'zustand'
import { SPACE_MESSAGES } from '../../../shared/messages/space.ts'
import type { SpaceAnswer, SpaceReport } from '../../../shared/model/reports.ts'
import { MINUTE_MS, SECOND_MS } from '../../../shared/duration.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { notify, showError } from '../../state/notice-store.ts'

interface SpaceState {
  /** null: not made yet. */
  readonly report: SpaceReport | null
  readonly isLooking: boolean
  /** null: all runs are listed. */
  readonly chip: SpaceAnswer | null
}

export const useSpace = create<SpaceState>(() => ({ report: null, isLooking: false, chip: null }))

/** The request that runs; null: none does. */
let loading: Promise<void> | null = null
/** Something changed after the request that runs was made. */
let isOutdated = false

const makeReport = async (): Promise<void> => {
  let isPart = false
  do {
    // what changed while a report is made is in the next one
    if (!isPart) isOutdated = false
    isPart = false
    const answer = await call('cleanup.space', { look: false, partial: true })
    if (!answer.ok) {
      showError(answer)
      continue
    }
    const { value } = answer
    isPart = value.left > 0
    // a part never takes the place of a whole report
    const shown = useSpace.getState().report
    if (!isPart || shown === null || shown.left > 0) useSpace.setState({ report: value })
  } while (isPart || isOutdated)
}

/** One request at a time, and another one after it where something changed meanwhile: the last answer is of the last state. */
const loadReport = (): Promise<void> => {
  if (loading !== null) isOutdated = true
  loading ??= makeReport().finally(() => {
    loading = null
  })
  return loading
}

/** Makes the report again. `look`: looks at both sides of the runs that only need that; it can take minutes. */
export const loadSpace = async (look = false): Promise<void> => {
  if (!look) return loadReport()
  useSpace.setState({ isLooking: true })
  showError(await call('cleanup.space', { look: true }))
  useSpace.setState({ isLooking: false })
  // what was decided when the look began is minutes old now
  await loadReport()
}

const NONE = { runs: 0, bytes: 0 }
const NO_SUMS: SpaceReport['sums'] = { safe: NONE, to_check: NONE, not_yet: NONE, do_not: NONE }

/** The listed runs that are safe to delete, and what their deletion frees. */
export const safeRuns = ({ rows }: SpaceReport): { jobs: number[]; bytes: number } => {
  const safe = rows.filter((row) => row.answer === 'safe')
  return {
    jobs: safe.map((row) => row.jobId),
    bytes: safe.reduce((sum, row) => sum + row.bytes, 0),
  }
}

/** The part of the report that is about one instrument; null: the whole report. */
export const reportOf = (report: SpaceReport, instrument: string | null): SpaceReport => {
  if (instrument === null) return report
  const instruments = report.instruments.filter(({ id }) => id === instrument)
  const sums = instruments[0]?.sums ?? NO_SUMS
  return {
    ...report,
    instruments,
    sums,
    rows: report.rows.filter((row) => row.instrument === instrument),
    total: Object.values(sums).reduce((total, { runs }) => total + runs, 0),
  }
}

/** Queues the cleanup of runs, and says how many it takes. */
export const freeSpace = async (jobs: readonly number[]): Promise<void> => {
  const answer = await call('cleanup.run', { jobs: [...jobs] })
  if (!answer.ok) return showError(answer)
  const { changed, refused } = answer.value
  notify({
    tone: refused.length === 0 ? 'info' : 'problem',
    title: SPACE_MESSAGES.queued(changed),
    lines: refused.map(({ message }) => message),
  })
  await loadSpace()
}

/** The shortest time between two reports that changes of the queue ask for. */
const REST_MS = 2 * SECOND_MS

/** Makes the report now, after changes of the queue, and each minute, until the answered function is called. */
export const followSpace = (): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | null = null
  const schedule = (): void => {
    timer ??= setTimeout(() => {
      timer = null
      void loadSpace()
    }, REST_MS)
  }
  void loadSpace()
  // an answer is void ten minutes after the look, and when a run moves on
  const minute = setInterval(() => void loadSpace(), MINUTE_MS)
  const stop = useApp.subscribe((now, before) => {
    if (now.lastBatchAt !== before.lastBatchAt) schedule()
  })
  return () => {
    stop()
    clearInterval(minute)
    if (timer !== null) clearTimeout(timer)
  }
}
