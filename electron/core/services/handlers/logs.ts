// Answers `attempts.*` and `logs.*`: the attempts of a run and their logs.
import { PAGE_ROWS } from '../../../../shared/constants.ts'
import type { logsMethods } from '../../../../shared/contract/logs.ts'
import type { GroupHandlers } from '../../core.ts'
import { countLinesWith, pageLevel } from '../../logs/log-filter.ts'
import { findInLog, pageLog } from '../../logs/log-reader.ts'
import type { AttemptStore } from '../../queue/attempt-store.ts'
import type { JobAccess } from '../runs/job-access.ts'
import type { RunLocations } from '../runs/run-locations.ts'

interface LogsHandlerDeps {
  readonly attempts: Pick<AttemptStore, 'list'>
  readonly locations: Pick<RunLocations, 'logFileOf'>
  readonly requireJob: JobAccess['requireJob']
}

export const logsHandlers = (deps: LogsHandlerDeps): GroupHandlers<typeof logsMethods> => {
  const { logFileOf } = deps.locations
  return {
    'attempts.list': async ({ jobId }) => ({
      rows: deps.attempts.list(deps.requireJob(jobId).id, PAGE_ROWS),
    }),
    'logs.page': async ({ attemptId, from, limit, level }) =>
      level === undefined || level === 'debug'
        ? pageLog(logFileOf(attemptId), from, limit)
        : pageLevel(logFileOf(attemptId), level, from, limit),
    'logs.find': async ({ attemptId, ...query }) => ({
      line: findInLog(logFileOf(attemptId), query),
    }),
    'logs.count': async ({ attemptId, text }) => ({
      matches: await countLinesWith(logFileOf(attemptId), text),
    }),
  }
}
