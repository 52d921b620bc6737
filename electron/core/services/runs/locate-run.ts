// A run whose folder is another one on this computer now: renamed in its place, or located by a person. It goes on where it was.
import { statSync } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { FOLDER_MISSING } from '../../../../shared/reasons.ts'
import type { ChangeHub } from '../../changes.ts'
import { Refusal } from '../../errors.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import { liesBelow } from '../../domain/run-path.ts'
import type { Engine } from '../../engine/engine-types.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { KnownFile } from '../../files/file-row.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import { type JobActions, NEW_SERIES } from './job-actions.ts'
import type { JobAccess } from './job-access.ts'
import { folderKey, runFolder } from './run-folder.ts'
import type { Watcher } from '../watch/watcher.ts'

export interface LocateDeps extends JobAccess {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
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
  /** A person says where the run's folder is. Touches no file. Throws Refusal. */
  locate(jobId: number, folder: string): Promise<void>
  /** The watcher met the run's folder under another name. */
  renamed(jobId: number, folder: string): void
}

/** Files of the record that are looked for in the folder: one that is there tells the run. */
const SAMPLE = 200

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

const refuse = (message: string): never => {
  throw new Refusal('conflict', message)
}

/** In the folder as the record has it: the same size, and changed at the same time. */
const isThere = async (folder: string, row: KnownFile): Promise<boolean> => {
  const found = await lstat(join(folder, row.path)).catch(() => null)
  return (
    found?.isFile() === true &&
    found.size === row.size &&
    Math.round(found.mtimeMs * 1_000) === row.mtimeUs
  )
}

/** On the NAS, as far as the settings say where it is mounted. Nothing is asked of the mount itself: it may be away and not answer. */
const isOnNas = (path: string, settings: Settings | null): boolean =>
  (settings?.instruments ?? []).some(
    ({ nasRoot }) =>
      nasRoot !== null && (path === nasRoot || liesBelow(path, nasRoot, sep === '\\')),
  )

export const createLocator = (deps: LocateDeps): Locator => {
  const { jobs, files, folders, actions, changes } = deps

  const idle = (jobId: number, engine: Engine): Job => {
    const job = deps.requireJob(jobId)
    if (job.state === 'running' || engine.phaseOf(jobId) !== null)
      refuse(`${job.run} is being worked on; wait for it to end, or pause it first.`)
    if (job.state === 'cleaned')
      refuse(`The local data of ${job.run} was deleted after it was proven; the NAS has the run.`)
    return job
  }

  /** Throws Refusal where the folder can't be that of the run, whatever it holds. */
  const fitsIn = (job: Job, path: string): void => {
    if (path === job.folder) return
    if (isFolder(job.folder))
      refuse(
        `${job.run} is still in ${job.folder}. Only a run whose folder is gone can be located elsewhere.`,
      )
    if (isOnNas(path, deps.settings()))
      refuse(
        `${path} is on the NAS, where runs are sent to. A run is proven against its folder on this computer: choose that one.`,
      )
    if (folders.has(path, job.instrument))
      refuse(
        `${path} is in the list already, as a run of its own. If it is this one, remove one of the two from the list.`,
      )
    const nested = folders.nestedWith(path, sep, job.id)
    if (nested !== null)
      refuse(
        `${path} can't be chosen: the run ${nested} is in the queue, and one lies inside the other. Choose the run's own folder.`,
      )
  }

  /** Throws Refusal where nothing that the record holds is there: another run's files must not come into this one's place. */
  const holdsIt = async (job: Job, path: string): Promise<void> => {
    const sample = files.expected(job.id, SAMPLE)
    const [first] = sample
    if (first === undefined) return
    for (const row of sample) if (await isThere(path, row)) return
    refuse(
      `${path} does not hold ${job.run}: none of its first ${sample.length} files is there with its size and time, and files of another run must not be mixed into its place on the NAS. Choose the folder that holds ${first.path}.`,
    )
  }

  const put = (job: Job, path: string): void =>
    folders.moved(job.id, path, basename(path), folderKey(path))

  return {
    async locate(jobId, folder) {
      const engine = deps.requireEngine()
      const found = runFolder(folder, "can't be chosen")
      if ('refusal' in found) return refuse(found.refusal)
      const { path } = found
      fitsIn(idle(jobId, engine), path)
      await holdsIt(idle(jobId, engine), path)
      // looking took its time
      const job = idle(jobId, engine)
      fitsIn(job, path)
      transaction(deps.db, () => {
        if (path !== job.folder) folders.located(jobId)
        put(job, path)
        deps.activity.person(job, `Located: ${path}`)
      })
      deps.watcher()?.forget(path)
      changes.jobTouched(jobId)
      changes.filesTouched(jobId)
      if (job.state === 'failed') await actions.act(jobId, 'retry')
    },

    renamed(jobId, folder) {
      const job = deps.requireJob(jobId)
      // it stopped for nothing but its name
      const goesOn = job.state === 'failed' && job.lastError?.reason === FOLDER_MISSING
      // together: once the new name is known, the watcher does not come back to it
      transaction(deps.db, () => {
        put(job, folder)
        if (goesOn)
          jobs.settle(deps.requireJob(jobId), 'retry', {
            counters: NEW_SERIES,
            dueAt: deps.clock.now(),
            ack: null,
          })
      })
      changes.jobTouched(jobId)
      if (goesOn) deps.requireEngine().wake()
    },
  }
}
