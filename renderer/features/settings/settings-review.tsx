// Before settings are saved: what changes in config.yaml, what is wrong with it, which connections are tested (docs/ux.md D17).
import { Save } from 'lucide-react'
import type { ReactElement } from 'react'
import { SETTINGS_MESSAGES } from '../../../shared/messages/settings.ts'
import { Modal } from '../../ui/modal.tsx'
import { save, useSettings } from './settings-store.ts'

export const Review = (): ReactElement => {
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
        {check?.diff.map((line, at) => (
          // a line of a difference is its place
          // oxlint-disable-next-line react/no-array-index-key
          <span key={at} className={line.mark}>
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
