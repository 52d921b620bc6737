// Contract group `attempts.*` and `logs.*`: the attempts of a run and their logs.
import * as z from 'zod'
import { attemptRow, logLevel, logLine } from '../model/model.ts'
import { attemptId, jobId, savedFile } from './fields.ts'

/** Most log lines one call answers. */
const PAGE_LINES = 500

const line = z.int().nonnegative()

export const logsMethods = {
  /** Attempts of a run, newest first, at most PAGE_ROWS. */
  'attempts.list': {
    input: z.strictObject({ jobId }),
    output: z.object({ rows: z.array(attemptRow) }),
  },
  /** Lines of a log from line `from` on. `level`: only lines of this level or worse. */
  'logs.page': {
    input: z.strictObject({
      attemptId,
      from: line,
      limit: z.int().positive().max(PAGE_LINES),
      level: logLevel.optional(),
    }),
    output: z.object({ lines: z.array(logLine), total: z.int() }),
  },
  /**
   * Number of the next line that holds `text`; null: there is none. Where `text` is '', lines of `level` or worse are
   * found.
   */
  'logs.find': {
    input: z.strictObject({
      attemptId,
      text: z.string().max(500),
      level: logLevel.nullable(),
      from: line,
      direction: z.enum(['forward', 'backward']),
    }),
    output: z.object({ line: z.int().nullable() }),
  },
  /** Counts the lines that hold a text. */
  'logs.count': {
    input: z.strictObject({ attemptId, text: z.string().min(1).max(500) }),
    output: z.object({ matches: z.int() }),
  },
  /** Shows the log's file in the file manager. */
  'logs.reveal': { input: z.strictObject({ attemptId }), output: z.null() },
  /** Asks for a file and copies the log into it. */
  'logs.save': { input: z.strictObject({ attemptId }), output: savedFile },
} as const
