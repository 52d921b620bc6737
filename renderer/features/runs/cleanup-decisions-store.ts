// Cleanup decisions store: whether the local data of the shown runs may be deleted. Every button that
// offers the deletion follows the one decision that is stored here (docs/ux.md c-1).
import { useEffect } from 'react'
import { create } from 'zustand'
import { CLEANUP_MESSAGES } from '../../../shared/messages/cleanup.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import type { ShownCleanupDecision } from '../../../shared/model/reports.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'

/** Decisions stored at once: those of the runs that were looked at last. */
const MAX_STORED = 20

/** A shown decision is asked for again after this time: the clock alone may change it. */
const REFRESH_MS = 15_000
/** The same while a look at both sides runs. */
const PROGRESS_MS = 500

export const useCleanupDecisions = create<{
  readonly decisions: ReadonlyMap<number, ShownCleanupDecision>
}>(() => ({ decisions: new Map() }))

/** Asks for the decision of a run now. */
export const loadCleanupDecision = async (jobId: number): Promise<void> => {
  const answer = await call('cleanup.decision', { jobId })
  useCleanupDecisions.setState(({ decisions }) => {
    const others = [...decisions].filter(([id]) => id !== jobId).slice(1 - MAX_STORED)
    return { decisions: new Map(answer.ok ? [...others, [jobId, answer.value]] : others) }
  })
}

/** Looks at both sides of a run now, and asks for the decision. Errors are shown. */
export const lookNow = async (jobId: number): Promise<void> => {
  const looking = call('cleanup.look', { jobId })
  // shows at once that a look runs
  await loadCleanupDecision(jobId)
  showError(await looking)
  await loadCleanupDecision(jobId)
}

/** Stops a look that runs: the last one counts. */
export const stopLook = (jobId: number): void =>
  void call('cleanup.stopLook', { jobId }).then(showError)

/** The decision of a run, asked for again while it is shown; null: it is not known yet. */
export const useCleanupDecision = (
  job: Pick<JobSummary, 'id' | 'updatedAt'>,
): ShownCleanupDecision | null => {
  // config.yaml was read again: it decides as well
  const instruments = useApp((state) => state.instruments)
  const decision = useCleanupDecisions(({ decisions }) => decisions.get(job.id) ?? null)
  const isLooking = decision !== null && decision.looking !== null
  useEffect(() => {
    void loadCleanupDecision(job.id)
  }, [job.id, job.updatedAt, instruments])
  useEffect(() => {
    const period = isLooking ? PROGRESS_MS : REFRESH_MS
    const timer = setInterval(() => void loadCleanupDecision(job.id), period)
    return () => clearInterval(timer)
  }, [job.id, isLooking])
  return decision
}

/** True where a person may delete the local data of the run now. */
export const isDeletionAllowed = (decision: ShownCleanupDecision): boolean =>
  decision.enabled && decision.verdict === 'safe' && decision.looking === null

/** True where a person may ask to delete it: the dialog looks at both sides first. */
export const isDeletionOffered = (decision: ShownCleanupDecision | null | undefined): boolean =>
  decision?.enabled === true && (decision.verdict === 'safe' || decision.needsLook)

/** Why the deletion is not possible now, as a sentence; '' where it is offered, or is not known yet. */
export const whyNotDeleted = (decision: ShownCleanupDecision | null): string => {
  if (decision === null || isDeletionOffered(decision)) return ''
  return decision.enabled ? CLEANUP_MESSAGES.notNow : CLEANUP_MESSAGES.off
}
