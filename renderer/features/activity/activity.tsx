// Activity page: the log of the whole program, with what became of runs and destinations and what people did (docs/ux.md D3).
import { CircleAlert, Info, Inbox, TriangleAlert, User } from 'lucide-react'
import { type ReactElement, type ReactNode, useCallback, useEffect } from 'react'
import { dateTime } from '../../../shared/format.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { ACTIVITY_LEVELS } from '../../../shared/messages/log.ts'
import { RUN_COLUMN_NAMES as NAMES } from '../../../shared/messages/runs.ts'
import type { Activity, ActivityLevel } from '../../../shared/model/list-rows.ts'
import { useApp } from '../../state/app-store.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { rowAt } from '../../ui/grid/paged-rows.ts'
import { VirtualGrid } from '../../ui/grid/virtual-grid.tsx'
import type { GridColumn } from '../../ui/grid/grid-row.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { goTo, openJob } from '../runs/runs-store.ts'
import { filterActivity, refreshActivity, showActivity, useActivity } from './activity-store.ts'

const MARKS = {
  info: { icon: Info, tone: 'neutral' },
  warning: { icon: TriangleAlert, tone: 'warning' },
  error: { icon: CircleAlert, tone: 'danger' },
} as const

const COLUMNS: readonly GridColumn[] = [
  { id: 'time', head: MESSAGES.time, size: '180px' },
  { id: 'level', head: MESSAGES.level, size: '110px' },
  { id: 'instrument', head: NAMES.instrument, size: '120px' },
  { id: 'run', head: NAMES.run, size: 'minmax(150px, 1fr)', className: 'mono' },
  { id: 'text', head: MESSAGES.what, size: 'minmax(220px, 2fr)' },
]

const LEVELS = ['info', 'warning', 'error'] as const satisfies readonly ActivityLevel[]

const cellsOf = (line: Activity): ReactNode[] => {
  const mark = MARKS[line.level]
  const Icon = line.source === 'person' ? User : mark.icon
  return [
    dateTime(line.at),
    <span key="level" className={`state tone-${mark.tone}`}>
      <Icon size={14} aria-hidden />
      {line.source === 'person' ? MESSAGES.person : MESSAGES.levels[line.level]}
    </span>,
    line.instrument,
    line.run,
    line.text,
  ]
}

export const ActivityPage = (): ReactElement => {
  const list = useActivity()
  const instruments = useApp((state) => state.instruments)
  const onRange = useCallback((first: number, last: number) => showActivity(first, last), [])
  useEffect(() => {
    if (list.loaded) refreshActivity()
    else filterActivity({})
    // on mount only: each batch of changes says whether there are new lines
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const open = (index: number): void => {
    const jobId = rowAt(list, index)?.jobId
    if (jobId === undefined || jobId === null) return
    goTo({ kind: 'runs', view: 'all' })
    void openJob(jobId, 'history')
  }
  return (
    <section className="page-list" aria-label={MESSAGES.activity} data-pane="list">
      <div className="tools">
        {LEVELS.map((level) => (
          <button
            type="button"
            key={level}
            className="chip"
            aria-pressed={list.level === level}
            onClick={() => filterActivity({ level })}
          >
            {ACTIVITY_LEVELS[level]}
          </button>
        ))}
        <select
          className="select"
          aria-label={NAMES.instrument}
          value={list.instrument}
          onChange={(event) => filterActivity({ instrument: event.target.value })}
        >
          <option value="">{MESSAGES.allInstruments}</option>
          {instruments.map(({ id }) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
        <SearchField
          label={MESSAGES.searchActivity}
          value={list.search}
          onChange={(search) => filterActivity({ search })}
        />
        <span className="end muted">{MESSAGES.lines(list.total)}</span>
      </div>
      {list.loaded && list.total === 0 ? (
        <EmptyState icon={Inbox} title={MESSAGES.noActivity} />
      ) : (
        <VirtualGrid
          name={MESSAGES.activity}
          className="activity"
          columns={COLUMNS}
          rowHeight={26}
          total={list.total}
          resetKey={`${list.level} ${list.instrument} ${list.search}`}
          cellsAt={(index) => {
            const line = rowAt(list, index)
            return line === undefined ? undefined : cellsOf(line)
          }}
          isSelected={() => false}
          onVisibleRange={onRange}
          onSelect={() => undefined}
          onEnter={open}
        />
      )}
    </section>
  )
}
