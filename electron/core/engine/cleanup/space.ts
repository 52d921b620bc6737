// Sums up what the runs hold on this computer, by instrument and by whether it may be deleted, and what a cleanup of all
// that is safe would free (docs/spec.md 8).
import type { JobState } from '../../../../shared/model/model.ts'
import type {
  CleanupDecision,
  CleanupPreview,
  SpaceAnswer,
  SpaceReport,
} from '../../../../shared/model/reports.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { SECOND_MS } from '../../../../shared/duration.ts'
import type { Clock } from '../../domain/clock.ts'
import { yieldToEventLoop } from '../../lib/yield.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'

interface SpaceDeps {
  readonly jobs: Pick<JobStore, 'get' | 'idsIn'>
  readonly files: Pick<FileStore, 'counts'>
  readonly clock: Clock
  decide(job: Job): Promise<CleanupDecision>
  lookAndDecide(job: Job): Promise<CleanupDecision>
  /** Resolves after a time; left out: by the clock of this computer. */
  waitMs?(ms: number): Promise<unknown>
}

/** States of runs whose data is on this computer. */
const HERE: readonly JobState[] = [
  'queued',
  'blocked',
  'running',
  'awaiting_verify',
  'verified',
  'cleanup_eligible',
  'failed',
  'cancelled',
]

/** Runs decided at once, between two turns of the event loop: each reads a file, perhaps from a network share. */
const BATCH_SIZE = 25

/** A window waits for a part of the report no longer. */
const PART_MS = SECOND_MS / 2

/** A report that was finished meanwhile is given to a window that asks for the rest within this time. */
const KEPT_MS = 2 * SECOND_MS

/** Most runs that a report lists; it counts them all. */
const MAX_LISTED = 500

/** Most runs that a preview lists; it counts them all. */
const MAX_PREVIEWED = 200

/** The best answer first: it is what the person looks for. */
const ORDER: readonly SpaceAnswer[] = ['safe', 'to_check', 'not_yet', 'do_not']

const answerOf = ({ verdict, needsLook }: CleanupDecision): SpaceAnswer =>
  verdict === 'not_yet' && needsLook ? 'to_check' : verdict

/** What speaks against the deletion first; of a run that is safe, when that was seen. */
const wordsOf = ({ verdict, headline, needsLook, conditions }: CleanupDecision): string =>
  verdict === 'safe' || needsLook
    ? headline
    : (conditions.find((condition) => !condition.holds)?.words ?? headline)

const noSums = (): SpaceReport['sums'] => ({
  safe: { runs: 0, bytes: 0 },
  to_check: { runs: 0, bytes: 0 },
  not_yet: { runs: 0, bytes: 0 },
  do_not: { runs: 0, bytes: 0 },
})

/** Bytes of a run here: what its deletion frees, where that is near; else all that it holds. Files that were left out stay. */
const bytesHere = (answer: SpaceAnswer, bytes: ReturnType<FileStore['counts']>['bytes']): number =>
  answer === 'safe' || answer === 'to_check'
    ? (bytes.verified ?? 0)
    : Object.values(bytes).reduce((sum, n) => sum + n, 0) - (bytes.cleaned ?? 0)

/** What a cleanup of all runs that are safe to delete would free, by the report. */
export const previewOf = ({ sums, rows }: SpaceReport): CleanupPreview => ({
  ...sums.safe,
  toCheck: sums.to_check,
  rows: rows
    .filter(({ answer }) => answer === 'safe')
    .slice(0, MAX_PREVIEWED)
    .map(({ jobId, run, folder, files, bytes, leftOut }) => ({
      jobId,
      run,
      folder,
      files,
      bytes,
      leftOut,
    })),
})

/** What was decided so far. */
interface Draft {
  readonly sums: SpaceReport['sums']
  readonly instruments: Map<string, SpaceReport['sums']>
  readonly rows: SpaceReport['rows']
  enabled: boolean
  /** Runs that are not decided yet. */
  left: number
}

const reportOf = ({ sums, instruments, rows, enabled, left }: Draft, at: number): SpaceReport => ({
  at,
  enabled,
  sums,
  instruments: [...instruments]
    .map(([id, ofInstrument]) => ({ id, sums: ofInstrument }))
    .toSorted((a, b) => b.sums.safe.bytes - a.sums.safe.bytes || a.id.localeCompare(b.id)),
  rows: rows
    .toSorted((a, b) => ORDER.indexOf(a.answer) - ORDER.indexOf(b.answer) || b.bytes - a.bytes)
    .slice(0, MAX_LISTED),
  total: rows.length,
  left,
})

/** Makes reports of what may be deleted. */
export const createSpaceReport = ({
  jobs,
  files,
  clock,
  decide,
  lookAndDecide,
  waitMs = wait,
}: SpaceDeps) => {
  /** Adds a run to the draft. */
  const add = async (job: Job, look: boolean, draft: Draft): Promise<void> => {
    const before = await decide(job)
    const decision = look && before.needsLook ? await lookAndDecide(job) : before
    const counts = files.counts(job.id)
    const answer = answerOf(decision)
    const bytes = bytesHere(answer, counts.bytes)
    const ofInstrument = draft.instruments.get(job.instrument) ?? noSums()
    draft.instruments.set(job.instrument, ofInstrument)
    for (const one of [draft.sums, ofInstrument]) {
      one[answer].runs += 1
      one[answer].bytes += bytes
    }
    draft.enabled ||= decision.enabled
    draft.rows.push({
      jobId: job.id,
      run: job.run,
      folder: job.folder,
      instrument: job.instrument,
      files: counts.byState.verified ?? 0,
      bytes,
      leftOut: decision.leftOut,
      answer,
      words: wordsOf(decision),
      possibleAt: decision.possibleAt,
    })
  }

  /** Begins a report; `done` resolves when every run is decided. */
  const begin = (look: boolean): { readonly draft: Draft; readonly done: Promise<Draft> } => {
    const ids = jobs.idsIn(HERE)
    const draft: Draft = {
      sums: noSums(),
      instruments: new Map(),
      rows: [],
      enabled: false,
      left: ids.length,
    }
    const work = async (): Promise<Draft> => {
      // looks are made one after the other: each starts programs, and reads the NAS
      const size = look ? 1 : BATCH_SIZE
      for (let from = 0; from < ids.length; from += size) {
        await yieldToEventLoop()
        const batch = ids.slice(from, from + size).flatMap((id) => jobs.get(id) ?? [])
        await Promise.all(
          batch
            // what a run holds here is counted once, with its first job
            .filter((job) => job.archivedAt === null && job.lead === job.id)
            .map((job) => add(job, look, draft)),
        )
        draft.left = Math.max(0, ids.length - from - size)
      }
      return draft
    }
    return { draft, done: work() }
  }

  let running: (ReturnType<typeof begin> & { endedAt: number | null }) | null = null
  /** The report that is being made, or that was finished since a window asked last. */
  const join = (): ReturnType<typeof begin> => {
    const endedAt = running?.endedAt ?? null
    if (running !== null && (endedAt === null || Math.abs(clock.now() - endedAt) <= KEPT_MS))
      return running
    const started = { ...begin(false), endedAt: null as number | null }
    running = started
    const end = (): void => {
      started.endedAt = clock.now()
    }
    started.done.then(end, end)
    return started
  }

  return {
    /** The whole report; `look`: looks first at both sides of each run that only needs that. */
    whole: async (look: boolean): Promise<SpaceReport> =>
      reportOf(await begin(look).done, clock.now()),

    /**
     * The report as far as it is within a moment: a window shows that, and asks again until no run is left. Whoever asks while one is
     * made gets that one.
     */
    async soFar(): Promise<SpaceReport> {
      const { draft, done } = join()
      await Promise.race([done, waitMs(PART_MS)])
      if (draft.left === 0) running = null
      return reportOf(draft, clock.now())
    },
  }
}
