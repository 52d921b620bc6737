// The History tab: one row for each attempt, newest first, with a way to its log.
import { History } from 'lucide-react'
import type { ReactElement } from 'react'
import type { AttemptRow } from '../../shared/model.ts'
import { Empty } from '../components/small.tsx'
import { dateTime, duration } from '../format.ts'
import { setTab } from '../store/jobs.ts'
import { openAttempt, useLogs } from '../store/logs.ts'
import { OUTCOMES, PHASES, TEXT } from '../words.ts'

const result = (attempt: AttemptRow): string => {
  if (attempt.outcome === null) return 'under way'
  const code = attempt.exitCode === null ? '' : `, exit code ${attempt.exitCode}`
  return `${OUTCOMES[attempt.outcome]}${code}`
}

const Row = ({ attempt }: { readonly attempt: AttemptRow }): ReactElement => (
  <tr>
    <td>{attempt.number}</td>
    <td>{PHASES[attempt.phase]}</td>
    <td>{dateTime(attempt.startedAt)}</td>
    <td>{attempt.endedAt === null ? '' : duration(attempt.endedAt - attempt.startedAt)}</td>
    <td className="selectable">
      {result(attempt)}
      {attempt.error === null ? null : (
        <div className="muted">
          {attempt.error.kind ?? 'transport error'}, {attempt.error.reason}
        </div>
      )}
    </td>
    <td className="mono selectable command">{attempt.command ?? ''}</td>
    <td>
      <button
        type="button"
        className="link"
        onClick={() => {
          openAttempt(attempt.id)
          setTab('log')
        }}
      >
        Log
      </button>
    </td>
  </tr>
)

export const HistoryTab = (): ReactElement => {
  const attempts = useLogs((state) => state.attempts)
  if (attempts.length === 0) return <Empty icon={History} title={TEXT.noAttempts} />
  return (
    <div className="scroll">
      <table className="history">
        <thead>
          <tr>
            <th>Attempt</th>
            <th>Step</th>
            <th>Started</th>
            <th>Took</th>
            <th>Result</th>
            <th>Command</th>
            <th>
              <span className="unseen">Log</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {attempts.map((attempt) => (
            <Row key={attempt.id} attempt={attempt} />
          ))}
        </tbody>
      </table>
    </div>
  )
}
