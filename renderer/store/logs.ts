// The Log and History tabs: a run's attempts, and a window of one attempt's log.
import { create } from 'zustand'
import type { AttemptRow, LogLevel, LogLine } from '../../shared/model.ts'
import { call } from '../bridge.ts'
import { type RowWindow, createWindowLoader, emptyWindow } from './row-window.ts'

interface LogsState extends RowWindow<LogLine> {
  readonly jobId: number | null
  readonly attempts: readonly AttemptRow[]
  readonly attemptId: number | null
  readonly follow: boolean
  readonly wrap: boolean
  /** Line that a search landed on. */
  readonly found: number | null
}

export const useLogs = create<LogsState>(() => ({
  ...emptyWindow,
  jobId: null,
  attempts: [],
  attemptId: null,
  follow: true,
  wrap: false,
  found: null,
}))

const loader = createWindowLoader<LogLine>(
  async (from, limit) => {
    const { attemptId } = useLogs.getState()
    if (attemptId === null) return null
    const answer = await call('logs.page', { attemptId, from, limit })
    return answer.ok ? { rows: answer.value.lines, total: answer.value.total } : null
  },
  (window) => useLogs.setState(window),
)

export const showLines = loader.show

export const openAttempt = (attemptId: number | null): void => {
  useLogs.setState({ attemptId, follow: true, found: null })
  loader.reset()
}

/** Loads a run's attempts; the newest one's log is shown unless another of it was chosen. */
export const loadAttempts = async (jobId: number): Promise<void> => {
  const before = useLogs.getState()
  if (before.jobId !== jobId) useLogs.setState({ jobId, attempts: [], attemptId: null })
  const answer = await call('attempts.list', { jobId })
  const state = useLogs.getState()
  if (!answer.ok || state.jobId !== jobId) return
  const { rows } = answer.value
  const newest = rows[0]?.id ?? null
  const wasNewest = state.attemptId === null || state.attemptId === state.attempts[0]?.id
  useLogs.setState({ attempts: rows })
  if (wasNewest && newest !== state.attemptId) openAttempt(newest)
}

export const applyLogs = (moved: readonly { readonly attemptId: number }[]): void => {
  const { attemptId } = useLogs.getState()
  if (moved.some((log) => log.attemptId === attemptId)) loader.refresh()
}

export const setFollow = (follow: boolean): void => useLogs.setState({ follow })
export const setWrap = (wrap: boolean): void => useLogs.setState({ wrap })

/** Goes to the next or previous line that holds the text, or is a warning or worse where `level` is given. */
export const findLine = async (
  text: string,
  level: LogLevel | null,
  direction: 'forward' | 'backward',
): Promise<void> => {
  const { attemptId, found, total } = useLogs.getState()
  if (attemptId === null) return
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

export const revealLog = (attemptId: number): void => void call('logs.reveal', { attemptId })
