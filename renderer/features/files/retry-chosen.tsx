// Button that sends the chosen files of a run again, with how many it takes, their size and the time.
import { RotateCw } from 'lucide-react'
import type { ReactElement } from 'react'
import { filesText } from '../../../shared/messages/common.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { amountText, resendText } from '../../../shared/messages/retry-preview.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { useFilesPreview } from '../runs/retry-preview-store.ts'
import { retryFiles, useFiles } from './files-store.ts'

/** Most files that one call takes (shared/contract/files.ts). */
const MAX_SEQS = 1_000

export const RetryChosen = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const selected = useFiles((state) => state.selected)
  const chosen = selected.size
  const canRetry = job.actions.includes('retry') && chosen > 0
  const sends = useFilesPreview(
    canRetry && chosen <= MAX_SEQS ? { jobId: job.id, files: [...selected] } : null,
    job.revision,
  )
  const isKnown = sends !== null && sends.files > 0
  // of the chosen files those are sent that need it
  const taken = isKnown ? sends.files : chosen
  return (
    <button
      type="button"
      className="button compact"
      disabled={!canRetry}
      title={isKnown ? resendText(sends) : undefined}
      onClick={() => void retryFiles(job.id, [...selected])}
    >
      <RotateCw size={13} aria-hidden />
      {chosen > 1 ? MESSAGES.retryCount(filesText(taken)) : MESSAGES.retryChosen}{' '}
      {isKnown ? <span className="muted">{amountText(sends)}</span> : null}
    </button>
  )
}
