// The Details tab: where a run lies, where it goes, and what is known about it.
import type { ReactElement } from 'react'
import { FILE_STATES, type JobSummary } from '../../shared/model.ts'
import { fileWord, proofWord } from '../../shared/words.ts'
import { bytes, count, dateTime } from '../format.ts'

export const FactsTab = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const states = FILE_STATES.filter((state) => (job.files.byState[state] ?? 0) > 0)
  return (
    <div className="scroll">
      <dl className="facts">
        <dt>On this computer</dt>
        <dd className="mono">{job.folder}</dd>
        <dt>On the NAS</dt>
        <dd className="mono">{job.target}</dd>
        <dt>Instrument</dt>
        <dd>{job.instrument}</dd>
        <dt>Sent with</dt>
        <dd>
          {job.transport === null
            ? 'no longer in the settings'
            : job.transport === 'rclone'
              ? 'rclone'
              : 'rsync over SSH'}
        </dd>
        <dt>Files</dt>
        <dd>
          {count(job.files.total)} ({bytes(job.bytes.total)})
          {states
            .map(
              (state) =>
                `, ${count(job.files.byState[state] ?? 0)} ${fileWord(state).toLowerCase()}`,
            )
            .join('')}
        </dd>
        <dt>Proof</dt>
        <dd>{proofWord(job.proof)}</dd>
        <dt>Added</dt>
        <dd>{dateTime(job.createdAt)}</dd>
        <dt>Verified</dt>
        <dd>{job.verifiedAt === null ? 'not yet' : dateTime(job.verifiedAt)}</dd>
        <dt>Attempts</dt>
        <dd>{count(job.attempts)}</dd>
        <dt>Number</dt>
        <dd>{job.id}</dd>
      </dl>
    </div>
  )
}
