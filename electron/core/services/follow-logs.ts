// Follows the logs of attempts that another process makes: says which ones grew, so that an open Log tab goes on with them.
import { statSync } from 'node:fs'
import type { ChangeHub } from '../changes.ts'
import { pageLog } from '../logs/log-reader.ts'
import type { AttemptStore } from '../queue/attempt-store.ts'

/** Answers a function that says which logs grew since it was last called. */
export const createLogFollower = (deps: {
  readonly attempts: Pick<AttemptStore, 'open'>
  readonly changes: Pick<ChangeHub, 'logAppended'>
  logFile(jobId: number, attemptId: number): string
}): (() => void) => {
  const sizes = new Map<number, { readonly file: string; readonly bytes: number }>()
  return () => {
    const running = new Map(
      deps.attempts.open().map(({ id, jobId }) => [id, deps.logFile(jobId, id)] as const),
    )
    // an attempt that has ended since is looked at once more, for its last lines
    const looked = new Map([...[...sizes].map(([id, { file }]) => [id, file] as const), ...running])
    for (const [id, file] of looked) {
      const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      if (bytes !== (sizes.get(id)?.bytes ?? 0))
        deps.changes.logAppended(id, pageLog(file, 0, 0).total)
      if (running.has(id)) sizes.set(id, { file, bytes })
      else sizes.delete(id)
    }
  }
}
