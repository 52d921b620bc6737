// Activity page: the log of the whole program, with what became of runs and destinations and what people did (docs/ux.md D3).
import {
  ChevronDown,
  ChevronRight,
  CircleAlert,
  Download,
  Inbox,
  TriangleAlert,
  User,
} from 'lucide-react'
import { type ReactElement, type ReactNode, useCallback, useEffect } from 'react'
import { dateTime, timeOrDay } from '../../../shared/format.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { ACTIVITY_LEVELS, ACTIVITY_MESSAGES as TEXT } from '../../../shared/messages/log.ts'
import { RUN_COLUMN_NAMES as NAMES } from '../../../shared/messages/runs.ts'
import type { Activity, ActivityLevel } from '../../../shared/model/list-rows.ts'
import { useApp } from '../../state/app-store.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { rowAt } from '../../ui/grid/paged-rows.ts'
import { type TreeRows, VirtualGrid } from '../../ui/grid/virtual-grid.tsx'
import { widestOf } from '../../ui/grid/text-width.ts'
import { MenuButton } from '../../ui/menu.tsx'
import type { GridColumn } from '../../ui/grid/grid-row.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { NextStep } from '../runs/empty-list.tsx'
import { goTo, openJob } from '../runs/runs-store.ts'
import {
  NO_FILTER,
  ACTIVITY_DAYS,
  exportActivity,
  filterActivity,
  refreshActivity,
  showActivity,
  unfoldActivity,
  useActivity,
} from './activity-store.ts'

const MARKS = {
  warning: { icon: TriangleAlert, tone: 'warning' },
  error: { icon: CircleAlert, tone: 'danger' },
} as const

/** `ids`: of all instruments. */
const columns = (ids: readonly string[]): readonly GridColumn[] => [
  { id: 'time', head: MESSAGES.time, size: '104px', className: 'muted' },
  {
    id: 'instrument',
    head: NAMES.instrument,
    size: `${Math.max(96, Math.min(160, widestOf(ids)))}px`,
    className: 'muted',
  },
  { id: 'run', head: NAMES.run, size: 'minmax(200px, 2fr)' },
  { id: 'text', head: MESSAGES.what, size: 'minmax(260px, 3fr)' },
]

const SOURCES = ['app', 'person'] as const

const LEVELS = ['info', 'warning', 'error'] as const satisfies readonly ActivityLevel[]

/** Shows or folds the steps that led to a line. */
const StepsButton = (props: {
  readonly line: Activity
  readonly open: boolean
}): ReactElement | null => {
  const { line, open } = props
  if (line.steps === 0) return null
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <button
      type="button"
      className="link steps"
      tabIndex={-1}
      onMouseDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onClick={() => unfoldActivity(line.id, !open)}
    >
      <Chevron size={13} aria-hidden />
      {TEXT.steps(line.steps)}
    </button>
  )
}

/** Says of a line that it is a warning, an error, or what a person did; of other lines there is nothing to say. */
const Mark = ({ line }: { readonly line: Activity }): ReactElement | null => {
  if (line.source === 'person')
    return (
      <span className="state tone-neutral">
        <User size={14} aria-hidden />
        {MESSAGES.person}
      </span>
    )
  if (line.level === 'info') return null
  const { icon: Icon, tone } = MARKS[line.level]
  return (
    <span className={`state tone-${tone}`}>
      <Icon size={14} aria-hidden />
      {MESSAGES.levels[line.level]}
    </span>
  )
}

const cellsOf = (line: Activity, open: boolean, now: number): ReactNode[] => [
  <span key="time" className={line.isStep ? 'step' : ''} title={dateTime(line.at)}>
    {timeOrDay(line.at, now)}
  </span>,
  line.isStep ? '' : line.instrument,
  // inside its cell, so that it stands on the line of the others
  <span key="run" className="mono">
    {line.isStep ? '' : line.run}
  </span>,
  <span key="text" className={line.isStep ? 'activity-text muted' : 'activity-text'}>
    <Mark line={line} />
    <span className="clip" title={line.text}>
      {line.text}
    </span>
    <StepsButton line={line} open={open} />
  </span>,
]

/** ARIA position of a line: steps are children of the line above them. */
const positionOf = (index: number): ReturnType<TreeRows['positionOf']> => {
  const list = useActivity.getState()
  const line = rowAt(list, index)
  if (line === undefined) return undefined
  if (!line.isStep)
    return {
      level: 1,
      positionInSet: index + 1,
      setSize: list.total,
      expanded: line.steps === 0 ? null : list.unfolded.includes(line.id),
    }
  let above = index - 1
  while (above >= 0 && rowAt(list, above)?.isStep === true) above -= 1
  const setSize = rowAt(list, above)?.steps ?? index - above
  return { level: 2, positionInSet: index - above, setSize, expanded: null }
}

/** The arrow keys Right and Left: unfolds or folds a line; from a step, Left goes to its line. */
const setExpanded = (index: number, expanded: boolean): number | null => {
  const list = useActivity.getState()
  const line = rowAt(list, index)
  if (line === undefined) return null
  if (!line.isStep) {
    if (line.steps > 0) unfoldActivity(line.id, expanded)
    return null
  }
  if (expanded) return null
  let above = index - 1
  while (above > 0 && rowAt(list, above)?.isStep === true) above -= 1
  return above
}

const Filters = (): ReactElement => {
  const { instrument, source, days } = useActivity()
  const instruments = useApp((state) => state.instruments)
  return (
    <>
      <select
        className="select"
        aria-label={NAMES.instrument}
        value={instrument}
        onChange={(event) => filterActivity({ instrument: event.target.value })}
      >
        <option value="">{MESSAGES.allInstruments}</option>
        {instruments.map(({ id }) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
      <select
        className="select"
        aria-label={TEXT.who}
        value={source}
        onChange={(event) =>
          filterActivity({ source: SOURCES.find((one) => one === event.target.value) ?? '' })
        }
      >
        <option value="">{TEXT.everybody}</option>
        <option value="person">{TEXT.people}</option>
        <option value="app">{TEXT.app}</option>
      </select>
      <select
        className="select"
        aria-label={TEXT.days}
        value={days}
        onChange={(event) =>
          filterActivity({
            days: ACTIVITY_DAYS.find((one) => one === event.target.value) ?? 'always',
          })
        }
      >
        {ACTIVITY_DAYS.map((one) => (
          <option key={one} value={one}>
            {TEXT[one]}
          </option>
        ))}
      </select>
    </>
  )
}

export const ActivityPage = (): ReactElement => {
  const list = useActivity()
  const now = useApp((state) => state.now)
  const ids = useApp((state) => state.instruments).map(({ id }) => id)
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
  const isNarrowed = Object.entries(NO_FILTER).some(
    ([name, value]) => Reflect.get(list, name) !== value,
  )
  return (
    <section className="page-list" aria-label={MESSAGES.activity} data-pane="list">
      <PageHead title={MESSAGES.activity}>
        <span className="muted">{MESSAGES.lines(list.total)}</span>
        <span className="end">
          <MenuButton
            className="button compact"
            label={TEXT.export}
            entries={[
              { label: TEXT.exportCsv, run: () => exportActivity('csv') },
              { label: TEXT.exportJson, run: () => exportActivity('json') },
            ]}
          >
            <Download size={14} aria-hidden />
            {TEXT.export}
          </MenuButton>
        </span>
      </PageHead>
      <div className="tools activity-tools">
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
        <Filters />
        <SearchField
          label={MESSAGES.searchActivity}
          value={list.search}
          onChange={(search) => filterActivity({ search })}
        />
      </div>
      {list.loaded && list.total === 0 ? (
        <EmptyState
          icon={Inbox}
          title={isNarrowed ? MESSAGES.noActivityMatches : MESSAGES.noActivity}
        >
          {isNarrowed ? (
            <button type="button" className="button" onClick={() => filterActivity(NO_FILTER)}>
              {MESSAGES.clearFilters}
            </button>
          ) : (
            <NextStep view={null} />
          )}
        </EmptyState>
      ) : (
        <VirtualGrid
          name={MESSAGES.activity}
          className="activity"
          columns={columns(ids)}
          rowHeight={26}
          total={list.total}
          resetKey={`${list.level} ${list.instrument} ${list.search} ${list.source} ${list.days}`}
          tree={{ positionOf, setExpanded }}
          cellsAt={(index) => {
            const line = rowAt(list, index)
            return line === undefined
              ? undefined
              : cellsOf(line, list.unfolded.includes(line.id), now)
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
