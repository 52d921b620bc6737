// Before settings are saved: what changes in config.yaml, what is wrong with it, which connections are tested (docs/ux.md D17).
import { Save } from 'lucide-react'
import type { ReactElement } from 'react'
import { SETTINGS } from '../../../shared/messages/settings.ts'
import { Modal } from '../../ui/modal.tsx'
import { save, useSettings } from './settings-store.ts'

export const Review = (): ReactElement => {
  const check = useSettings((state) => state.check)
  const close = (): void => useSettings.setState({ check: null })
  return (
    <Modal
      open={check !== null}
      title={SETTINGS.review}
      text={check?.problems.length === 0 ? SETTINGS.reviewText : SETTINGS.faults}
      wide
      onClose={close}
    >
      {check?.problems.map((problem) => (
        <p key={`${problem.key} ${problem.message}`} className="tone-danger" role="alert">
          <code>{problem.key}</code> {problem.message}
        </p>
      ))}
      <pre className="stderr diff" tabIndex={0} aria-label={SETTINGS.difference}>
        {check?.diff.map((line, at) => (
          // a line of a difference is its place
          // oxlint-disable-next-line react/no-array-index-key
          <span key={at} className={line.mark}>
            {`${{ same: ' ', added: '+', removed: '-' }[line.mark]} ${line.text}\n`}
          </span>
        ))}
      </pre>
      {check !== null && check.touched.length > 0 ? (
        <p>{SETTINGS.willTest(check.touched.join(', '))}</p>
      ) : null}
      <div className="card-actions">
        <button type="button" className="button" onClick={close}>
          {SETTINGS.goOn}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={check === null || check.problems.length > 0 || check.diff.length === 0}
          onClick={() => void save(SETTINGS.saved)}
        >
          <Save size={14} aria-hidden />
          {SETTINGS.save}
        </button>
      </div>
    </Modal>
  )
}
