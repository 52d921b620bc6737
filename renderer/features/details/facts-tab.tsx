// Details tab: where a run lies, what is known about it, and whether its local data may be deleted.
import { Check, CircleDashed } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { FILE_STATES } from '../../../shared/model/file-states.ts'
import type { Output } from '../../../shared/contract/index.ts'
import { bytes, count, dateTime } from '../../../shared/format.ts'
import { CLEANUP_MESSAGES } from '../../../shared/messages/cleanup.ts'
import { EXCLUSION_MESSAGES, exclusionText } from '../../../shared/messages/exclusions.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import type { ShownCleanupDecision } from '../../../shared/model/reports.ts'
import { fileLabel, proofLabel } from '../../../shared/state-labels.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { openOverlay } from '../../state/nav.ts'
import {
  isDeletionOffered,
  lookNow,
  stopLook,
  useCleanupDecision,
  whyNotDeleted,
} from '../runs/cleanup-decisions-store.ts'
import { saveReceipt } from '../runs/run-actions.ts'

/** Every condition of a cleanup, met or not, with its value (docs/spec.md 8). */
export const Conditions = ({
  decision,
}: {
  readonly decision: ShownCleanupDecision
}): ReactElement => (
  <ul className="conditions">
    {decision.conditions.map((one) => (
      <li key={one.id} className={one.holds ? 'tone-success' : 'tone-warning'}>
        {one.holds ? <Check size={15} aria-hidden /> : <CircleDashed size={15} aria-hidden />}
        <span className="visually-hidden">
          {one.holds ? CLEANUP_MESSAGES.holds : CLEANUP_MESSAGES.open}
        </span>
        {one.words}
      </li>
    ))}
  </ul>
)

interface LookButtonProps {
  readonly jobId: number
  readonly decision: ShownCleanupDecision
}

/** Looks at both sides now, or shows how far the look is and stops it. */
export const LookButton = ({ jobId, decision }: LookButtonProps): ReactElement =>
  decision.looking === null ? (
    <button type="button" className="button" onClick={() => void lookNow(jobId)}>
      {CLEANUP_MESSAGES.checkNow}
    </button>
  ) : (
    <>
      <button type="button" className="button" onClick={() => stopLook(jobId)}>
        {CLEANUP_MESSAGES.stopCheck}
      </button>
      <span className="muted look-progress" role="status">
        {CLEANUP_MESSAGES.checking(decision.looking.done, decision.looking.total)}
      </span>
    </>
  )

const CleanupCard = ({ job }: { readonly job: JobSummary }): ReactElement | null => {
  const decision = useCleanupDecision(job)
  // nothing is done to an archived run by itself, so no pass or deletion is to come
  if (decision === null || job.archivedAt !== null) return null
  const isCleaned = job.state === 'cleaned'
  const tone = isCleaned
    ? 'success'
    : { safe: 'success', not_yet: 'warning', do_not: 'danger' }[decision.verdict]
  return (
    <section className={`card safe tone-${tone}`} aria-label={CLEANUP_MESSAGES.title}>
      <h3>
        {CLEANUP_MESSAGES.title} <span className={`tag tone-${tone}`}>{decision.headline}</span>
      </h3>
      <Conditions decision={decision} />
      {decision.enabled || isCleaned ? null : <p className="muted">{CLEANUP_MESSAGES.off}</p>}
      <div className="card-actions">
        {isCleaned ? null : <LookButton jobId={job.id} decision={decision} />}
        <button
          type="button"
          className="button"
          disabled={!isDeletionOffered(decision)}
          title={whyNotDeleted(decision)}
          onClick={() => openOverlay({ kind: 'clean', jobId: job.id })}
        >
          {MESSAGES.deleteLocal}
        </button>
        <button type="button" className="button" onClick={() => saveReceipt(job.id, 'html')}>
          {MESSAGES.receipt}
        </button>
        <button type="button" className="button quiet" onClick={() => saveReceipt(job.id, 'pdf')}>
          {CLEANUP_MESSAGES.asPdf}
        </button>
        <button type="button" className="button quiet" onClick={() => saveReceipt(job.id, 'text')}>
          {CLEANUP_MESSAGES.asText}
        </button>
        <button type="button" className="button quiet" onClick={() => saveReceipt(job.id, 'json')}>
          {CLEANUP_MESSAGES.asJson}
        </button>
      </div>
    </section>
  )
}

const NO_DETAILS: Output<'jobs.details'> = { facts: [], passes: [], exclusions: [] }

export const FactsTab = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const states = FILE_STATES.filter((state) => (job.files.byState[state] ?? 0) > 0)
  const rule = useApp((state) => state.instruments.find((one) => one.id === job.instrument)?.rule)
  const [details, setDetails] = useState<Output<'jobs.details'>>(NO_DETAILS)
  useEffect(() => {
    let current = true
    void call('jobs.details', { jobId: job.id }).then((answer) => {
      if (current && answer.ok) setDetails(answer.value)
    })
    return () => {
      current = false
    }
  }, [job.id, job.updatedAt])
  const filesText = states
    .map((state) => `${count(job.files.byState[state] ?? 0)} ${fileLabel(state).toLowerCase()}`)
    .join(', ')
  const rows: readonly (readonly [string, string, boolean?])[] = [
    [MESSAGES.localPath, job.folder, true],
    ...(job.folderReusedAt === null ? [] : [[MESSAGES.localPath, MESSAGES.folderReused] as const]),
    [MESSAGES.nasPath, job.target, true],
    [MESSAGES.instrument, job.instrument],
    ...(job.slot === '' ? [] : [[MESSAGES.destinationSlot, job.slot] as const]),
    [
      MESSAGES.sentWith,
      job.transport === null ? MESSAGES.noTransport : MESSAGES.transports[job.transport],
    ],
    ...(rule === undefined ? [] : [[MESSAGES.finishedWhen, rule] as const]),
    [
      MESSAGES.files,
      `${count(job.files.total)} (${bytes(job.bytes.total)})${filesText === '' ? '' : `: ${filesText}`}`,
    ],
    [MESSAGES.proof, proofLabel(job.proof)],
    [MESSAGES.added, dateTime(job.createdAt)],
    ...(job.archivedAt === null ? [] : [[MESSAGES.archivedAt, dateTime(job.archivedAt)] as const]),
    [MESSAGES.verifiedAt, job.verifiedAt === null ? MESSAGES.notYet : dateTime(job.verifiedAt)],
    ...details.passes.map(
      (pass) =>
        [
          MESSAGES.pass,
          `${dateTime(pass.at)}: ${count(pass.files)}, ${pass.verified ? MESSAGES.passFine : MESSAGES.passNot}`,
        ] as const,
    ),
    ...details.exclusions.map(
      (one) =>
        [EXCLUSION_MESSAGES.title, exclusionText(one, bytes(one.bytes), dateTime(one.at))] as const,
    ),
    [MESSAGES.attemptsMade, count(job.attempts)],
    [MESSAGES.number, String(job.id)],
    ...details.facts.map(({ key, value }) => [key, value] as const),
  ]
  return (
    <div className="scroll facts-area">
      <dl className="facts">
        {rows.map(([name, value, mono], at) => (
          <div key={`${name} ${at}`} className="fact">
            <dt>{name}</dt>
            <dd className={mono === true ? 'mono' : ''}>{value}</dd>
          </div>
        ))}
      </dl>
      <CleanupCard job={job} />
    </div>
  )
}
