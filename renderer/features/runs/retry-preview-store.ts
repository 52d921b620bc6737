// Retry preview store: what a retry would send, asked before it is offered, and again once the runs changed.
import { useEffect } from 'react'
import { create } from 'zustand'
import type { Input, Output } from '../../../shared/contract/index.ts'
import { call } from '../../state/bridge.ts'

type Files = Input<'files.retryPreview'>

interface RetryPreviewState {
  /** The answers by what was asked; the newest last. */
  readonly files: ReadonlyMap<string, Output<'files.retryPreview'>>
  readonly runs: ReadonlyMap<string, Output<'jobs.retryPreview'>>
}

export const useRetryPreviews = create<RetryPreviewState>(() => ({
  files: new Map(),
  runs: new Map(),
}))

/** Answers that are kept. */
const MAX_KEPT = 50
/** Most runs that one call takes (shared/contract/fields.ts). */
const MAX_IDS = 1_000

const withAnswer = <T>(
  known: ReadonlyMap<string, T>,
  key: string,
  answer: T,
): ReadonlyMap<string, T> => new Map([...known, [key, answer] as const].slice(-MAX_KEPT))

/** `of`: what the answer depends on beside the question, such as the revision of the run. */
const keyOf = (input: Files, of: number | string): string => JSON.stringify([input, of])

/** Questions that nobody has answered yet. */
const asked = new Set<string>()

/** Asks once. */
const askOnce = async (key: string, ask: () => Promise<void>): Promise<void> => {
  if (asked.has(key)) return
  asked.add(key)
  await ask()
  asked.delete(key)
}

/** What a retry of files would send; null: nobody has answered yet, so that it is asked. */
export const filesPreview = (
  input: Files,
  of: number | string,
): Output<'files.retryPreview'> | null => {
  const key = keyOf(input, of)
  const known = useRetryPreviews.getState().files.get(key)
  if (known !== undefined) return known
  void askOnce(key, async () => {
    const answer = await call('files.retryPreview', input)
    if (answer.ok)
      useRetryPreviews.setState(({ files }) => ({ files: withAnswer(files, key, answer.value) }))
  })
  return null
}

/** What a retry of files would send; null: nothing is asked, or nobody has answered yet. */
export const useFilesPreview = (
  input: Files | null,
  of: number | string,
): Output<'files.retryPreview'> | null => {
  const key = input === null ? '' : keyOf(input, of)
  // a question that is answered, or asked already, costs nothing
  useEffect(() => {
    if (input !== null) filesPreview(input, of)
  })
  return useRetryPreviews((state) => state.files.get(key) ?? null)
}

/** What is left to send of whole runs, which `ids` finds; null: nothing is asked, nobody has answered yet, or it is not known. */
export const useRunsPreview = (
  key: string | null,
  ids: () => readonly number[] | Promise<readonly number[]>,
): Output<'jobs.retryPreview'> => {
  useEffect(() => {
    if (key === null || useRetryPreviews.getState().runs.has(key)) return
    void askOnce(key, async () => {
      const jobs = await ids()
      if (jobs.length === 0) return
      const answer = await call('jobs.retryPreview', { jobs: jobs.slice(0, MAX_IDS) })
      if (answer.ok)
        useRetryPreviews.setState(({ runs }) => ({ runs: withAnswer(runs, key, answer.value) }))
    })
  })
  return useRetryPreviews((state) => (key === null ? null : (state.runs.get(key) ?? null)))
}
