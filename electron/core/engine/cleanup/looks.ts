// Makes looks at runs, one at a time for each run, each with its progress and a way to stop it; keeps the last look of
// each run in memory, so that none is taken for the present after a restart.
import type { Moment } from '../../domain/clock.ts'
import type { Destination, Settings } from '../../domain/config.ts'
import { routeWith } from '../../domain/routes.ts'
import type { Job } from '../../queue/job-row.ts'
import type { Transport } from '../../transports/transport.ts'
import { isFresh } from './conditions.ts'
import {
  type Counterevidence,
  type Look,
  type LookDeps,
  type LookProgress,
  lookAtRun,
} from './look.ts'

export interface Looks {
  /** The last finished look; null: none since this program started. */
  latest(jobId: number): Look | null
  /** The looks that a decision may rest on at that moment: number of the job, and when it was looked at. */
  fresh(now: Moment): { readonly id: number; readonly at: number }[]
  /** How far the look is that runs now; null: none does. */
  progress(jobId: number): LookProgress | null
  /** Looks now; joins a look of that run that runs already. null: it was stopped, or the run has no destination. */
  look(job: Job, signal?: AbortSignal): Promise<Look | null>
  stopLook(jobId: number): void
  /** Stops every look and waits for its end. */
  close(): Promise<void>
}

interface LooksDeps extends LookDeps {
  settings(): Settings | null
  transportFor(destination: Destination, settings: Settings): Transport
  /** A look saw something that speaks against the run's proof. */
  onEvidence(job: Job, against: Counterevidence): void
  /** A look ended. */
  onLook(): void
}

interface RunningLook {
  readonly controller: AbortController
  progress: LookProgress
  readonly ended: Promise<Look | null>
}

/** Most looks that are kept; the oldest is forgotten. */
const MAX_KEPT = 1_000

export const createLooks = (deps: LooksDeps): Looks => {
  const latest = new Map<number, Look>()
  const running = new Map<number, RunningLook>()
  let closed = false

  const keep = (jobId: number, look: Look): void => {
    latest.delete(jobId)
    latest.set(jobId, look)
    const [oldest] = latest.keys()
    if (latest.size > MAX_KEPT && oldest !== undefined) latest.delete(oldest)
  }

  const transportOf = (job: Job): Transport | null => {
    const settings = deps.settings()
    const route = routeWith(job.route, settings)
    return settings === null || route === undefined
      ? null
      : deps.transportFor(route.destination, settings)
  }

  const start = (job: Job, transport: Transport): RunningLook => {
    const controller = new AbortController()
    const begin = async (): Promise<Look | null> => {
      try {
        const look = await lookAtRun(job, transport, deps, controller.signal, (progress) => {
          started.progress = progress
        })
        if (look === null) return null
        keep(job.id, look)
        if (look.against !== null) deps.onEvidence(job, look.against)
        deps.onLook()
        return look
      } finally {
        running.delete(job.id)
      }
    }
    const started: RunningLook = {
      controller,
      progress: { done: 0, total: 2 * deps.files.nextSeq(job.id) },
      ended: Promise.resolve().then(begin),
    }
    running.set(job.id, started)
    return started
  }

  return {
    latest: (jobId) => latest.get(jobId) ?? null,
    fresh: (now) =>
      [...latest].filter(([, look]) => isFresh(look, now)).map(([id, { at }]) => ({ id, at })),
    progress: (jobId) => running.get(jobId)?.progress ?? null,
    async look(job, signal) {
      const transport = transportOf(job)
      if (closed || transport === null) return null
      const current = running.get(job.id) ?? start(job, transport)
      const stop = (): void => current.controller.abort()
      if (signal?.aborted === true) stop()
      signal?.addEventListener('abort', stop, { once: true })
      try {
        return await current.ended
      } finally {
        signal?.removeEventListener('abort', stop)
      }
    },
    stopLook: (jobId) => running.get(jobId)?.controller.abort(),
    async close() {
      closed = true
      for (const { controller } of running.values()) controller.abort()
      await Promise.allSettled([...running.values()].map(({ ended }) => ended))
    },
  }
}
