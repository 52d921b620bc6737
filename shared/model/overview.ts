// Schema of the numbers of the whole queue.
import * as z from 'zod'
import { destinationHold } from './hold.ts'
import { count, epochMs, jobView } from './model.ts'
import { failedRehearsal } from './reports.ts'
import { acknowledgement } from './stored.ts'
import { sentence } from './sentence.ts'
import { speedChoice } from './speed.ts'
import { STATE_CHIPS } from './state-chips.ts'

/** `known`: those of `needsYou` that somebody took note of. */
const listCounts = z.object({
  id: z.string(),
  needsYou: count,
  known: count,
  active: count,
  waiting: count,
})

/** The numbers of the whole queue, for the status strip and the sidebar. */
export const overview = z.object({
  counts: z.record(jobView, count),
  /** Runs that each state chip of "All runs" counts; none where it is left out. From the same moment as the rest. */
  states: z.partialRecord(z.enum(STATE_CHIPS), count),
  /** Jobs of `counts.needs_you` without an acknowledgement: the number on the badge. */
  unacknowledged: count,
  /** The newest note on a problem; null: there is none. */
  note: acknowledgement.nullable(),
  /** Failed jobs: what "retry all failed" retries. */
  failed: count,
  /** Jobs of `counts.active` that only wait for their next attempt. */
  retrying: count,
  /** Jobs with every file proven. */
  proven: count,
  /** Runs whose local data may be deleted now, by a look of the last ten minutes (docs/spec.md 8). */
  safe: count,
  /** When the oldest of these looks was made; null: no run is safe. */
  safeSince: epochMs.nullable(),
  /** Jobs that a person cancelled; they are in no list but "All runs". */
  cancelled: count,
  /** Runs that are being written or wait for their completion signal. */
  recording: count,
  /** Of `counts.needs_you`, the folders that are no runs in the queue and need somebody (docs/spec.md 6). */
  findings: count,
  /** All work is paused. `pausedUntil`: when the pause ends by itself; null: a person ends it. */
  paused: z.boolean(),
  /** When it was paused; null: it is not, or by an older version. */
  pausedSince: epochMs.nullable(),
  /** The account that paused, or the setting with its file; null: the account that asks, or it is not known. */
  pausedBy: z.string().nullable(),
  pausedUntil: epochMs.nullable(),
  /** Speed limits are switched off. */
  unlimited: z.boolean(),
  /** What a person chose in the place of the limits of the settings, and what those would be. */
  speed: speedChoice,
  /** The lowest speed limit that applies now, Mb/s; null: none. */
  limitMbps: z.number().nullable(),
  /** When that limit ends; null: never. */
  limitUntil: epochMs.nullable(),
  /** For each instrument the number of runs that need a person, are active, or wait. */
  instruments: z.array(listCounts),
  /** The same for each route: an instrument's id, or `<id>/<name>` for a further destination of it. */
  routes: z.array(listCounts),
  /** Bytes that are not on a NAS yet, of runs that wait and that are being sent. */
  bytesLeft: count,
  /** Why the queue cannot be written, as a sentence; null: it can be written. */
  trouble: sentence.nullable(),
  /** What is not as it should be although work goes on, as a sentence; null: nothing. */
  warning: sentence.nullable(),
  /** Held destinations, oldest hold first. */
  holds: z.array(destinationHold),
  /** Destinations whose last rehearsal by itself failed. */
  unrehearsed: z.array(failedRehearsal),
  /** Instruments that record now, and whose runs wait until they have finished (docs/spec.md 7). */
  guarded: z.array(z.string()),
})
export type Overview = z.infer<typeof overview>
