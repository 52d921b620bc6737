// Space page: what may be deleted on this computer, in all, by instrument and by run (docs/ux.md D3).
import { FileText, HardDrive, Search, Trash2 } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { bytes, count, timeOfDay } from '../../../shared/format.ts'
import { SPACE_ANSWERS, SPACE_MESSAGES as TEXT } from '../../../shared/messages/space.ts'
import type { SpaceAnswer, SpaceReport } from '../../../shared/model/reports.ts'
import { ConfirmDialog, type Question } from '../../ui/confirm-dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { NextStep } from '../runs/empty-list.tsx'
import { saveReceipts } from '../runs/run-actions.ts'
import { goTo, openJob } from '../runs/runs-store.ts'
import { followSpace, freeSpace, loadSpace, reportOf, safeRuns, useSpace } from './space-store.ts'

const ANSWERS = Object.keys(SPACE_ANSWERS) as SpaceAnswer[] // the keys of the table itself

const Headline = ({ report }: { readonly report: SpaceReport }): ReactElement => {
  const isLooking = useSpace((space) => space.isLooking)
  const [question, setQuestion] = useState<Question | null>(null)
  const { safe, to_check: toCheck } = report.sums
  const { jobs, bytes: freed } = safeRuns(report)
  return (
    <section className="space-headline">
      <p className="space-sum">
        {safe.runs > 0 ? (
          <>
            <strong>{bytes(safe.bytes)}</strong> {TEXT.free(safe.runs)}
          </>
        ) : toCheck.runs > 0 ? (
          <>
            <strong className="muted">{bytes(toCheck.bytes)}</strong>{' '}
            {TEXT.afterCheck(toCheck.runs)}
          </>
        ) : report.left > 0 ? (
          <strong className="nothing">{TEXT.loading}</strong>
        ) : (
          <strong className="nothing">{TEXT.nothing}</strong>
        )}{' '}
        <span className="muted">{TEXT.asOf(timeOfDay(report.at))}</span>
      </p>
      <p role="status" className="muted">
        {isLooking
          ? TEXT.checking
          : report.left > 0
            ? TEXT.left(report.left)
            : toCheck.runs === 0 || safe.runs === 0
              ? ''
              : TEXT.toCheck(toCheck.bytes, toCheck.runs)}
      </p>
      <div className="card-actions">
        {report.enabled && jobs.length > 0 ? (
          <button
            type="button"
            className="button danger"
            onClick={() =>
              setQuestion({
                title: TEXT.question(jobs.length),
                text: TEXT.text,
                yes: TEXT.yes(freed),
                onYes: () => void freeSpace(jobs),
              })
            }
          >
            <Trash2 size={14} aria-hidden />
            {TEXT.freeSpace(freed)}
          </button>
        ) : null}
        {toCheck.runs === 0 ? null : (
          <button
            type="button"
            className={safe.runs === 0 ? 'button primary' : 'button'}
            disabled={isLooking}
            onClick={() => void loadSpace(true)}
          >
            <Search size={14} aria-hidden />
            {TEXT.checkNow}
          </button>
        )}
        {jobs.length === 0 ? null : (
          <button type="button" className="button" onClick={() => saveReceipts(jobs, 'html')}>
            <FileText size={14} aria-hidden />
            {TEXT.receipts(jobs.length)}
          </button>
        )}
      </div>
      {report.enabled || report.total === 0 ? null : (
        <p className="muted">
          {TEXT.off}{' '}
          <button
            type="button"
            className="link"
            onClick={() => goTo({ kind: 'settings', section: 'cleanup' })}
          >
            {TEXT.settings}
          </button>
        </p>
      )}
      <ConfirmDialog question={question} onClose={() => setQuestion(null)} />
    </section>
  )
}

const allOf = (sums: SpaceReport['sums']): number =>
  ANSWERS.reduce((sum, answer) => sum + sums[answer].bytes, 0)

/** How much an instrument holds, by answer, as a part of what the largest one holds; the cells beside it have the figures. */
const Bar = (props: {
  readonly sums: SpaceReport['sums']
  readonly most: number
}): ReactElement => (
  <span className="space-bar" aria-hidden>
    {ANSWERS.map((answer) => (
      <i
        key={answer}
        className={`bar-${answer}`}
        style={{ width: `${(100 * props.sums[answer].bytes) / Math.max(1, props.most)}%` }}
      />
    ))}
  </span>
)

const ByInstrument = ({ report }: { readonly report: SpaceReport }): ReactElement => (
  <table className="space-table">
    <caption>{TEXT.byInstrument}</caption>
    <thead>
      <tr>
        <th scope="col" aria-label={TEXT.byInstrument} />
        <td />
        {ANSWERS.map((answer) => (
          <th scope="col" key={answer}>
            <i className={`swatch bar-${answer}`} aria-hidden /> {SPACE_ANSWERS[answer]}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {report.instruments.map(({ id, sums }) => (
        <tr key={id}>
          <th scope="row">{id}</th>
          <td>
            <Bar sums={sums} most={Math.max(...report.instruments.map((one) => allOf(one.sums)))} />
          </td>
          {ANSWERS.map((answer) => (
            <td key={answer} className={`answer-${answer}`}>
              {TEXT.sum(sums[answer].bytes, sums[answer].runs)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

const Runs = ({ report }: { readonly report: SpaceReport }): ReactElement => {
  const chip = useSpace((space) => space.chip)
  const shown = report.rows.filter((row) => chip === null || row.answer === chip)
  const open = (jobId: number): void => {
    goTo({ kind: 'runs', view: 'all' })
    void openJob(jobId, 'details')
  }
  return (
    <section aria-label={TEXT.runs}>
      <div className="tools">
        {([null, ...ANSWERS] as const).map((one) => (
          <button
            type="button"
            key={one}
            className="chip"
            aria-pressed={chip === one}
            onClick={() => useSpace.setState({ chip: one })}
          >
            {one === null ? TEXT.all : SPACE_ANSWERS[one]}{' '}
            <span className="chip-count">
              {count(one === null ? report.total : report.sums[one].runs)}
            </span>
          </button>
        ))}
      </div>
      <ul className="space-runs">
        {shown.map((row) => (
          <li key={row.jobId}>
            <button type="button" className="link mono clip" onClick={() => open(row.jobId)}>
              {row.run}
            </button>
            <span className="muted clip">{row.instrument}</span>
            <span className="right">{bytes(row.bytes)}</span>
            <span className={`clip answer-${row.answer}`} title={row.words}>
              {row.words}
            </span>
          </li>
        ))}
      </ul>
      {report.total > report.rows.length ? (
        <p className="muted">{TEXT.more(report.rows.length, report.total)}</p>
      ) : null}
    </section>
  )
}

/** Says that one instrument alone is shown, with the way to all. */
const OfInstrument = ({ id }: { readonly id: string }): ReactElement => (
  <p className="tools">
    <strong>{TEXT.ofInstrument(id)}</strong>
    <button type="button" className="link" onClick={() => goTo({ kind: 'space' })}>
      {TEXT.allInstruments}
    </button>
  </p>
)

/** `instrument`: only its runs are shown; null: all. */
export const SpacePage = ({ instrument }: { readonly instrument: string | null }): ReactElement => {
  const whole = useSpace((space) => space.report)
  const report = whole === null ? null : reportOf(whole, instrument)
  useEffect(followSpace, [])
  return (
    <section className="page-list" aria-label={TEXT.space} data-pane="list">
      <PageHead title={TEXT.space} />
      {report === null || (report.total === 0 && report.left > 0) ? (
        <EmptyState icon={HardDrive} title={TEXT.loading} />
      ) : report.total === 0 ? (
        <EmptyState icon={HardDrive} title={TEXT.none} text={TEXT.noneText}>
          <NextStep view={null} />
        </EmptyState>
      ) : (
        <div className="space">
          {instrument === null ? null : <OfInstrument id={instrument} />}
          <Headline report={report} />
          {report.instruments.length > 1 ? <ByInstrument report={report} /> : null}
          <Runs report={report} />
        </div>
      )}
    </section>
  )
}
