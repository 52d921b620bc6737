// Decides what a push sends: the whole run folder, or files by name where some are proven, chosen
// by a person, or excluded.
import { basename } from 'node:path/posix'
import type { FileState } from '../../../../shared/model/model.ts'
import { unsendableReason } from '../../domain/sendable-names.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { AttemptIo, ReplaceRule, Transport } from '../../transports/transport.ts'
import { claimedBy } from '../../destinations/run-claim.ts'
import { isPassing, recordNames, recordPaths } from '../../wizard/run-records.ts'
import { errorMessage } from '../../errors.ts'

/** Files that are sent when part of the run is proven already. */
const UNSENT: readonly FileState[] = [
  'pending',
  'sending',
  'changed',
  'missing',
  'mismatch',
  'failed',
]

/**
 * Files that are sent when a person chose them: choosing makes a file pending, the others keep
 * their state.
 */
const CHOSEN: readonly FileState[] = ['pending', 'sending']

/**
 * Files that are sent by name when some are excluded and nothing is proven yet; the tool skips
 * those that are there.
 */
const LISTED: readonly FileState[] = [...UNSENT, 'sent', 'size_only']

interface SendPlan {
  readonly states: readonly FileState[]
  /**
   * null: the whole run folder. `full`: files by name, sent even where the remote seems to have
   * them. `missing`: files by name, and those that are on the remote already are skipped.
   */
  readonly list: 'full' | 'missing' | null
}

/** `leavesOut`: files of the run must not be read by the tool, which would send them with the whole folder. */
export const planOf = (
  job: Pick<Job, 'chosen' | 'verifiedAt'>,
  byState: Partial<Readonly<Record<FileState, number>>>,
  leavesOut: boolean,
): SendPlan => {
  if (job.chosen) return { states: CHOSEN, list: 'full' }
  // a proven copy is replaced only where a person chose the file, which makes it pending
  if (job.verifiedAt !== null)
    return { states: UNSENT.filter((state) => state !== 'changed'), list: 'full' }
  if ((byState.verified ?? 0) + (byState.mismatch ?? 0) + (byState.missing ?? 0) > 0)
    return { states: UNSENT, list: 'full' }
  return leavesOut || (byState.excluded ?? 0) > 0
    ? { states: LISTED, list: 'missing' }
    : { states: UNSENT, list: null }
}

/**
 * The rule for files that are on the remote and differ (docs/spec.md 2a). Files that are sent by
 * name once more were compared before: what lies there may be somebody's, so it is kept beside.
 * `untouched`: this job sent nothing to the place yet. `now`: epoch ms.
 */
export const replaceRule = (resends: boolean, untouched: boolean, now: number): ReplaceRule => {
  if (!resends) return untouched ? 'never' : 'own'
  const time = new Date(now)
    .toISOString()
    .replaceAll(/[-:]/g, '')
    .replace('T', '-')
    .replace(/\..*$/, '')
  return { suffix: `.replaced-${time}` }
}

/**
 * Paths of the run's records that a run sent by name for the first time takes along, relative to the
 * run. Records that are not safe to read are left out.
 */
const recordsToSend = async (
  { folder }: Pick<Job, 'folder'>,
  transport: Transport['type'],
  io: AttemptIo,
): Promise<readonly string[]> => {
  try {
    return (await recordPaths(folder)).filter((path) => {
      const named = { path, utf8: !path.includes('\uFFFD') }
      return (
        claimedBy(basename(path)) === null &&
        !isPassing(path) &&
        unsendableReason(named, transport) === null
      )
    })
  } catch (error) {
    io.log.write('warning', 'app', `the run's records are not sent (${errorMessage(error)})`)
    return []
  }
}

/** Whether a run has records of its own; records that are not safe to look at count too, since the tool may send them. */
export const holdsRecords = async ({ folder }: Pick<Job, 'folder'>): Promise<boolean> => {
  try {
    return (await recordNames(folder)).length > 0
  } catch {
    return true
  }
}

function* pathsWithout(paths: Iterable<string>, leftOut: ReadonlySet<string>): Generator<string> {
  for (const path of paths) if (!leftOut.has(path)) yield path
}

/** Names for the tool's file list, streamed, without those of `leftOut`; null: the whole folder. */
export const namesToSend = async (
  job: Pick<Job, 'id' | 'folder'>,
  files: FileStore,
  transport: Transport['type'],
  plan: SendPlan,
  leftOut: ReadonlySet<string>,
  io: AttemptIo,
): Promise<Iterable<string> | null> => {
  if (plan.list === null) return null
  const paths = pathsWithout(files.paths(job.id, plan.states), leftOut)
  if (plan.list === 'full') return paths
  const records = await recordsToSend(job, transport, io)
  return (function* all() {
    yield* paths
    yield* records
  })()
}
