// History tab: one row for each attempt and for each action of a person, newest first, with a link to the attempt's log.
import { spokenMessage } from '../../../shared/reasons.ts'
import { History } from 'lucide-react'
import { type ReactElement, useEffect } from 'react'
import { bytes, dateTime, duration, rate, timeOrDay } from '../../../shared/format.ts'
import { filesText } from '../../../shared/messages/common.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { OUTCOME_NAMES, PHASE_NAMES } from '../../../shared/messages/log.ts'
import type { Activity } from '../../../shared/model/list-rows.ts'
import type { AttemptRow } from '../../../shared/model/model.ts'
import { useApp } from '../../state/app-store.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { setTab } from '../runs/runs-store.ts'
import { loadPersonActions, openAttempt, useLogs } from './logs-store.ts'

/** How an attempt ended, with its exit code. */
export const outcomeText = (attempt: Pick<AttemptRow, 'outcome' | 'exitCode'>): string => {
  if (attempt.outcome === null) return MESSAGES.underWay
  const code = attempt.exitCode === null ? '' : `, ${MESSAGES.exitCodeIs(attempt.exitCode)}`
  return `${OUTCOME_NAMES[attempt.outcome]}${code}`
}

/** `601 files, 81.6 MB, 10.9 MB/s`; '' where the attempt sent nothing, or its counts are not recorded. */
const transferText = ({ files, bytes: size, startedAt, endedAt }: AttemptRow): string => {
  if (files === null || size === null || (files === 0 && size === 0)) return ''
  const ms = endedAt === null ? 0 : endedAt - startedAt
  const speed = ms > 0 && size > 0 ? rate((size * 1_000) / ms) : ''
  return [filesText(files), bytes(size), speed].filter((part) => part !== '').join(', ')
}

/** When, short; the tooltip has all of it. */
const Started = ({ at }: { readonly at: number }): ReactElement => {
  const now = useApp((state) => state.now)
  return <td title={dateTime(at)}>{timeOrDay(at, now)}</td>
}

const Attempt = ({ attempt }: { readonly attempt: AttemptRow }): ReactElement => (
  <tr>
    <td>{attempt.number}</td>
    <td>{PHASE_NAMES[attempt.phase]}</td>
    <Started at={attempt.startedAt} />
    <td>{attempt.endedAt === null ? '' : duration(attempt.endedAt - attempt.startedAt)}</td>
    <td className="selectable result">
      {outcomeText(attempt)}
      {attempt.error === null ? null : (
        <span className="muted" title={attempt.error.reason}>
          {spokenMessage(attempt.error).split('\n')[0]}
        </span>
      )}
    </td>
    <td>{transferText(attempt)}</td>
    <td className="mono selectable command">
      <span title={attempt.command ?? undefined}>{attempt.command ?? ''}</span>
    </td>
    <td>
      {attempt.command === null ? null : (
        <CopyButton
          className="link icon-only"
          iconOnly
          text={attempt.command}
          label={MESSAGES.copyCommand}
        />
      )}
    </td>
    <td>
      <button
        type="button"
        className="link"
        onClick={() => {
          openAttempt(attempt.id)
          setTab('log')
        }}
      >
        {MESSAGES.log}
      </button>
    </td>
  </tr>
)

const PersonAction = ({ action }: { readonly action: Activity }): ReactElement => (
  <tr className="person-action">
    <td />
    <td>{MESSAGES.person}</td>
    <Started at={action.at} />
    <td />
    <td className="selectable" colSpan={5}>
      {action.text}
    </td>
  </tr>
)

export const HistoryTab = (): ReactElement => {
  const attempts = useLogs((state) => state.attempts)
  const personActions = useLogs((state) => state.personActions)
  // attempts are loaded again whenever the run changed
  useEffect(() => void loadPersonActions(), [attempts])
  if (attempts.length === 0 && personActions.length === 0)
    return <EmptyState icon={History} title={MESSAGES.noAttempts} />
  const rows = [
    ...attempts.map((attempt) => ({
      at: attempt.startedAt,
      row: <Attempt key={`attempt ${attempt.id}`} attempt={attempt} />,
    })),
    ...personActions.map((action) => ({
      at: action.at,
      row: <PersonAction key={`action ${action.id}`} action={action} />,
    })),
  ].toSorted((a, b) => b.at - a.at)
  return (
    <div className="scroll">
      <table className="history">
        <thead>
          <tr>
            <th>{MESSAGES.attempt}</th>
            <th>{MESSAGES.step}</th>
            <th>{MESSAGES.started}</th>
            <th>{MESSAGES.took}</th>
            <th>{MESSAGES.result}</th>
            <th>{MESSAGES.moved}</th>
            <th>{MESSAGES.command}</th>
            <th>
              <span className="visually-hidden">{MESSAGES.copyCommand}</span>
            </th>
            <th>
              <span className="visually-hidden">{MESSAGES.log}</span>
            </th>
          </tr>
        </thead>
        <tbody>{rows.map((one) => one.row)}</tbody>
      </table>
    </div>
  )
}
