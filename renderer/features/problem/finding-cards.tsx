// Cards for folders that need somebody although no run in the queue has a problem: an instrument's folder that is not there, a
// folder that may be a run or hold runs, a finished run that was refused (docs/ux.md D3).
import { RotateCw } from 'lucide-react'
import { type ReactElement, useEffect } from 'react'
import { FINDING_HEADLINES, FINDING_MESSAGES } from '../../../shared/messages/findings.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { WHO_LABELS } from '../../../shared/messages/problem.ts'
import type { Finding } from '../../../shared/model/reports.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'
import { addFolders } from '../runs/add-runs-store.ts'
import { revealRecording } from '../runs/recordings-store.ts'
import { goTo } from '../runs/runs-store.ts'
import { loadFindings, useFindings } from './findings-store.ts'

const lookAgain = async (): Promise<void> => {
  showError(await call('engine.rescan', {}))
  await loadFindings()
}

const Actions = ({ finding }: { readonly finding: Finding }): ReactElement => {
  const { kind, folder, instrument } = finding
  return (
    <div className="card-actions">
      {kind === 'unclear' ? (
        <button
          type="button"
          className="button primary"
          onClick={() => void addFolders([folder], instrument)}
        >
          {FINDING_MESSAGES.whichRuns}
        </button>
      ) : (
        <button type="button" className="button primary" onClick={() => void lookAgain()}>
          <RotateCw size={14} aria-hidden />
          {FINDING_MESSAGES.lookAgain}
        </button>
      )}
      <button
        type="button"
        className="button"
        onClick={() => goTo({ kind: 'settings', section: instrument })}
      >
        {kind === 'unclear' ? FINDING_MESSAGES.whereRunsLie : MESSAGES.openSettings}
      </button>
      {kind === 'root_missing' ? null : (
        <button type="button" className="button quiet" onClick={() => revealRecording(folder)}>
          {MESSAGES.showFolder}
        </button>
      )}
    </div>
  )
}

/** `short`: one line each; used while the details of a run are open. */
export const FindingCards = ({ short }: { readonly short: boolean }): ReactElement => {
  const findings = useFindings((state) => state.findings)
  const count = useApp((state) => state.overview.findings)
  const now = useApp((state) => state.now)
  useEffect(() => {
    void loadFindings()
  }, [count, now])
  return (
    <>
      {findings
        .filter(({ kind }) => kind !== 'passed')
        .map((one) => (
          <article
            key={`${one.instrument} ${one.folder}`}
            className={short ? 'card short tone-danger' : 'card tone-danger'}
            aria-label={MESSAGES.problem}
            data-finding={one.kind}
          >
            <header className="card-head">
              <h3>{FINDING_HEADLINES[one.kind]}</h3>
              {short ? null : <span className="tag">{WHO_LABELS.you}</span>}
            </header>
            <p className={short ? 'mono clip' : ''}>{short ? one.folder : one.message}</p>
            {short ? null : <Actions finding={one} />}
          </article>
        ))}
    </>
  )
}
