// Cleanup decisions store: whether the local data of the shown runs may be deleted. Every button that
// offers the deletion follows the one decision that is stored here (docs/ux.md c-1).
import { useEffect } from 'react'
import { create } from 'zustand'
import { CLEANUP_MESSAGES } from '../../../shared/messages/cleanup.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import type { CleanupDecision } from '../../../shared/model/reports.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'

/** Decisions stored at once: those of the runs that were looked at last. */
const MAX_STORED = 20

/** A shown decision is asked for again after this time: the clock alone may change it. */
const REFRESH_MS = 15_000

export const useCleanupDecisions = create<{
  readonly decisions: ReadonlyMap<number, CleanupDecision>
}>(() => ({ decisions: new Map() }))

/** Asks for the decision of a run now. */
export const loadCleanupDecision = async (jobId: number): Promise<void> => {
  const answer = await call('cleanup.decision', { jobId })
  useCleanupDecisions.setState(({ decisions }) => {
    const others = [...decisions].filter(([id]) => id !== jobId).slice(1 - MAX_STORED)
    return { decisions: new Map(answer.ok ? [...others, [jobId, answer.value]] : others) }
  })
}

/** The decision of a run, asked for again while it is shown; null: it is not known yet. */
export const useCleanupDecision = (
  job: Pick<JobSummary, 'id' | 'updatedAt'>,
): CleanupDecision | null => {
  // config.yaml was read again: it decides as well
  const instruments = useApp((state) => state.instruments)
  useEffect(() => {
    void loadCleanupDecision(job.id)
    const timer = setInterval(() => void loadCleanupDecision(job.id), REFRESH_MS)
    return () => clearInterval(timer)
  }, [job.id, job.updatedAt, instruments])
  return useCleanupDecisions(({ decisions }) => decisions.get(job.id) ?? null)
}

/** True where a person may delete the local data of the run now. */
export const isDeletionAllowed = (decision: CleanupDecision | null | undefined): boolean =>
  decision?.enabled === true && decision.verdict === 'safe'

/** Why the deletion is not possible now, as a sentence; '' where it is, or is not known yet. */
export const whyNotDeleted = (decision: CleanupDecision | null): string => {
  if (decision === null || isDeletionAllowed(decision)) return ''
  return decision.enabled ? CLEANUP_MESSAGES.notNow : CLEANUP_MESSAGES.off
}
