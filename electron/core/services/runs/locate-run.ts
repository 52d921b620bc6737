// Gives a run another folder on this computer: the watcher saw it renamed, or a person located it. The run keeps its record.
import { realpathSync, statSync } from 'node:fs'
import { basename, sep } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { FOLDER_MISSING } from '../../../../shared/reasons.ts'
import { isOnNasOnly } from '../../../../shared/state-labels.ts'
import type { ChangeHub } from '../../changes.ts'
import { Refusal } from '../../errors.ts'
import { folderIdentity } from '../../lib/file-identity.ts'
import { realPathWithin } from '../../lib/real-path.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import { isInFolder } from '../../domain/folder-path.ts'
import type { Folding } from '../../engine/folding/folding.ts'
import { isUnchangedIn } from '../../engine/scan/own-folder.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import { NEW_SERIES } from '../../domain/retry.ts'
import type { JobActions } from './job-actions.ts'
import type { JobAccess } from './job-access.ts'
import { runFolder } from './run-folder.ts'
import type { Watcher } from '../watch/watcher.ts'

interface LocateDeps extends JobAccess {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly folding: Pick<Folding, 'withRows'>
  readonly folders: FolderStore
  readonly activity: ActivityStore
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly actions: Pick<JobActions, 'act'>
  settings(): Settings | null
  /** null: this core only reads. */
  watcher(): Watcher | null
}

export interface Locator {
  /** A person says where the run's folder is. Changes no file. Throws Refusal. */
  locate(jobId: number, folder: string): Promise<void>
  /** The watcher found the run's folder under another name. */
  renamed(jobId: number, folder: string): void
}

/** Recorded files that are looked for in the new folder; one that is unchanged there identifies the run. */
const SAMPLE_FILES = 200

const isFolder = (path: string): boolean => {
  try {
    // a link in the place of the folder is not the folder
    return realpathSync.native(path) === path && statSync(path).isDirectory()
  } catch {
    return false
  }
}

const refuse = (message: string): never => {
  throw new Refusal('conflict', message)
}

/** Time that a mounted NAS may take to say where it is; one that is offline does not answer. */
const NAS_ANSWER_MS = 2_000

/** The configured `nas_root`s, as written and as the system resolves them: a mapped drive is a share. */
const nasRoots = async (settings: Settings | null): Promise<readonly string[]> => {
  const written = (settings?.instruments ?? []).flatMap(({ nasRoot }) => nasRoot ?? [])
  const real = written.map((folder) => realPathWithin(folder, NAS_ANSWER_MS))
  return [...written, ...(await Promise.all(real))]
}

export const createLocator = (deps: LocateDeps): Locator => {
  const { jobs, files, folders, actions, changes } = deps

  /** Throws Refusal where the run cannot be located now. */
  const requireLocatableJob = (jobId: number): Job => {
    const job = deps.requireIdleJob(jobId)
    if (isOnNasOnly(job))
      refuse(
        msg`The local data of ${job.run} was deleted after it was proven; the NAS has the run.`,
      )
    return job
  }

  /** Throws Refusal where the folder cannot become the run's, whatever it contains. */
  const requireUsableFolder = (job: Job, path: string, onNas: readonly string[]): void => {
    if (path === job.folder && job.folderReusedAt === null) return
    if (job.folderReusedAt === null && isFolder(job.folder))
      refuse(
        msg`${job.run} is still in ${job.folder}. Only a run whose folder is gone can be located elsewhere.`,
      )
    if (onNas.some((root) => isInFolder(path, root, sep === '\\')))
      refuse(
        msg`${path} is on the NAS, where runs are sent to. A run is proven against its folder on this computer: choose that one.`,
      )
    if (folders.has(path, job.instrument))
      refuse(
        msg`${path} is in the list already, as a run of its own. If it is this one, remove one of the two from the list.`,
      )
    const nested = folders.nestedWith(path, sep, job.id)
    if (nested !== null)
      refuse(
        msg`${path} can't be chosen: the run ${nested} is in the queue, and one lies inside the other. Choose the run's own folder.`,
      )
  }

  /** Throws Refusal where no recorded file is in the folder: files of another run must not reach this run's place on the NAS. */
  const requireFilesOfRun = async (job: Job, path: string): Promise<void> => {
    const sample = files.expected(job.id, SAMPLE_FILES)
    const [first] = sample
    if (first === undefined) return
    for (const row of sample) if (await isUnchangedIn(path, row)) return
    refuse(
      msg`${path} does not hold ${job.run}: none of its first ${sample.length} files is there with its size and time, and files of another run must not be mixed into its place on the NAS. Choose the folder that holds ${first.path}.`,
    )
  }

  const moveFolder = (job: Job, path: string): void =>
    folders.moved(job.id, path, basename(path), folderIdentity(path))

  return {
    async locate(jobId, folder) {
      deps.requireEngine()
      const found = runFolder(folder, 'chosen')
      if ('refusal' in found) return refuse(found.refusal)
      const { path } = found
      const onNas = await nasRoots(deps.settings())
      requireUsableFolder(requireLocatableJob(jobId), path, onNas)
      const known = requireLocatableJob(jobId)
      const asked = await deps.folding.withRows(known, () => requireFilesOfRun(known, path), {
        folder: path,
      })
      if ('gone' in asked)
        refuse(
          msg`${path} can't be told to hold ${known.run}: ${asked.gone} Choose the folder that has it.`,
        )
      // the job may have changed while its files were looked for
      const job = requireLocatableJob(jobId)
      requireUsableFolder(job, path, onNas)
      transaction(deps.db, () => {
        if (path !== job.folder) folders.located(jobId)
        moveFolder(job, path)
        deps.activity.person(job, msg`Located: ${path}`)
      })
      deps.watcher()?.forget(path)
      for (const id of folders.jobsOfRun(jobId)) {
        changes.jobTouched(id)
        changes.filesTouched(id)
        if (jobs.get(id)?.state === 'failed') await actions.act(id, 'retry')
      }
    },

    renamed(jobId, folder) {
      const ids = folders.jobsOfRun(jobId)
      // in one transaction: once the new name is stored, the watcher does not report it again
      const retried = transaction(deps.db, () => {
        moveFolder(deps.requireJob(jobId), folder)
        return ids
          .map(deps.requireJob)
          .filter(
            // it failed only because its folder was missing
            ({ state, lastError }) => state === 'failed' && lastError?.reason === FOLDER_MISSING,
          )
          .map((job) =>
            jobs.settle(job, 'retry', {
              counters: NEW_SERIES,
              dueAt: deps.clock.now(),
              ack: null,
            }),
          )
      })
      for (const id of ids) changes.jobTouched(id)
      if (retried.length > 0) deps.requireEngine().wake()
    },
  }
}
