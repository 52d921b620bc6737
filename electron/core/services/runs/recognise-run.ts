// Recognises a run folder: unknown to the queue, the folder of a job, that folder under another name, or a folder made anew under
// a known name.
import type { Engine } from '../../engine/engine-types.ts'
import type { Folding } from '../../engine/folding/folding.ts'
import { isUnchangedIn, ownsFolder } from '../../engine/scan/own-folder.ts'
import type { FileStore } from '../../files/file-store.ts'
import { folderIdentity, matchFolder } from '../../lib/file-identity.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { Job } from '../../queue/job-row.ts'

interface RecogniserDeps {
  readonly files: FileStore
  readonly folders: FolderStore
  readonly exclusions: ExclusionStore
  /** null: this core only reads. */
  readonly engine: Pick<Engine, 'phaseOf'> | null
  readonly folding: Folding
}

export type Recognition =
  | { readonly kind: 'new' }
  /** `isOver`: the job is archived or its local data was deleted, so nothing else looks at its folder. */
  | { readonly kind: 'known'; readonly job: Job; readonly isOver: boolean }
  /** The folder of the job, under another name. */
  | { readonly kind: 'renamed'; readonly job: Job }
  /** The folder has the path of the job's and is another run's. */
  | { readonly kind: 'remade'; readonly job: Job }

export interface RunRecogniser {
  recognise(folder: string, instrument: string): Promise<Recognition>
}

const isOver = (job: Job): boolean => job.archivedAt !== null || job.state === 'cleaned'

export const createRunRecogniser = (deps: RecogniserDeps): RunRecogniser => {
  const { files, folders } = deps
  /** The job whose folder this is by its identity, if the job's own path no longer leads to it. */
  const formerNameOf = async (folder: string, instrument: string): Promise<Job | null> => {
    const identity = folderIdentity(folder)
    const job = identity === null ? null : folders.withIdentity(identity, instrument)
    if (identity === null || job === null) return null
    const there = folderIdentity(job.folder)
    if (there !== null && matchFolder(there, identity) === 'same') return null
    if (identity.birth !== null) return job
    // without a birth time an inode may have been given to another folder
    if (there !== null) return null
    const hasFirst = async (): Promise<boolean> => {
      const [first] = files.expected(job.id, 1)
      return first !== undefined && isUnchangedIn(folder, first)
    }
    const asked = await deps.folding.withRows(job, hasFirst, { folder })
    return 'result' in asked && asked.result ? job : null
  }

  return {
    async recognise(folder, instrument) {
      const job = folders.at(folder, instrument)
      if (job === null) {
        const renamed = await formerNameOf(folder, instrument)
        return renamed === null ? { kind: 'new' } : { kind: 'renamed', job: renamed }
      }
      // while an attempt runs, it is the one that judges its folder
      const isBusy = (deps.engine?.phaseOf(job.id) ?? null) !== null
      if (isBusy || (await ownsFolder(job, deps)))
        return { kind: 'known', job, isOver: isOver(job) }
      return { kind: 'remade', job }
    },
  }
}
