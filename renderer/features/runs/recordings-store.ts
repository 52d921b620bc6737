// Recordings store: runs that an instrument still writes, or that wait for their completion signal.
import { create } from 'zustand'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { Recording } from '../../../shared/model/reports.ts'
import { call } from '../../state/bridge.ts'
import { notify, showError } from '../../state/notice-store.ts'

interface RecordingsState {
  readonly recordings: readonly Recording[]
  /** All recordings; the list above holds the first of them. */
  readonly total: number
}

export const useRecordings = create<RecordingsState>(() => ({ recordings: [], total: 0 }))

export const loadRecordings = async (): Promise<void> => {
  const answer = await call('recordings.list', {})
  if (answer.ok)
    useRecordings.setState({ recordings: answer.value.rows, total: answer.value.total })
}

/** Marks a recording as complete, so that it enters the queue. */
export const finishRecording = async (folder: string): Promise<void> => {
  showError(await call('recordings.finish', { folder }))
  await loadRecordings()
}

/** Marks recordings as complete, and says which could not be. */
export const finishRecordings = async (folders: readonly string[]): Promise<void> => {
  const refusals: string[] = []
  for (const folder of folders) {
    const answer = await call('recordings.finish', { folder })
    if (!answer.ok) refusals.push(answer.error.message)
  }
  if (refusals.length > 0) notify({ tone: 'problem', title: MESSAGES.notAllDone, lines: refusals })
  await loadRecordings()
}

export const revealRecording = (folder: string): void =>
  void call('recordings.reveal', { folder }).then(showError)
