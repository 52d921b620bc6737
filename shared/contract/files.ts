// Contract group `files.*`: the files of one run, their history, retries and exclusions.
import * as z from 'zod'
import { fileHistory, fileView, levelRow } from '../model/list-rows.ts'
import { fileRow } from '../model/model.ts'
import { retryPreview } from '../model/reports.ts'
import { jobId, limit, offset, personName } from './fields.ts'

const search = z.string().max(500)
const pattern = z.string().min(1).max(500)
/** Below the run folder: relative, forward slashes. */
const relativePath = z.string().max(32_768)
const seq = z.int().nonnegative()
const seqs = z.array(seq).min(1).max(1_000)
const fileCount = z.object({ files: z.int() })
const fileTotals = fileCount.extend({ bytes: z.int() })

const filesToRetry = z.strictObject({
  jobId,
  files: z.union([seqs, z.literal('attention'), z.strictObject({ folder: relativePath })]),
})

export const filesMethods = {
  /** `problemsFirst`: files that need attention first, a short list in natural order; else in the order of the rows. */
  'files.page': {
    input: z.strictObject({
      jobId,
      view: fileView,
      search,
      problemsFirst: z.boolean().optional(),
      offset,
      limit,
    }),
    output: z.object({ rows: z.array(fileRow), total: z.int(), revision: z.int() }),
  },
  /** Prepares the search of a run's files, because a person is about to type into it. */
  'files.prefetchSearch': { input: z.strictObject({ jobId }), output: z.null() },
  /** Files and folders directly in one folder of a run (empty text: the run itself), a short level in natural order. */
  'files.level': {
    input: z.strictObject({ jobId, folder: relativePath, offset, limit }),
    output: z.object({ rows: z.array(levelRow), total: z.int() }),
  },
  /** One file with the last attempts that concerned it. */
  'files.history': { input: z.strictObject({ jobId, seq }), output: fileHistory },
  /** Shows a file in the file manager. */
  'files.reveal': { input: z.strictObject({ jobId, seq }), output: z.null() },
  /** Sends files again: chosen ones, all that need attention, or those of them in one folder. */
  'files.retry': { input: filesToRetry, output: fileCount },
  /** What that would send. */
  'files.retryPreview': { input: filesToRetry, output: retryPreview },
  /** What a pattern would exclude, without doing it; `paths`: the first few; `sound`: those of them that have no problem. */
  'files.match': {
    input: z.strictObject({ jobId, pattern }),
    output: fileTotals.extend({ paths: z.array(z.string()), sound: fileTotals }),
  },
  /** Excludes files: they are neither sent nor proven. A pattern also applies to files that are found later. */
  'files.exclude': {
    input: z.strictObject({
      jobId,
      files: z.union([z.strictObject({ seqs }), z.strictObject({ pattern })]),
      by: personName,
      note: z.string().trim().max(2_000),
    }),
    output: fileTotals,
  },
  /**
   * Accepts the NAS copies of files without a proof: the originals are gone, or the copies changed after the run was
   * verified. Needs a reason.
   */
  'files.accept': {
    input: z.strictObject({
      jobId,
      files: z.union([seqs, z.literal('all')]),
      by: personName,
      note: z.string().trim().min(1).max(2_000),
    }),
    output: fileTotals,
  },
  /** Takes exclusions back: of chosen files, one exclusion as a whole, or all. */
  'files.include': {
    input: z.strictObject({
      jobId,
      files: z.union([
        z.strictObject({ seqs }),
        z.strictObject({ id: z.int().positive() }),
        z.literal('all'),
      ]),
      by: personName,
    }),
    output: fileCount,
  },
} as const
