// Excludes files from a run, accepts NAS copies without a proof, and takes both back; the run then continues by itself.
import { msg } from '../../../../shared/language/msg.ts'
import { yieldToEventLoop } from '../../lib/yield.ts'
import type { Input, Output } from '../../../../shared/contract/index.ts'
import type { FileState } from '../../../../shared/model/model.ts'
import { ATTENTION_STATES } from '../../../../shared/constants.ts'
import { isChangedSince, isOnNasOnly } from '../../../../shared/state-labels.ts'
import type { ChangeHub } from '../../changes.ts'
import { Refusal } from '../../errors.ts'
import type { Clock } from '../../domain/clock.ts'
import { compilePattern, refusePattern } from '../../domain/exclusion.ts'
import type { JobEvent } from '../../domain/job-state.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import { type Database, transaction } from '../../db/database.ts'
import { filesText } from '../../engine/attempt/failure-message.ts'
import { WalkError, walk } from '../../engine/scan/walk.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import { ROWS_PER_TRANSACTION, type FileStore } from '../../files/file-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { JobAccess } from './job-access.ts'
import { NEW_SERIES } from '../../domain/retry.ts'

interface ExclusionDeps extends JobAccess {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly exclusions: ExclusionStore
  readonly activity: ActivityStore
  readonly changes: ChangeHub
  readonly clock: Clock
  /** Writes a line into the audit log. */
  recordAction(text: string): void
}

/** Paths that a preview names. */
const PREVIEW_PATHS = 5
const NOT_EXCLUDABLE: ReadonlySet<FileState> = new Set(['excluded', 'cleaned'])
/** Files that a person may want to leave out: they have a problem, or no tool sends them. */
const WITH_PROBLEM: ReadonlySet<FileState> = new Set([...ATTENTION_STATES, 'skipped'])

/** Event of a run after files were excluded, or included again (`sends`); null: its state stays. */
const eventAfter = (job: Job, sends: boolean): JobEvent | null => {
  switch (job.state) {
    case 'verified':
    case 'cleanup_eligible':
      return sends ? 'reopen' : 'recheck'
    case 'awaiting_verify':
      return sends ? 'retry' : 'recheck'
    case 'failed':
      return !sends && isChangedSince(job) ? 'recheck' : 'retry'
    case 'blocked':
      return 'retry'
    case 'queued':
    case 'running':
    case 'cleaned':
    case 'cancelled':
      return null
  }
}

export type ExclusionsService = ReturnType<typeof createExclusionsService>

export const createExclusionsService = (deps: ExclusionDeps) => {
  const { db, jobs, exclusions, activity, changes, clock } = deps

  /** Throws Refusal where files of the run cannot be excluded or included now. */
  const requireChangeableJob = (jobId: number): Job => {
    const job = deps.requireIdleJob(jobId)
    if (isOnNasOnly(job))
      throw new Refusal(
        'conflict',
        msg`The local data of ${job.run} was deleted after its proof; there is nothing to leave out or to put back.`,
      )
    return job
  }

  const requireValidPattern = (pattern: string): void => {
    const why = refusePattern(pattern)
    if (why !== null) throw new Refusal('invalid_input', why)
  }

  const emptyPreview = (): Output<'files.match'> => ({
    files: 0,
    bytes: 0,
    paths: [],
    sound: { files: 0, bytes: 0 },
  })

  /** `state`: of the file's row; null: it has none yet. */
  const addTo = (
    found: Output<'files.match'>,
    file: { readonly path: string; readonly size: number },
    state: FileState | null,
  ): void => {
    found.files += 1
    found.bytes += file.size
    if (state === null || !WITH_PROBLEM.has(state)) {
      found.sound.files += 1
      found.sound.bytes += file.size
    }
    if (found.paths.length < PREVIEW_PATHS) found.paths.push(file.path)
  }

  /** Yields to the event loop, because a run may have a million files. */
  const previewRows = async (
    jobId: number,
    matches: (path: string) => boolean,
  ): Promise<Output<'files.match'>> => {
    const found = emptyPreview()
    let rows = 0
    for (const row of deps.files.all(jobId)) {
      rows += 1
      if (rows % ROWS_PER_TRANSACTION === 0) await yieldToEventLoop()
      if (!NOT_EXCLUDABLE.has(row.state) && matches(row.path)) addTo(found, row, row.state)
    }
    return found
  }

  /** null: the folder can't be read. */
  const previewFolder = async (
    job: Job,
    matches: (path: string) => boolean,
  ): Promise<Output<'files.match'> | null> => {
    const found = emptyPreview()
    try {
      await walk(job.folder, new AbortController().signal, (entries) => {
        for (const entry of entries) {
          const row = matches(entry.path) ? deps.files.find(job.id, entry.path) : undefined
          if (row === null || (row !== undefined && !NOT_EXCLUDABLE.has(row.state)))
            addTo(found, entry, row?.state ?? null)
        }
      })
      return found
    } catch (error) {
      if (error instanceof WalkError) return null
      throw error
    }
  }

  /** Moves the run on by the state table. Call it inside the transaction that changed its files. */
  const moveJob = (job: Job, sends: boolean): void => {
    const event = eventAfter(job, sends)
    const patch = {
      counters: NEW_SERIES,
      dueAt: clock.now(),
      maintenanceAt: null,
      chosen: false,
      pushError: null,
      ack: null,
    }
    if (event !== null) jobs.settle(job, event, patch)
    else jobs.patch(job, { pushError: null })
    jobs.bumpRevision(job.id)
  }

  /** Changes the files, records who did it and moves the run on, in one transaction. `work` may refuse. */
  const decide = <T>(
    job: Job,
    next: 'recheck' | 'send',
    work: () => { readonly answer: T; readonly words: string; readonly changed: boolean },
  ): T => {
    const { answer, words } = transaction(db, () => {
      const done = work()
      activity.person(job, done.words)
      if (done.changed) moveJob(job, next === 'send')
      return done
    })
    deps.recordAction(`${job.run}: ${words}`)
    changes.filesTouched(job.id)
    changes.jobTouched(job.id)
    deps.requireEngine().wake()
    return answer
  }

  return {
    /**
     * What a pattern would exclude, without doing it. A run that was not looked through yet, or that is blocked because of a
     * name, has files that are in no list: its folder is asked.
     */
    async preview({ jobId, pattern }: Input<'files.match'>): Promise<Output<'files.match'>> {
      const job = deps.requireJob(jobId)
      requireValidPattern(pattern)
      const matches = compilePattern(pattern)
      const isInFolder = job.scannedAt === null || job.state === 'blocked'
      return (isInFolder ? await previewFolder(job, matches) : null) ?? previewRows(jobId, matches)
    },

    exclude({ jobId, files, by, note }: Input<'files.exclude'>): Output<'files.exclude'> {
      const job = requireChangeableJob(jobId)
      const pattern = 'pattern' in files ? files.pattern : null
      if (pattern !== null) requireValidPattern(pattern)
      const kind = pattern === null ? 'files' : 'pattern'
      return decide(job, 'recheck', () => {
        const answer = exclusions.add(jobId, files, { kind, pattern, by, note, at: clock.now() })
        if (answer.files === 0 && pattern === null)
          throw new Refusal('conflict', msg`None of these files of ${job.run} can be excluded.`)
        const what = filesText(answer.files) + (pattern === null ? '' : ` (${pattern})`)
        const words =
          note === '' ? msg`Excluded ${what} by ${by}` : msg`Excluded ${what} by ${by}: ${note}`
        // files with unsendable names have no rows, so a run that is blocked for them is scanned again in any case
        return { answer, words, changed: answer.files > 0 || job.state === 'blocked' }
      })
    },

    accept({ jobId, files, by, note }: Input<'files.accept'>): Output<'files.accept'> {
      const job = requireChangeableJob(jobId)
      return decide(job, 'recheck', () => {
        const made = { kind: 'accepted', pattern: null, by, note, at: clock.now() } as const
        const answer = exclusions.add(jobId, { acceptable: files }, made)
        if (answer.files === 0)
          throw new Refusal(
            'conflict',
            msg`No original of ${job.run} among these is gone, and no copy of them changed on the NAS.`,
          )
        const words = msg`Accepted the NAS copy of ${filesText(answer.files)} without proof by ${by}: ${note}`
        return { answer, words, changed: true }
      })
    },

    include({ jobId, files, by }: Input<'files.include'>): Output<'files.include'> {
      const job = requireChangeableJob(jobId)
      return decide(job, 'send', () => {
        const n = exclusions.remove(jobId, files)
        if (n === null)
          throw new Refusal('conflict', msg`Nothing of these is excluded from ${job.run}.`)
        const words = msg`Included ${filesText(n)} again by ${by}`
        return { answer: { files: n }, words, changed: n > 0 }
      })
    },
  }
}
