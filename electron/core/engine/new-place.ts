// Gives a run that was not proven another place on the NAS: what is known of its files concerns the former one (docs/spec.md 2a).
import type { ChangeHub } from '../changes.ts'
import type { FileStore } from '../files/file-store.ts'
import type { JobStore } from '../queue/job-store.ts'
import type { PlaceStore } from '../queue/place-store.ts'

/** Stores that hold what is known of a run at its place. */
export interface NewPlaceDeps {
  readonly jobs: Pick<JobStore, 'bumpRevision'>
  readonly places: Pick<PlaceStore, 'move'>
  readonly files: Pick<FileStore, 'moveAll'>
  readonly changes: Pick<ChangeHub, 'filesTouched' | 'jobTouched'>
}

/** Moves the run to a place at which nobody looked yet: all of its files are to be sent there. */
export const giveNewPlace = (
  jobId: number,
  runPath: string,
  target: string,
  { jobs, places, files, changes }: NewPlaceDeps,
): void => {
  places.move(jobId, runPath, target)
  files.moveAll(jobId, `state NOT IN ('skipped','excluded','vanished')`, 'pending', null)
  jobs.bumpRevision(jobId)
  changes.filesTouched(jobId)
  changes.jobTouched(jobId)
}
