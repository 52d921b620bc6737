// Activity store: the filters of the Activity page and the page of its log that is on the screen.
import { create } from 'zustand'
import type { Activity, ActivityLevel } from '../../../shared/model/list-rows.ts'
import { call } from '../../state/bridge.ts'
import { NO_ROWS, type PagedRows, createPageLoader } from '../../ui/grid/paged-rows.ts'

interface ActivityState extends PagedRows<Activity> {
  /** Lines of this level or worse. */
  readonly level: ActivityLevel
  /** Id of an instrument; '' for all. */
  readonly instrument: string
  readonly search: string
}

export const useActivity = create<ActivityState>(() => ({
  ...NO_ROWS,
  level: 'info',
  instrument: '',
  search: '',
}))

const loader = createPageLoader<Activity>(
  async (offset, limit) => {
    const { level, instrument, search } = useActivity.getState()
    const answer = await call('activity.page', {
      level,
      search,
      offset,
      limit,
      ...(instrument === '' ? {} : { instrument }),
    })
    return answer.ok ? answer.value : null
  },
  (window) => useActivity.setState(window),
)

export const showActivity = loader.show
export const refreshActivity = loader.refresh
export const filterActivity = (
  change: Partial<Pick<ActivityState, 'level' | 'instrument' | 'search'>>,
): void => {
  useActivity.setState(change)
  loader.reset()
}
