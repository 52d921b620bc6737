// Confirmation dialog: a question with one button that leaves things as they are and one that acts.
import type { ReactElement } from 'react'
import { MESSAGES } from '../../shared/messages/index.ts'
import { Modal } from './modal.tsx'

/** What a confirmation asks, and what its button does. */
export interface Question {
  readonly title: string
  readonly text: string
  readonly yes: string
  onYes(): void
}

export const ConfirmDialog = ({
  question,
  onClose,
}: {
  readonly question: Question | null
  onClose(): void
}): ReactElement => (
  <Modal
    open={question !== null}
    title={question?.title ?? ''}
    text={question?.text ?? ''}
    onClose={onClose}
  >
    <div className="card-actions">
      <button type="button" className="button" onClick={onClose}>
        {MESSAGES.leave}
      </button>
      <button
        type="button"
        className="button primary"
        onClick={() => {
          question?.onYes()
          onClose()
        }}
      >
        {question?.yes}
      </button>
    </div>
  </Modal>
)
