// The Log and History tabs: a run's attempts, and a window of one attempt's log.
import { create } from 'zustand'
import type { Activity } from '../../../shared/model/list-rows.ts'
import type { AttemptRow, LogLevel, LogLine } from '../../../shared/model/model.ts'
import { call } from '../../app/bridge.ts'
import { showError } from '../../app/notice-store.ts'
import { type PagedRows, createPageLoader, NO_ROWS } from '../../ui/grid/paged-rows.ts'

interface LogsState extends PagedRows<LogLine> {
  readonly jobId: number | null
  readonly attempts: readonly AttemptRow[]
  /** What people did to the run. */
  readonly people: readonly Activity[]
  readonly attemptId: number | null
  /** Lines of this level or worse; `debug` is all of them. */
  readonly level: LogLevel
  readonly follow: boolean
  /** Lines there were when following stopped. */
  readonly seen: number
  readonly wrap: boolean
  /** Line that a search landed on. */
  readonly found: number | null
  /** Lines that hold the text searched for; null: not counted. */
  readonly matches: number | null
}

export const useLogs = create<LogsState>(() => ({
  ...NO_ROWS,
  jobId: null,
  attempts: [],
  people: [],
  attemptId: null,
  level: 'debug',
  follow: true,
  seen: 0,
  wrap: false,
  found: null,
  matches: null,
}))

/** The Log tab is open: only then lines are read. */
let watched = false

const loader = createPageLoader<LogLine>(
  async (from, limit) => {
    const { attemptId, level } = useLogs.getState()
    if (attemptId === null || !watched) return null
    const answer = await call('logs.page', { attemptId, from, limit, level })
    return answer.ok ? { rows: answer.value.lines, total: answer.value.total } : null
  },
  (window) => useLogs.setState(window),
)

export const showLines = loader.show

/** Reads the lines, and those to come, until it is showError to stop. */
export const watchLines = (): (() => void) => {
  watched = true
  loader.refresh()
  return () => {
    watched = false
  }
}

export const openAttempt = (attemptId: number | null): void => {
  useLogs.setState({ attemptId, follow: true, found: null, matches: null })
  loader.reset()
}

/** How many lines the attempt has that are at least worth a note, whatever level is shown. */
export const countInfo = async (attemptId: number): Promise<number | null> => {
  const answer = await call('logs.page', { attemptId, from: 0, limit: 1, level: 'info' })
  return answer.ok ? answer.value.total : null
}

export const setLevel = (level: LogLevel): void => {
  useLogs.setState({ level, found: null })
  loader.reset()
}

/** Loads a run's attempts; the newest one's log is shown unless another of it was chosen. */
export const loadAttempts = async (jobId: number): Promise<void> => {
  const before = useLogs.getState()
  if (before.jobId !== jobId)
    useLogs.setState({ jobId, attempts: [], people: [], attemptId: null, level: 'debug' })
  const answer = await call('attempts.list', { jobId })
  const state = useLogs.getState()
  if (!answer.ok || state.jobId !== jobId) return
  const { rows } = answer.value
  const newest = rows[0]?.id ?? null
  const wasNewest = state.attemptId === null || state.attemptId === state.attempts[0]?.id
  useLogs.setState({ attempts: rows })
  if (wasNewest && newest !== state.attemptId) openAttempt(newest)
}

/** Loads what people did to the run whose attempts are loaded. */
export const loadPeople = async (): Promise<void> => {
  const { jobId } = useLogs.getState()
  if (jobId === null) return
  const answer = await call('activity.page', {
    level: 'info',
    jobId,
    search: '',
    offset: 0,
    limit: 200,
  })
  if (!answer.ok || useLogs.getState().jobId !== jobId) return
  useLogs.setState({ people: answer.value.rows.filter((row) => row.source === 'person') })
}

export const applyLogs = (moved: readonly { readonly attemptId: number }[]): void => {
  const { attemptId } = useLogs.getState()
  if (moved.some((log) => log.attemptId === attemptId)) loader.refresh()
}

export const setFollow = (follow: boolean): void =>
  useLogs.setState(({ total, follow: before, seen }) => ({
    follow,
    seen: before && !follow ? total : seen,
  }))
export const setWrap = (wrap: boolean): void => useLogs.setState({ wrap })

/** Goes to the next or previous line that holds the text, or is a warning or worse where `level` is given. */
export const findLine = async (
  text: string,
  level: LogLevel | null,
  direction: 'forward' | 'backward',
): Promise<void> => {
  const { attemptId, found, total, level: shown } = useLogs.getState()
  if (attemptId === null) return
  // numbers of lines are those of the whole log
  if (shown !== 'debug') setLevel('debug')
  const step = direction === 'forward' ? 1 : -1
  const from =
    found === null
      ? direction === 'forward'
        ? 0
        : Math.max(0, total - 1)
      : Math.max(0, found + step)
  const answer = await call('logs.find', { attemptId, text, level, from, direction })
  if (answer.ok && answer.value.line !== null)
    useLogs.setState({ found: answer.value.line, follow: false })
}

/** Counts the lines that hold the text. */
export const countMatches = async (text: string): Promise<void> => {
  const { attemptId } = useLogs.getState()
  useLogs.setState({ matches: null })
  if (attemptId === null || text === '') return
  const answer = await call('logs.count', { attemptId, text })
  if (answer.ok) useLogs.setState({ matches: answer.value.matches })
}

export const revealLog = (attemptId: number): void =>
  void call('logs.reveal', { attemptId }).then(showError)
export const saveLog = (attemptId: number): void =>
  void call('logs.save', { attemptId }).then(showError)

/** Copies lines as they stand in the log; all of it, a page at a time, up to what a clipboard can hold. */
export const copyLog = async (attemptId: number): Promise<void> => {
  const parts: string[] = []
  let size = 0
  for (let from = 0; size < 20_000_000;) {
    const answer = await call('logs.page', { attemptId, from, limit: 500 })
    if (!answer.ok || answer.value.lines.length === 0) break
    for (const line of answer.value.lines) {
      const text = `${new Date(line.at).toISOString()}\t${line.level}\t${line.source}\t${line.text}`
      size += text.length
      parts.push(text)
    }
    from += answer.value.lines.length
  }
  await navigator.clipboard.writeText(parts.join('\n'))
}
