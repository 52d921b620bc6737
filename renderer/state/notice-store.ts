// Notice store: the one message in the corner of the window, with an optional undo.
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

/** Shows a notice in place of the one before; null takes it away. */
export const notify = (notice: Notice | null): void => useNotice.setState({ notice })

/** How long a notice with a way back stays. */
const UNDO_MS = 10_000

/** Shows for ten seconds what was done, with a way back. */
export const notifyWithUndo = (title: string, lines: readonly string[], undo: () => void): void => {
  const notice: Notice = {
    tone: 'info',
    title,
    lines,
    undo() {
      notify(null)
      undo()
    },
  }
  notify(notice)
  setTimeout(() => {
    if (useNotice.getState().notice === notice) notify(null)
  }, UNDO_MS)
}

/** Shows why a call was refused; does nothing for a call that succeeded. */
export const showError = (answer: Result<unknown>): void => {
  if (!answer.ok) notify({ tone: 'problem', title: answer.error.message, lines: [] })
}
