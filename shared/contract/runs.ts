// Contract group `jobs.*`, `causes.*`, `cleanup.*` and `receipts.*`: runs in the queue and what is done to them.
import * as z from 'zod'
import { cause, exclusion, lackingRuns, listForm, runQuery } from '../model/list-rows.ts'
import { RUN_STATE_FILTERS } from '../model/states.ts'
import { jobAction, jobSummary } from '../model/model.ts'
import {
  cleanupPreview,
  retryPreview,
  savedReceiptForm,
  shownCleanupDecision,
  spaceReport,
} from '../model/reports.ts'
import {
  folderPath,
  jobId,
  jobIds,
  limit,
  noInput,
  offset,
  personName,
  savedFile,
} from './fields.ts'
import { sentence } from '../model/sentence.ts'

/** A folder that was not added, and why, in a sentence that names it. */
const refusedFolder = z.object({
  folder: z.string(),
  message: sentence,
  /** True where it lies in no instrument's folder: naming an instrument would help. */
  unclear: z.boolean(),
  /** True where it holds runs: `folders.inspect` lists them, and `whole` adds it as one run. */
  holdsRuns: z.boolean(),
})

/** How many runs an action changed, which these are, and which refused it. */
const actionResult = z.object({
  changed: z.int(),
  changedIds: z.array(z.int()),
  refused: z.array(z.object({ jobId: z.int(), message: sentence })),
})

export const runsMethods = {
  'jobs.add': {
    input: z.strictObject({
      folders: z.array(folderPath).min(1).max(1_000),
      instrumentId: z.string().max(200).nullable(),
      /** Adds a folder that holds folders only as one run, because a person says that it is one. */
      whole: z.boolean().optional(),
    }),
    output: z.object({
      /** New jobs, and those that were there already: adding twice is harmless. */
      jobs: z.array(jobSummary),
      /** What each folder behind `jobs` was found to be, in the same order, with a sentence that says it. */
      found: z.array(
        z.object({
          folder: z.string(),
          jobId: z.int(),
          kind: z.enum(['new', 'known', 'changed', 'new_under_known_name']),
          message: sentence,
          /** The run's jobs for further destinations of its instrument; not set: it has none. */
          also: z
            .array(z.object({ jobId: z.int(), slot: z.string(), target: z.string() }))
            .optional(),
        }),
      ),
      refused: z.array(refusedFolder),
    }),
  },
  'jobs.list': {
    input: runQuery.extend({ offset, limit }),
    output: z.object({ rows: z.array(jobSummary), total: z.int() }),
  },
  /** The runs of a list without their rows, at most 1,000: "select all". */
  'jobs.ids': {
    input: runQuery,
    output: z.object({ ids: z.array(z.int()), total: z.int() }),
  },
  /** How many runs of a list each state chip leaves; `all`: how many there are without one. */
  'jobs.stateCounts': {
    input: runQuery.omit({ state: true, sort: true }),
    output: z.partialRecord(z.enum([...RUN_STATE_FILTERS, 'all']), z.int().nonnegative()),
  },
  /**
   * Searches the file names of all runs, newest first, for the words of a search; lists with that search then find the runs that
   * have such a file. It ends after some seconds unless `all` is set. `hits`: at most 1,000 runs, each with one file; `left`:
   * runs whose file names were not searched.
   */
  'jobs.searchFiles': {
    input: z.strictObject({ search: z.string().max(500), all: z.boolean() }),
    output: z.object({
      hits: z.array(z.object({ jobId: z.int(), path: z.string() })),
      searched: z.int(),
      left: z.int(),
    }),
  },
  /** The runs among `jobs` that each action can be done to; runs that are not on record are left out. */
  'jobs.offered': {
    input: z.strictObject({ jobs: jobIds }),
    output: z.partialRecord(jobAction, z.array(z.int())),
  },
  /** Asks for a file and writes the runs of a list into it. */
  'jobs.export': { input: runQuery.extend({ form: listForm }), output: savedFile },
  'jobs.get': { input: z.strictObject({ jobId }), output: jobSummary },
  'jobs.act': {
    input: z.strictObject({
      jobs: z.union([jobIds, z.literal('all_failed'), z.literal('all_finished')]),
      action: jobAction,
    }),
    output: actionResult,
  },
  /** What a retry of these runs would send; null: the size of one is not known yet. */
  'jobs.retryPreview': {
    input: z.strictObject({ jobs: jobIds }),
    output: retryPreview.pick({ bytes: true, seconds: true }).nullable(),
  },
  /** Moves a waiting run to the place that another one has in the queue of their destination. */
  'jobs.moveTo': { input: z.strictObject({ jobId, placeOf: jobId }), output: z.null() },
  /** Sends a run whose place on the NAS is taken beside it, as `<run> (2)` or the next free number. */
  'jobs.sendBeside': { input: z.strictObject({ jobId }), output: jobSummary },
  /**
   * What became of runs with the problem `reason` since somebody tried them again, epoch ms: each is in one of the counts.
   * `same`, `other`: failed again for that reason or another; `gone`: cancelled, held or off the list; `failedAt`: the last failure.
   */
  'jobs.outcome': {
    input: z.strictObject({ jobs: jobIds, reason: z.string().max(200), since: z.int() }),
    output: z.object({
      proven: z.int(),
      same: z.int(),
      other: z.int(),
      gone: z.int(),
      open: z.int(),
      failedAt: z.int().nullable(),
    }),
  },
  /** How many runs of each instrument have no job for one of its destinations: they were added before that one was. */
  'jobs.lacking': { input: noInput, output: z.object({ rows: z.array(lackingRuns) }) },
  /** Queues those runs of one instrument for that destination, because a person asked for it. */
  'jobs.sendLacking': {
    input: z.strictObject({ instrumentId: z.string().max(200), slot: z.string().max(200) }),
    output: z.object({
      added: z.int(),
      refused: z.array(z.object({ folder: z.string(), message: sentence })),
    }),
  },
  /** Says where the folder of a run is now; a failed run is retried at once. Refused where the folder holds another run. */
  'jobs.locate': { input: z.strictObject({ jobId, folder: folderPath }), output: z.null() },
  /** Puts a person's note on problems; `by` null takes the note back. */
  'jobs.acknowledge': {
    input: z.strictObject({
      jobs: jobIds,
      by: personName.nullable(),
      note: z.string().max(2_000),
    }),
    output: z.null(),
  },
  /** What ExLab-Wizard's creation.json says of the run, its verify passes and its exclusions. */
  'jobs.details': {
    input: z.strictObject({ jobId }),
    output: z.object({
      facts: z.array(z.object({ key: z.string(), value: z.string() })),
      passes: z.array(
        z.object({ at: z.int(), verified: z.boolean(), proof: z.string(), files: z.int() }),
      ),
      exclusions: z.array(exclusion),
    }),
  },
  /** Shows the run's folder in the file manager. */
  'jobs.reveal': { input: z.strictObject({ jobId }), output: z.null() },
  /** Opens the run's folder on the mounted NAS. */
  'jobs.openNas': { input: z.strictObject({ jobId }), output: z.null() },
  /** Causes, what blocks most runs first, known problems last, at most 50; `total` counts all. */
  'causes.list': {
    input: z.strictObject({ jobId: jobId.optional() }),
    output: z.object({ rows: z.array(cause), total: z.int() }),
  },
  /** Whether the local data of a run may be deleted, by the last look at both sides. */
  'cleanup.decision': { input: z.strictObject({ jobId }), output: shownCleanupDecision },
  /** Looks at both sides now, and decides. It can take minutes: `cleanup.decision` has its progress meanwhile. */
  'cleanup.look': { input: z.strictObject({ jobId }), output: shownCleanupDecision },
  'cleanup.stopLook': { input: z.strictObject({ jobId }), output: z.null() },
  /** Decides all runs. `look`: looks first at each run that only needs a look. */
  'cleanup.preview': {
    input: z.strictObject({ look: z.boolean().optional() }),
    output: cleanupPreview,
  },
  /** What may be deleted of all runs. `look`: looks first at each run that only needs a look. */
  'cleanup.space': {
    /** `partial`: what is decided within a moment is enough; `left` says how many runs are not in it. */
    input: z.strictObject({ look: z.boolean(), partial: z.boolean().optional() }),
    output: spaceReport,
  },
  /** Queues the cleanup of runs; each is proven once more before a file is deleted. */
  'cleanup.run': { input: z.strictObject({ jobs: jobIds }), output: actionResult },
  /**
   * Has the system notify once runs are verified, or no longer; `jobs` in the answer: every run that this is wanted of. No runs
   * given: only answers.
   */
  'jobs.tell': {
    input: z.strictObject({ jobs: z.array(jobId).max(1_000), tell: z.boolean() }),
    output: z.object({ jobs: z.array(z.int()) }),
  },
  /** Asks for a folder and writes the receipts of runs into it, a file for each; `folder` null: the person cancelled. */
  'receipts.saveMany': {
    input: z.strictObject({ jobs: jobIds, form: savedReceiptForm }),
    output: z.object({ folder: z.string().nullable(), files: z.int().nonnegative() }),
  },
  /** Asks for a file and writes the run's receipt. */
  'receipts.save': { input: z.strictObject({ jobId, form: savedReceiptForm }), output: savedFile },
} as const
