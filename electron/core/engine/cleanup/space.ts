// Sums up what the runs hold on this computer, by instrument and by whether it may be deleted, and what a cleanup of all
// that is safe would free (docs/spec.md 8).
import type { JobState } from '../../../../shared/model/model.ts'
import type {
  CleanupDecision,
  CleanupPreview,
  SpaceAnswer,
  SpaceReport,
} from '../../../../shared/model/reports.ts'
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

/** Runs decided between two turns of the event loop: each reads a file, perhaps from a network share. */
const BATCH_SIZE = 25

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

/** Answers the report; `look`: looks first at both sides of each run that only needs that. */
export const createSpaceReport =
  ({ jobs, files, clock, decide, lookAndDecide }: SpaceDeps) =>
  async (look: boolean): Promise<SpaceReport> => {
    const sums = noSums()
    const instruments = new Map<string, SpaceReport['sums']>()
    const rows: SpaceReport['rows'] = []
    let enabled = false
    for (const [index, id] of jobs.idsIn(HERE).entries()) {
      if (index % BATCH_SIZE === BATCH_SIZE - 1) await yieldToEventLoop()
      const job = jobs.get(id)
      // what a run holds here is counted once, with its first job
      if (job === null || job.archivedAt !== null || job.lead !== job.id) continue
      const before = await decide(job)
      const decision = look && before.needsLook ? await lookAndDecide(job) : before
      const counts = files.counts(id)
      const answer = answerOf(decision)
      const bytes = bytesHere(answer, counts.bytes)
      const ofInstrument = instruments.get(job.instrument) ?? noSums()
      instruments.set(job.instrument, ofInstrument)
      for (const one of [sums, ofInstrument]) {
        one[answer].runs += 1
        one[answer].bytes += bytes
      }
      enabled ||= decision.enabled
      rows.push({
        jobId: id,
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
    rows.sort((a, b) => ORDER.indexOf(a.answer) - ORDER.indexOf(b.answer) || b.bytes - a.bytes)
    return {
      at: clock.now(),
      enabled,
      sums,
      instruments: [...instruments]
        .map(([id, ofInstrument]) => ({ id, sums: ofInstrument }))
        .toSorted((a, b) => b.sums.safe.bytes - a.sums.safe.bytes || a.id.localeCompare(b.id)),
      rows: rows.slice(0, MAX_LISTED),
      total: rows.length,
    }
  }
