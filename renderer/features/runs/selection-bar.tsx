// Bar below the list while several runs are selected: what can be done with how many of them.
import { Download, FileText, RotateCw, ShieldCheck, X } from 'lucide-react'
import type { ReactElement } from 'react'
import { count } from '../../../shared/format.ts'
import { RUNS_MESSAGES, actionName } from '../../../shared/messages/runs.ts'
import { amountText } from '../../../shared/messages/retry-preview.ts'
import type { JobAction, JobSummary } from '../../../shared/model/model.ts'
import { MenuButton } from '../../ui/menu.tsx'
import { useRunsPreview } from './retry-preview-store.ts'
import { act, exportList, saveReceipts } from './run-actions.ts'
import { useJobs } from './runs-store.ts'
import { useSelection } from './selection-store.ts'

const ACTIONS = [
  ['retry', RotateCw],
  ['verify', ShieldCheck],
] as const satisfies readonly (readonly [JobAction, unknown])[]

/** Changes when something of these runs does. */
const revisionsOf = (rows: readonly JobSummary[], ids: readonly number[]): string => {
  const asked = new Set(ids)
  return rows
    .filter(({ id }) => asked.has(id))
    .map(({ revision, updatedAt }) => `${revision} ${updatedAt}`)
    .join(' ')
}

export const SelectionBar = (): ReactElement | null => {
  const selected = useJobs((list) => list.selected)
  const offered = useSelection((store) => store.offered)
  const retried = selected.size < 2 ? [] : (offered?.retry ?? [])
  const changes = useJobs((list) => revisionsOf(list.rows, retried))
  const sends = useRunsPreview(
    retried.length === 0 ? null : `${retried.join(' ')}: ${changes}`,
    () => retried,
  )
  if (selected.size < 2) return null
  return (
    <div
      className="selection-bar"
      role="toolbar"
      aria-label={RUNS_MESSAGES.selected(selected.size)}
    >
      <strong>{RUNS_MESSAGES.selected(selected.size)}</strong>
      {ACTIONS.map(([action, Icon]) => {
        const jobs = offered?.[action] ?? []
        return jobs.length === 0 ? null : (
          <button
            type="button"
            key={action}
            className="button compact"
            onClick={() => void act(jobs, action)}
          >
            <Icon size={14} aria-hidden />
            {actionName(action, false)} ({count(jobs.length)}){' '}
            {action !== 'retry' || sends === null || sends.bytes === 0 ? null : (
              <span className="muted">{amountText(sends)}</span>
            )}
          </button>
        )
      })}
      <button
        type="button"
        className="button compact"
        onClick={() => saveReceipts([...selected], 'html')}
      >
        <FileText size={14} aria-hidden />
        {RUNS_MESSAGES.receipts} ({count(selected.size)})
      </button>
      <MenuButton
        className="button compact"
        label={RUNS_MESSAGES.exportList}
        entries={[
          { label: RUNS_MESSAGES.exportCsv, run: () => exportList('csv') },
          { label: RUNS_MESSAGES.exportJson, run: () => exportList('json') },
        ]}
      >
        <Download size={14} aria-hidden />
        {RUNS_MESSAGES.exportList}
      </MenuButton>
      <button
        type="button"
        className="link icon-only"
        aria-label={RUNS_MESSAGES.clearSelection}
        onClick={() => useJobs.setState({ selected: new Set() })}
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  )
}
