// Log store: the attempts of a run, one page of the log of one of them, and what people did to the run.
import { create } from 'zustand'
import type { Activity } from '../../../shared/model/list-rows.ts'
import type { AttemptRow, LogLevel, LogLine } from '../../../shared/model/model.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'
import { NO_ROWS, type PagedRows, createPageLoader } from '../../ui/grid/paged-rows.ts'

interface LogsState extends PagedRows<LogLine> {
  readonly jobId: number | null
  readonly attempts: readonly AttemptRow[]
  /** What people did to the run. */
  readonly personActions: readonly Activity[]
  readonly attemptId: number | null
  /** Lines of this level or worse; `debug` is all of them. */
  readonly level: LogLevel
  readonly follow: boolean
  /** Number of lines at the moment when following was switched off. */
  readonly totalWhenUnfollowed: number
  readonly wrap: boolean
  /** Index of the line that a search found. */
  readonly foundLine: number | null
  /** Number of lines with the search text; null: not counted. */
  readonly matches: number | null
}

export const useLogs = create<LogsState>(() => ({
  ...NO_ROWS,
  jobId: null,
  attempts: [],
  personActions: [],
  attemptId: null,
  level: 'debug',
  follow: true,
  totalWhenUnfollowed: 0,
  wrap: false,
  foundLine: null,
  matches: null,
}))

/** True while the Log tab is open: lines are read only then. */
let tabIsOpen = false

const loader = createPageLoader<LogLine>(
  async (from, limit) => {
    const { attemptId, level } = useLogs.getState()
    if (attemptId === null || !tabIsOpen) return null
    const answer = await call('logs.page', { attemptId, from, limit, level })
    return answer.ok ? { rows: answer.value.lines, total: answer.value.total } : null
  },
  (window) => useLogs.setState(window),
)

export const showLines = loader.show

/** Reads the log, and what is appended to it, until the answered function is called. */
export const watchLines = (): (() => void) => {
  tabIsOpen = true
  loader.refresh()
  return () => {
    tabIsOpen = false
  }
}

export const openAttempt = (attemptId: number | null): void => {
  useLogs.setState({ attemptId, follow: true, foundLine: null, matches: null })
  loader.reset()
}

/** Counts the lines of level info or worse; null: the log cannot be read. */
export const countInfoLines = async (attemptId: number): Promise<number | null> => {
  const answer = await call('logs.page', { attemptId, from: 0, limit: 1, level: 'info' })
  return answer.ok ? answer.value.total : null
}

export const setLevel = (level: LogLevel): void => {
  useLogs.setState({ level, foundLine: null })
  loader.reset()
}

/** Loads a run's attempts, and shows the log of the newest one unless another was chosen. */
export const loadAttempts = async (jobId: number): Promise<void> => {
  const before = useLogs.getState()
  if (before.jobId !== jobId)
    useLogs.setState({ jobId, attempts: [], personActions: [], attemptId: null, level: 'debug' })
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
export const loadPersonActions = async (): Promise<void> => {
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
  useLogs.setState({ personActions: answer.value.rows.filter((row) => row.source === 'person') })
}

export const applyLogs = (moved: readonly { readonly attemptId: number }[]): void => {
  const { attemptId } = useLogs.getState()
  if (moved.some((log) => log.attemptId === attemptId)) loader.refresh()
}

export const setFollow = (follow: boolean): void =>
  useLogs.setState(({ total, follow: before, totalWhenUnfollowed }) => ({
    follow,
    totalWhenUnfollowed: before && !follow ? total : totalWhenUnfollowed,
  }))
export const setWrap = (wrap: boolean): void => useLogs.setState({ wrap })

/** Goes to the next or previous line that has the text, and is of `level` or worse where that is given. */
export const findLine = async (
  text: string,
  level: LogLevel | null,
  direction: 'forward' | 'backward',
): Promise<void> => {
  const { attemptId, foundLine, total, level: shown } = useLogs.getState()
  if (attemptId === null) return
  // line numbers count the whole log
  if (shown !== 'debug') setLevel('debug')
  const step = direction === 'forward' ? 1 : -1
  const from =
    foundLine === null
      ? direction === 'forward'
        ? 0
        : Math.max(0, total - 1)
      : Math.max(0, foundLine + step)
  const answer = await call('logs.find', { attemptId, text, level, from, direction })
  if (answer.ok && answer.value.line !== null)
    useLogs.setState({ foundLine: answer.value.line, follow: false })
}

/** Counts the lines with the text. */
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

/** Characters of a log that are copied at most: clipboards fail with much more. */
const MAX_COPIED = 20_000_000

/** Copies the whole log, read a page at a time, up to MAX_COPIED characters. */
export const copyLog = async (attemptId: number): Promise<void> => {
  const parts: string[] = []
  let size = 0
  for (let from = 0; size < MAX_COPIED;) {
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
