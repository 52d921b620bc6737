// Review dialog before settings are saved: the difference of config.yaml, its faults, the connections to be tested (docs/ux.md D17).
import { Save } from 'lucide-react'
import type { ReactElement } from 'react'
import { SETTINGS_MESSAGES } from '../../../shared/messages/settings.ts'
import { Modal } from '../../ui/modal.tsx'
import { save, useSettings } from './settings-store.ts'

export const ReviewDialog = (): ReactElement => {
  const check = useSettings((state) => state.check)
  const close = (): void => useSettings.setState({ check: null })
  return (
    <Modal
      open={check !== null}
      title={SETTINGS_MESSAGES.review}
      text={check?.problems.length === 0 ? SETTINGS_MESSAGES.reviewText : SETTINGS_MESSAGES.faults}
      wide
      onClose={close}
    >
      {check?.problems.map((problem) => (
        <p key={`${problem.key} ${problem.message}`} className="tone-danger" role="alert">
          <code>{problem.key}</code> {problem.message}
        </p>
      ))}
      <pre className="stderr diff" tabIndex={0} aria-label={SETTINGS_MESSAGES.difference}>
        {check?.diff.map((line, index) => (
          // a line of a difference has no identity but its index
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className={line.mark}>
            {`${{ same: ' ', added: '+', removed: '-' }[line.mark]} ${line.text}\n`}
          </span>
        ))}
      </pre>
      {check !== null && check.touched.length > 0 ? (
        <p>{SETTINGS_MESSAGES.willTest(check.touched.join(', '))}</p>
      ) : null}
      <div className="card-actions">
        <button type="button" className="button" onClick={close}>
          {SETTINGS_MESSAGES.goOn}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={check === null || check.problems.length > 0 || check.diff.length === 0}
          onClick={() => void save(SETTINGS_MESSAGES.saved)}
        >
          <Save size={14} aria-hidden />
          {SETTINGS_MESSAGES.save}
        </button>
      </div>
    </Modal>
  )
}
