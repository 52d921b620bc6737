// Review dialog before settings are saved: the difference of config.yaml, its faults, the test of the connections that change (docs/ux.md D17).
import { PlugZap, Save } from 'lucide-react'
import type { ReactElement } from 'react'
import { SETTINGS_MESSAGES } from '../../../shared/messages/settings.ts'
import { Modal } from '../../ui/modal.tsx'
import { ReviewTests } from './review-tests.tsx'
import { save, testDrafts, useSettings } from './settings-store.ts'
import { useSettingsTests, verdictOf } from './settings-tests.ts'

export const ReviewDialog = (): ReactElement => {
  const check = useSettings((state) => state.check)
  const tests = useSettingsTests((state) => state.tests)
  const verdicts = new Map(
    (check?.touched ?? []).map((id) => [id, verdictOf(tests.get(id), check?.tests[id])]),
  )
  const toTest = [...verdicts].flatMap(([id, verdict]) => (verdict === 'passed' ? [] : [id]))
  const isRunning = [...verdicts.values()].includes('running')
  const cannotSave = check === null || check.problems.length > 0 || check.diff.length === 0
  const isUntested =
    !cannotSave && [...verdicts.values()].some((one) => one === 'untested' || one === 'void')
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
      {check?.problems.length === 0 ? <ReviewTests verdicts={verdicts} /> : null}
      {isUntested ? <p className="tone-warning">{SETTINGS_MESSAGES.untestedText}</p> : null}
      <div className="card-actions">
        <button type="button" className="button" onClick={close}>
          {SETTINGS_MESSAGES.goOn}
        </button>
        {toTest.length === 0 || isRunning ? null : (
          <button
            type="button"
            className="button primary"
            disabled={cannotSave}
            onClick={() => void testDrafts(toTest)}
          >
            <PlugZap size={14} aria-hidden />
            {isUntested ? SETTINGS_MESSAGES.test : SETTINGS_MESSAGES.testAgain}
          </button>
        )}
        <button
          type="button"
          className={toTest.length === 0 ? 'button primary' : 'button'}
          disabled={cannotSave || isRunning}
          onClick={() => void save(SETTINGS_MESSAGES.saved)}
        >
          <Save size={14} aria-hidden />
          {isUntested
            ? SETTINGS_MESSAGES.saveUntested
            : toTest.length > 0
              ? SETTINGS_MESSAGES.saveFaulty
              : SETTINGS_MESSAGES.save}
        </button>
      </div>
    </Modal>
  )
}
