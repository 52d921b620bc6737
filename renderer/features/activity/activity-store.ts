// Activity store: the filters of the Activity page, the unfolded lines, and the page of the log that is on the screen.
import { create } from 'zustand'
import { DAY_MS } from '../../../shared/duration.ts'
import type { Input } from '../../../shared/contract/index.ts'
import { ACTIVITY_MESSAGES } from '../../../shared/messages/log.ts'
import type { Activity, ActivityLevel } from '../../../shared/model/list-rows.ts'
import { call } from '../../state/bridge.ts'
import { notify, showError } from '../../state/notice-store.ts'
import { NO_ROWS, type PagedRows, createPageLoader } from '../../ui/grid/paged-rows.ts'

/** Days that the list can be narrowed to. */
export const ACTIVITY_DAYS = ['always', 'today', 'yesterday', 'week'] as const
type ActivityDays = (typeof ACTIVITY_DAYS)[number]

interface ActivityState extends PagedRows<Activity> {
  /** Lines of this level or worse. */
  readonly level: ActivityLevel
  /** Id of an instrument; '' for all. */
  readonly instrument: string
  readonly search: string
  /** '' for everybody. */
  readonly source: '' | Activity['source']
  readonly days: ActivityDays
  /** Lines whose steps are shown. */
  readonly unfolded: readonly number[]
}

/** All lines. */
export const NO_FILTER = {
  level: 'info',
  instrument: '',
  search: '',
  source: '',
  days: 'always',
} as const satisfies Partial<ActivityState>

export const useActivity = create<ActivityState>(() => ({ ...NO_ROWS, ...NO_FILTER, unfolded: [] }))

/** Most lines that are unfolded at once: the oldest ones fold again (shared/model/list-rows.ts). */
const MAX_UNFOLDED = 100

/** Local midnight of a day; `daysBefore` 0: the day of `now`. */
const midnight = (now: number, daysBefore: number): number => {
  const day = new Date(now)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysBefore).getTime()
}

/** The times that a choice of days stands for; epoch ms. */
const rangeOf = (
  days: ActivityDays,
  now: number,
): { readonly since?: number; readonly until?: number } => {
  switch (days) {
    case 'always':
      return {}
    case 'today':
      return { since: midnight(now, 0) }
    case 'yesterday':
      return { since: midnight(now, 1), until: midnight(now, 0) }
    case 'week':
      return { since: now - 7 * DAY_MS }
  }
}

type Query = Omit<Input<'activity.page'>, 'offset' | 'limit'>

const queryOf = ({ level, instrument, search, source, days }: ActivityState): Query => ({
  level,
  search,
  ...rangeOf(days, Date.now()),
  ...(instrument === '' ? {} : { instrument }),
  ...(source === '' ? {} : { source }),
})

const loader = createPageLoader<Activity>(
  async (offset, limit) => {
    const state = useActivity.getState()
    const unfolded = [...state.unfolded]
    const answer = await call('activity.page', { ...queryOf(state), unfolded, offset, limit })
    return answer.ok ? answer.value : null
  },
  (window) => useActivity.setState(window),
)

export const showActivity = loader.show
export const refreshActivity = loader.refresh
export const filterActivity = (
  change: Partial<Pick<ActivityState, 'level' | 'instrument' | 'search' | 'source' | 'days'>>,
): void => {
  useActivity.setState({ ...change, unfolded: [] })
  loader.reset()
}

/** Shows the steps below a line (true), or folds them. */
export const unfoldActivity = (id: number, unfold: boolean): void => {
  useActivity.setState(({ unfolded }) => ({
    unfolded: [...unfolded.filter((one) => one !== id), ...(unfold ? [id] : [])].slice(
      -MAX_UNFOLDED,
    ),
  }))
  loader.refresh()
}

/** Writes the lines that the filters leave, steps too, into a file that the system's dialog asks for. */
export const exportActivity = (form: 'csv' | 'json'): void =>
  void call('activity.export', { ...queryOf(useActivity.getState()), form }).then((answer) => {
    if (!answer.ok) return showError(answer)
    const { file } = answer.value
    if (file !== null) notify({ tone: 'info', title: ACTIVITY_MESSAGES.exported, lines: [file] })
  })
