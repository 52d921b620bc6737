// Buttons of a cause card: the primary one, at most two beside it, the rest in a menu (docs/ux.md D6).
import { Ellipsis, RotateCw } from 'lucide-react'
import type { ReactElement } from 'react'
import { EXCLUSION_MESSAGES } from '../../../shared/messages/exclusions.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { causeReport } from '../../../shared/messages/report.ts'
import { leftText, resendText } from '../../../shared/messages/retry-preview.ts'
import type { Cause } from '../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { copyForIt } from '../destinations/copy-for-it.ts'
import { useFilesPreview, useRunsPreview } from '../runs/retry-preview-store.ts'
import { answerKey, jobsOfCause } from './answers-store.ts'
import type { CardAction, CardActionSet } from './destination-card-actions.ts'

const Button = (props: {
  readonly action: CardAction
  readonly className: string
  readonly disabled?: boolean
}): ReactElement => {
  const { action } = props
  return (
    <button
      type="button"
      className={props.className}
      title={action.title}
      disabled={props.disabled === true}
      onClick={() => action.run()}
    >
      {action.withRetryIcon === true ? <RotateCw size={14} aria-hidden /> : null}
      {action.label}
    </button>
  )
}

export const PrimaryButton = (props: {
  readonly action: CardAction
  readonly disabled: boolean
}): ReactElement => <Button {...props} className="button primary" />

/** What a retry by one of the buttons sends; nothing where that is not known, or is nothing. */
const Sends = ({
  cause,
  job,
  actions,
}: {
  readonly cause: Cause
  readonly job: JobSummary | null
  readonly actions: CardActionSet
}): ReactElement | null => {
  const offered = [actions.primary, ...actions.beside].map(({ sends }) => sends)
  const ofFiles = offered.includes('files')
  const standing = `${cause.lastAt} ${cause.runs} ${cause.files} ${cause.bytes}`
  const files = useFilesPreview(
    ofFiles ? { jobId: cause.newest.jobId, files: 'attention' } : null,
    standing,
  )
  const runs = useRunsPreview(
    !ofFiles && offered.includes('runs') ? `${answerKey(cause, job)} ${standing}` : null,
    () => jobsOfCause(cause, job),
  )
  const text =
    files !== null && files.files > 0
      ? resendText(files)
      : runs !== null && runs.bytes > 0
        ? leftText(runs)
        : null
  return text === null ? null : <p className="muted">{text}</p>
}

/** The buttons of a card, and what a retry sends. `job` null: the card is about every run of the cause; `disabled`: it is tried already. */
export const CardActions = (props: {
  readonly cause: Cause
  readonly job: JobSummary | null
  readonly actions: CardActionSet
  readonly withPrimary: boolean
  readonly disabled?: boolean
}): ReactElement => {
  const { primary, beside, more } = props.actions
  const [only] = more
  return (
    <>
      <div className="card-actions">
        {props.withPrimary ? (
          <PrimaryButton action={primary} disabled={props.disabled === true} />
        ) : null}
        {beside.map((action) => (
          <Button key={action.label} action={action} className="button" />
        ))}
        {beside.length > 1 ? null : (
          <CopyButton
            className="button"
            text={() =>
              copyForIt(
                props.cause.instruments[0] ?? '',
                causeReport(props.cause),
                props.cause.newest.jobId,
              )
            }
            label={MESSAGES.copyForIt}
          />
        )}
        {more.length === 1 && only !== undefined ? (
          <Button action={only} className="button quiet" />
        ) : (
          <MenuButton className="button quiet" label={EXCLUSION_MESSAGES.more} entries={more}>
            <Ellipsis size={15} aria-hidden />
            {EXCLUSION_MESSAGES.more}
          </MenuButton>
        )}
      </div>
      <Sends {...props} />
    </>
  )
}
