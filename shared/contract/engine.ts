// Contract group `overview.*`, `engine.*` and `activity.*`: the queue as a whole, its controls and its log.
import * as z from 'zod'
import { activity, activityQuery, listForm } from '../model/list-rows.ts'
import { overview } from '../model/overview.ts'
import { limit, noInput, offset, savedFile } from './fields.ts'

export const engineMethods = {
  /** The numbers of the whole queue. */
  'overview.get': { input: noInput, output: overview },
  /**
   * When everything that can be sent now is sent, and when each waiting run has its turn, in seconds from now; null: not
   * known. `place` 1 is the next one of the `of` runs at its destination. Held runs, and runs that are tried again later, have
   * no place.
   */
  'queue.estimate': {
    input: noInput,
    output: z.object({
      seconds: z.number().nullable(),
      places: z.array(
        z.object({
          jobId: z.int(),
          place: z.int(),
          of: z.int(),
          seconds: z.number().nullable(),
        }),
      ),
    }),
  },
  /** Pauses or resumes all work. `until`: epoch ms at which the pause ends by itself; null: a person ends it. */
  'engine.pause': {
    input: z.strictObject({ paused: z.boolean(), until: z.int().nullable().optional() }),
    output: z.null(),
  },
  /**
   * Replaces the speed limits of the settings by none, or by one for everything in Mb/s; `settings`: these hold again. `until`:
   * epoch ms at which they do by themselves; null: a person says so.
   */
  'engine.speed': {
    input: z.strictObject({
      limit: z.union([z.enum(['settings', 'none']), z.number().min(1).max(100_000)]),
      until: z.int().nullable(),
    }),
    output: z.null(),
  },
  /** Looks for due work and for new runs now. */
  'engine.rescan': { input: noInput, output: z.null() },
  /** One page of the app-wide log, newest first. */
  'activity.page': {
    input: activityQuery.extend({ offset, limit }),
    output: z.object({ rows: z.array(activity), total: z.int() }),
  },
  /** Asks for a file and writes the lines into it. */
  'activity.export': { input: activityQuery.extend({ form: listForm }), output: savedFile },
} as const
