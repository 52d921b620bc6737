// Dialog before the local data of a run is deleted: it looks at both sides first, and shows every condition.
import { type ReactElement, useEffect, useState } from 'react'
import { bytes } from '../../../shared/format.ts'
import { CLEANUP_MESSAGES } from '../../../shared/messages/cleanup.ts'
import { filesText } from '../../../shared/messages/common.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'
import { DialogButtons, close } from '../frame/dialog-parts.tsx'
import {
  isDeletionAllowed,
  lookNow,
  stopLook,
  useCleanupDecision,
  whyNotDeleted,
} from '../runs/cleanup-decisions-store.ts'
import { Conditions, LookButton } from './facts-tab.tsx'

const DeleteLocalData = ({ job }: { readonly job: JobSummary }): ReactElement | null => {
  const decision = useCleanupDecision(job)
  // the person decides by what is there now, and a dialog that is left looks no further
  useEffect(() => {
    void lookNow(job.id)
    return () => stopLook(job.id)
  }, [job.id])
  if (decision === null) return null
  const allowed = isDeletionAllowed(decision)
  const why = whyNotDeleted(decision)
  const clean = (): void => {
    void call('cleanup.run', { jobs: [job.id] }).then((answer) => {
      showError(answer)
      const refused = answer.ok ? answer.value.refused[0] : undefined
      if (refused !== undefined)
        showError({ ok: false, error: { code: 'conflict', message: refused.message } })
    })
    close()
  }
  return (
    <>
      <p>{CLEANUP_MESSAGES.what(filesText(job.files.total), bytes(job.bytes.total), job.folder)}</p>
      <p>
        <strong>{decision.headline}.</strong>{' '}
        {allowed ? CLEANUP_MESSAGES.how : why === '' ? CLEANUP_MESSAGES.checkFirst : why}
      </p>
      <Conditions decision={decision} />
      <div className="card-actions">
        <LookButton jobId={job.id} decision={decision} />
      </div>
      <DialogButtons
        yes={CLEANUP_MESSAGES.yes(bytes(job.bytes.total))}
        danger
        disabled={!allowed}
        onYes={clean}
      />
    </>
  )
}

/** The deletion dialog of a run, with the run as it was when the dialog was opened. */
export const DeleteLocalDataOf = ({ jobId }: { readonly jobId: number }): ReactElement | null => {
  const [job, setJob] = useState<JobSummary | null>(null)
  useEffect(() => {
    void call('jobs.get', { jobId }).then((answer) => {
      if (answer.ok) setJob(answer.value)
    })
  }, [jobId])
  return job === null ? null : <DeleteLocalData job={job} />
}
