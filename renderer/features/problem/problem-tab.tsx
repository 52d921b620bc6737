// Problem tab: the card of this run's cause, and beside it the output of the transfer program.
import { type ReactElement, useEffect, useState } from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { Cause } from '../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { call } from '../../state/bridge.ts'
import { CauseCard, Evidence } from './cause-card.tsx'

export const ProblemTab = ({ job }: { readonly job: JobSummary }): ReactElement | null => {
  const [cause, setCause] = useState<Cause | null>(null)
  useEffect(() => {
    let current = true
    void call('causes.list', { jobId: job.id }).then((answer) => {
      if (current && answer.ok) setCause(answer.value.rows[0] ?? null)
    })
    return () => {
      current = false
    }
  }, [job.id, job.attention, job.updatedAt])
  if (cause === null || cause.newest.jobId !== job.id) return null
  return (
    <div className="scroll problem">
      <CauseCard cause={cause} job={job} />
      <section className="tool-output">
        <h3>{MESSAGES.toolOutput}</h3>
        <Evidence cause={cause} />
      </section>
    </div>
  )
}
