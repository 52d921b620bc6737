// Contract group `recordings.*`, `folders.*` and `forecast.*`: runs that are not in the queue yet.
import * as z from 'zod'
import { finding, forecast, recording } from '../model/reports.ts'
import { foundFolder } from '../model/settings.ts'
import { sentence } from '../model/sentence.ts'
import { folderPath, noInput } from './fields.ts'

export const recordingsMethods = {
  /** Runs that are being written or wait for their completion signal: at most PAGE_ROWS; `total` counts all. */
  'recordings.list': {
    input: noInput,
    output: z.object({ rows: z.array(recording), total: z.int() }),
  },
  /** Marks a recording as complete and queues it. */
  'recordings.finish': { input: z.strictObject({ folder: folderPath }), output: z.null() },
  /** The programs that the recording guard looks for, and which run now. `fault`: why one that runs may not be seen. */
  'recordings.programs': {
    input: noInput,
    output: z.object({
      guard: z.enum(['off', 'hold', 'slow']),
      rows: z.array(z.object({ instrument: z.string(), program: z.string(), runs: z.boolean() })),
      fault: sentence.nullable(),
    }),
  },
  /** Shows a recording's folder in the file manager. */
  'recordings.reveal': { input: z.strictObject({ folder: folderPath }), output: z.null() },
  /** What folders are that somebody wants to add. `jobs.add` decides by the same rules. */
  'folders.inspect': {
    input: z.strictObject({ folders: z.array(folderPath).min(1).max(1_000) }),
    output: z.object({ rows: z.array(foundFolder) }),
  },
  /** Folders that the last sweep found to be no runs: at most PAGE_ROWS, those first that need a person; these are counted. */
  'folders.findings': {
    input: noInput,
    output: z.object({ rows: z.array(finding), needPerson: z.int() }),
  },
  /** Disk runway and silence alarm of each instrument. */
  'forecast.get': { input: noInput, output: z.object({ rows: z.array(forecast) }) },
} as const
