// Notice store: the one message in the corner of the window, with an optional undo.
import { SECOND_MS } from '../../shared/duration.ts'
import { create } from 'zustand'
import type { Result } from '../../shared/model/result.ts'

/** A message with an optional way back. */
interface Notice {
  readonly tone: 'info' | 'problem'
  readonly title: string
  readonly lines: readonly string[]
  readonly undo?: () => void
}

interface NoticeState {
  readonly notice: Notice | null
}

export const useNotice = create<NoticeState>(() => ({ notice: null }))

/** How long good news stays, what it says in further lines, and a notice with a way back; a problem stays until it is closed. */
const SHORT_MS = 4 * SECOND_MS
const LONG_MS = 10 * SECOND_MS

const staysFor = ({ tone, lines, undo }: Notice): number =>
  undo !== undefined
    ? LONG_MS
    : tone === 'problem'
      ? Infinity
      : lines.length === 0
        ? SHORT_MS
        : LONG_MS

let timer: ReturnType<typeof setTimeout> | null = null

/** Keeps the notice that is shown, while somebody points at it or has the focus in it. */
export const holdNotice = (): void => {
  if (timer !== null) clearTimeout(timer)
  timer = null
}

/** Lets the notice that is shown leave after its time. */
export const releaseNotice = (): void => {
  holdNotice()
  const { notice } = useNotice.getState()
  const ms = notice === null ? Infinity : staysFor(notice)
  if (ms !== Infinity) timer = setTimeout(() => notify(null), ms)
}

/** Shows a notice in place of the one before; null takes it away. */
export const notify = (notice: Notice | null): void => {
  useNotice.setState({ notice })
  releaseNotice()
}

/** Shows for ten seconds what was done, with a way back. */
export const notifyWithUndo = (title: string, lines: readonly string[], undo: () => void): void =>
  notify({
    tone: 'info',
    title,
    lines,
    undo() {
      notify(null)
      undo()
    },
  })

/** Shows why a call was refused; does nothing for a call that succeeded. */
export const showError = (answer: Result<unknown>): void => {
  if (!answer.ok) notify({ tone: 'problem', title: answer.error.message, lines: [] })
}
