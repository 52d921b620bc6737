// Preview in the first run: which folders are runs, and which of the latest the completion rule takes as finished.
import { CircleCheck, Clock } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import type { Output } from '../../../shared/contract/index.ts'
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { idOfDraft, setDraft, useSetup } from './setup-store.ts'

/** Folders that a question names. */
const MAX_UNCLEAR = 3

/** The preview; where folders may be runs or hold them, it asks. */
export const RulePreview = (): ReactElement | null => {
  const draft = useSetup((state) => state.draft)
  const [rows, setRows] = useState<Output<'instruments.previewRule'>['rows']>([])
  const [unclear, setUnclear] = useState<Output<'instruments.previewRule'>['unclear']>([])
  const { localRoot, runFolders, signal, filename, quietMinutes } = draft
  const used = useApp((state) => state.instruments)
  const id = idOfDraft(
    draft,
    used.map((one) => one.id),
  )
  useEffect(() => {
    if (localRoot === '') return undefined
    let current = true
    const timer = setTimeout(() => {
      const rule = { id, localRoot, runFolders, signal, filename, quietMinutes }
      void call('instruments.previewRule', rule).then((answer) => {
        if (!current) return
        setRows(answer.ok ? answer.value.rows : [])
        setUnclear(answer.ok ? answer.value.unclear : [])
      })
    }, 250)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [id, localRoot, runFolders, signal, filename, quietMinutes])
  if (localRoot === '') return null
  return (
    <section aria-label={SETUP_MESSAGES.judged} className="rule-preview">
      <h3>{SETUP_MESSAGES.judged}</h3>
      {rows.length === 0 ? <p className="muted">{SETUP_MESSAGES.noRuns}</p> : null}
      {unclear.length === 0 ? null : (
        <p className="tone-warning">
          {SETUP_MESSAGES.unclear(unclear.slice(0, MAX_UNCLEAR).join(', '), unclear.length)}{' '}
          <button
            type="button"
            className="button compact"
            onClick={() => setDraft({ runFolders: '*/*' })}
          >
            {SETUP_MESSAGES.runsInside}
          </button>{' '}
          <button
            type="button"
            className="button compact"
            onClick={() => setDraft({ runFolders: '*' })}
          >
            {SETUP_MESSAGES.eachIsRun}
          </button>
        </p>
      )}
      <ul className="ticks">
        {rows.map((row) => (
          <li key={row.run} className={row.finished ? 'tone-success' : 'tone-neutral'}>
            {row.finished ? <CircleCheck size={15} aria-hidden /> : <Clock size={15} aria-hidden />}
            <span className="mono">{row.run}</span> {row.words}
          </li>
        ))}
      </ul>
    </section>
  )
}
