// Looks again at runs that are over, so that what is written into their folders is not lost.
import { join } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { CHANGED_SINCE, REASONS } from '../../../../shared/reasons.ts'
import type { ChangeHub } from '../../changes.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { Clock } from '../../domain/clock.ts'
import { isProvenState } from '../../domain/job-state.ts'
import type { Folding } from '../../engine/folding/folding.ts'
import type { HashPool } from '../../engine/hashing/hash-pool.ts'
import {
  type FolderComparison,
  type SuspectFile,
  compareFolder,
} from '../../engine/scan/compare-folder.ts'
import { WalkError } from '../../engine/scan/walk.ts'
import type { KnownFile } from '../../files/file-row.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { VerifyPassStore } from '../../queue/verify-pass-store.ts'

interface LookAgainDeps {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly exclusions: ExclusionStore
  readonly passStore: Pick<VerifyPassStore, 'cleanup'>
  readonly activity: Pick<ActivityStore, 'app'>
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly pool: Pick<HashPool, 'hash'>
  readonly folding: Folding
}

/** How the folder of a job differs from what is recorded of it. */
interface FolderDrift {
  readonly changed: readonly KnownFile[]
  readonly added: readonly string[]
}

export interface FolderLooks {
  /**
   * Looks into the folder of a run that is over. An archived run that changed comes back to the list and waits for a person;
   * nothing of it is sent. False: the folder of a cleaned run has files that came later, so it is another run's.
   */
  lookAgain(jobId: number): Promise<boolean>
  /**
   * Compares the folder of a job with its record; null: there is no record yet, or the folder cannot be read. Where times leave
   * a doubt files are read: `some` reads a few each time, `all` reads until nothing is in doubt.
   */
  drift(job: Job, depth: 'some' | 'all'): Promise<FolderDrift | null>
  /** Puts an archived run back on the list because its folder changed; a proven one needs a person then. */
  takeBack(job: Job, drift: FolderDrift): void
}

/** Bytes of suspects that one look reads, so that a sweep stays short; the next look reads further ones. */
const LOOK_BYTES = 256 << 20

/** The first suspects, at least one, that have not more than LOOK_BYTES together. */
const withinBytes = (suspects: readonly SuspectFile[]): readonly SuspectFile[] => {
  let bytes = 0
  const end = suspects.findIndex(({ row }, index) => {
    bytes += row.size
    return index > 0 && bytes > LOOK_BYTES
  })
  return end === -1 ? suspects : suspects.slice(0, end)
}

/** Names a few files of many. */
const listed = (paths: readonly string[]): string =>
  paths.length > 3
    ? `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more`
    : paths.join(', ')

/** What differs, in a sentence; '': nothing does. */
export const driftWords = ({ changed, added }: FolderDrift): string =>
  [
    changed.length === 0 ? '' : msg`changed: ${listed(changed.map((row) => row.path))}`,
    added.length === 0 ? '' : msg`new: ${listed(added)}`,
  ]
    .filter((words) => words !== '')
    .join('; ')

export const createFolderLooks = (deps: LookAgainDeps): FolderLooks => {
  const { jobs, files, clock, changes } = deps
  /** By job, states of suspects whose bytes are the recorded ones: they are not read again. */
  const cleared = new Map<number, Set<string>>()

  /** Reads suspects; answers those whose bytes are not the recorded ones, and clears the others. */
  const differing = async (
    job: Job,
    suspects: readonly SuspectFile[],
    clear: Set<string>,
  ): Promise<KnownFile[]> => {
    const paths = suspects.map(({ row }) => join(job.folder, row.path))
    const answers = await deps.pool.hash(paths, new AbortController().signal)
    return suspects.flatMap(({ row, state }, index) => {
      const answer = answers[index]
      const isSame =
        row.sha256 !== null &&
        answer !== undefined &&
        'sha256' in answer &&
        Buffer.from(answer.sha256).equals(row.sha256)
      if (isSame) clear.add(state)
      return isSame ? [] : [row]
    })
  }

  const compare = async (
    job: Job,
    options: Parameters<typeof compareFolder>[2],
  ): Promise<FolderComparison | null> => {
    try {
      return await compareFolder(job, deps, options)
    } catch (error) {
      if (error instanceof WalkError) return null
      throw error
    }
  }

  const driftOfRows = async (job: Job, depth: 'some' | 'all'): Promise<FolderDrift | null> => {
    if (files.nextSeq(job.id) === 0) return null
    const clear = cleared.get(job.id) ?? new Set<string>()
    cleared.set(job.id, clear)
    for (;;) {
      const found = await compare(job, { cleared: clear })
      if (found === null) return null
      const { suspects, changed, added } = found
      if (changed.length + added.length > 0 || suspects.length === 0) return { changed, added }
      const rewritten = await differing(job, withinBytes(suspects), clear)
      if (depth === 'some' || rewritten.length > 0) return { changed: rewritten, added }
    }
  }

  const drift = async (job: Job, depth: 'some' | 'all'): Promise<FolderDrift | null> => {
    if (await deps.folding.isAsFolded(job, new AbortController().signal))
      return { changed: [], added: [] }
    const compared = await deps.folding.withRows(job, () => driftOfRows(job, depth))
    return 'gone' in compared ? null : compared.result
  }

  const takeBack = (archived: Job, what: FolderDrift): void => {
    const message = msg`Changed on this computer since it was taken off the list, ${driftWords(what)}.`
    transaction(deps.db, () => {
      const job = jobs.get(archived.id)
      if (job === null || job.archivedAt === null) return
      jobs.patch(job, { archivedAt: null })
      deps.activity.app(job, 'warning', `${msg`Back on the list.`} ${message}`)
      if (!isProvenState(job.state)) return
      // the copy on the NAS stays as it was proven: a person decides what becomes of the changes
      files.setStates(
        job.id,
        what.changed.map(({ seq }) => ({ seq, state: 'changed', lastError: message })),
      )
      jobs.settle(job, 'recheck', { dueAt: null, maintenanceAt: null })
      const { kind } = REASONS[CHANGED_SINCE]
      const lastError = { kind, reason: CHANGED_SINCE, message, exitCode: null, stderr: '' }
      jobs.settle({ ...job, state: 'awaiting_verify' }, 'fail', {
        // it waits for a person, also where only late files came
        held: true,
        lastError: { ...lastError, attempt: null, at: clock.now() },
        dueAt: null,
      })
    })
    changes.jobTouched(archived.id)
    changes.filesTouched(archived.id)
  }

  return {
    drift,
    takeBack,

    async lookAgain(jobId) {
      const job = jobs.get(jobId)
      if (job === null) return true
      if (job.state === 'cleaned') {
        const endedAt = deps.passStore.cleanup(job.id)?.endedAt ?? null
        const found = endedAt === null ? null : await compare(job, { since: endedAt })
        return found === null || found.changed.length + found.added.length === 0
      }
      const what = await drift(job, 'some')
      if (what !== null && driftWords(what) !== '') takeBack(job, what)
      return true
    },
  }
}
