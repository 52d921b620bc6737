// What a push sends: the whole run folder, or files by name where part of it is proven, chosen or left out.
import { existsSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { FileState } from '../../../../shared/model/model.ts'
import type { Job } from '../../queue/job-row.ts'
import type { AttemptContext } from './attempt-context.ts'
import { RECORDS_FOLDER } from './manifest.ts'

/** What still has to go when part of the run is proven already. */
const UNSENT: readonly FileState[] = [
  'pending',
  'sending',
  'changed',
  'missing',
  'mismatch',
  'failed',
]

/** What goes when a person chose the files: those were made pending, the others keep their problem. */
const CHOSEN: readonly FileState[] = ['pending', 'sending']

/** What goes by name where part of the run is left out and nothing is proven yet: the tool passes over what is there. */
const LISTED: readonly FileState[] = [...UNSENT, 'sent', 'size_only']

export interface SendPlan {
  readonly states: readonly FileState[]
  /**
   * null: the whole run folder, as it is. `anew`: files by name, sent even where the far side seems to have them. `missing`:
   * files by name, and those that are there already are passed over.
   */
  readonly list: 'anew' | 'missing' | null
}

export const planOf = (
  job: Job,
  byState: Partial<Readonly<Record<FileState, number>>>,
): SendPlan => {
  if (job.chosen) return { states: CHOSEN, list: 'anew' }
  // what a proven run has on the NAS is replaced only where a person chose the file, which makes it pending
  if (job.verifiedAt !== null)
    return { states: UNSENT.filter((state) => state !== 'changed'), list: 'anew' }
  if ((byState.verified ?? 0) + (byState.mismatch ?? 0) + (byState.missing ?? 0) > 0)
    return { states: UNSENT, list: 'anew' }
  return (byState.excluded ?? 0) > 0
    ? { states: LISTED, list: 'missing' }
    : { states: UNSENT, list: null }
}

/** The run's own records, relative to it: they go along with a run that is sent by name for the first time. */
function* records(context: AttemptContext): Generator<string> {
  const { folder } = context.job
  const top = join(folder, RECORDS_FOLDER)
  const found = readdirSync(top, { recursive: true, withFileTypes: true })
  for (const entry of found) {
    const path = relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/')
    const named = {
      path,
      size: 0,
      mtimeUs: 0,
      kind: 'file',
      utf8: !path.includes('\uFFFD'),
    } as const
    if (entry.isFile() && context.refuse(named) === null) yield path
  }
}

/** Names for the tool's file list, streamed; null: the whole folder. */
export const namesToSend = (context: AttemptContext, plan: SendPlan): Iterable<string> | null => {
  const { job, files } = context
  if (plan.list === null) return null
  const chosen = files.paths(job.id, plan.states)
  if (plan.list === 'anew' || !existsSync(join(job.folder, RECORDS_FOLDER))) return chosen
  return (function* all() {
    yield* chosen
    yield* records(context)
  })()
}
