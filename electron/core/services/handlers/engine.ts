// Answers `overview.*`, `engine.*` and `activity.*`: controls of the whole queue.
import { msg } from '../../../../shared/language/msg.ts'
import type { engineMethods } from '../../../../shared/contract/engine.ts'
import type { Overview } from '../../../../shared/model/overview.ts'
import type { ChangeHub } from '../../changes.ts'
import type { GroupHandlers } from '../../core.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { JobAccess } from '../runs/job-access.ts'
import type { QueueForecast } from '../runs/queue-forecast.ts'
import type { QueueControls, SpeedLimit } from '../runs/queue-controls.ts'
import type { RunWatch } from '../watch/run-watch.ts'

interface EngineHandlerDeps {
  readonly jobs: Pick<JobStore, 'idsIn'>
  readonly activity: Pick<ActivityStore, 'person' | 'page'>
  readonly changes: Pick<ChangeHub, 'overviewTouched'>
  readonly controls: Pick<QueueControls, 'setPaused' | 'setSpeed'>
  readonly requireEngine: JobAccess['requireEngine']
  /** null: this core only reads. */
  watcher(): Pick<RunWatch, 'rescan'> | null
  readonly forecast: Pick<QueueForecast, 'estimate'>
  overview(): Overview
}

const speedWords = (limit: SpeedLimit): string =>
  limit === 'settings'
    ? msg`Speed limit switched on`
    : limit === 'none'
      ? msg`Speed limit switched off`
      : msg`Speed limited to ${limit} Mb/s`

export const engineHandlers = (deps: EngineHandlerDeps): GroupHandlers<typeof engineMethods> => {
  const { jobs, activity, changes, controls, requireEngine } = deps
  return {
    'overview.get': async () => deps.overview(),
    'queue.estimate': async () => deps.forecast.estimate(),
    'engine.pause': async ({ paused, until }) => {
      const engine = requireEngine()
      controls.setPaused(paused, until ?? null)
      activity.person(null, paused ? msg`Everything paused` : msg`Everything resumed`)
      if (paused) {
        const busy = jobs.idsIn(['running', 'awaiting_verify', 'cleanup_eligible'])
        await Promise.all(busy.map((id) => engine.interrupt(id, 'pause')))
      }
      changes.overviewTouched()
      engine.wake()
      return null
    },
    'engine.speed': async ({ limit, until }) => {
      const engine = requireEngine()
      controls.setSpeed(limit, until)
      activity.person(null, speedWords(limit))
      changes.overviewTouched()
      // a running tool cannot change its limit: it is restarted at once and continues where it was
      const busy = jobs.idsIn(['running'])
      await Promise.all(busy.map((id) => engine.interrupt(id, 'limit')))
      engine.wake()
      return null
    },
    'engine.rescan': async () => {
      requireEngine().wake()
      await deps.watcher()?.rescan()
      return null
    },
    'activity.page': async ({ offset, limit, ...query }) => activity.page(query, offset, limit),
  }
}
