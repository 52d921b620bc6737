// Decides whether the folder at a job's path is still the folder of that job's run, or another run's, made anew under its name.
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { KnownFile } from '../../files/file-row.ts'
import type { FileStore } from '../../files/file-store.ts'
import { folderIdentity, identityOf, matchFolder } from '../../lib/file-identity.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { Job } from '../../queue/job-row.ts'
import { compareFolder } from './compare-folder.ts'
import type { Folding } from '../folding/folding.ts'
import { WalkError } from './walk.ts'

interface OwnFolderDeps {
  readonly files: FileStore
  readonly folders: Pick<FolderStore, 'identified'>
  readonly exclusions: Pick<ExclusionStore, 'rules'>
  readonly folding: Pick<Folding, 'withRows'>
}

/** Recorded files that are looked for where only they can say which folder it is. */
const SAMPLE_FILES = 20

/** True where the folder has the file with its recorded size and modification time. */
export const isUnchangedIn = async (folder: string, row: KnownFile): Promise<boolean> => {
  const found = await lstat(join(folder, row.path)).catch(() => null)
  if (found?.isFile() !== true) return false
  const { size, mtimeUs } = identityOf(found)
  return size === row.size && mtimeUs === row.mtimeUs
}

/** What the files say of a folder whose identity does not: another run's, the job's, or nothing, because there are none. */
type FilesSay = 'other' | 'own' | 'nothing'

const STILL_TO_SEND: ReadonlySet<Job['state']> = new Set(['queued', 'running', 'blocked', 'failed'])

const askFiles = async (
  job: Job,
  match: 'doubtful' | 'other',
  sameInode: boolean,
  deps: OwnFolderDeps,
): Promise<FilesSay> => {
  if (deps.files.nextSeq(job.id) === 0) {
    const isOpen = STILL_TO_SEND.has(job.state) && job.archivedAt === null
    return isOpen || (match === 'doubtful' && sameInode) ? 'own' : 'other'
  }
  if (match === 'doubtful') {
    const sample = deps.files.expected(job.id, SAMPLE_FILES)
    const unchanged = await Promise.all(sample.map((row) => isUnchangedIn(job.folder, row)))
    return sample.length === 0 || unchanged.includes(true) ? 'own' : 'other'
  }
  const { found, same, changed, redated, added } = await compareFolder(job, deps)
  if (found === 0) return 'nothing'
  return same > 0 && changed.length + redated + added.length === 0 ? 'own' : 'other'
}

/**
 * False where the folder at the job's path is another run's. What decides, in this order (lib/file-identity.ts):
 * - the same inode and birth time: it is the job's, whatever it contains; what changed in it is for the scan to say;
 * - the identity leaves a doubt: it is the job's if one of its first recorded files is there unchanged;
 * - another birth time: it is the job's only if all files in it are recorded ones with their size and time;
 * - nothing was recorded yet: what is there now is the run, as long as it is still to be sent.
 * An empty folder is not judged, nor one that is missing, cannot be read, or whose file system has no inodes: true. Where the
 * files decided, the identity is recorded anew.
 */
export const ownsFolder = async (job: Job, deps: OwnFolderDeps): Promise<boolean> => {
  if (job.folderReusedAt !== null) return false
  const now = folderIdentity(job.folder)
  if (now === null || job.folderIdentity === null) return true
  const match = matchFolder(job.folderIdentity, now)
  if (match === 'same') return true
  try {
    const isSameInode = job.folderIdentity.inode === now.inode
    const asked = await deps.folding.withRows(job, () => askFiles(job, match, isSameInode, deps))
    // without the manifest of a folded run nothing says that the folder is its own: what is there must not be passed over
    const say = 'gone' in asked ? 'other' : asked.result
    if (say === 'own') deps.folders.identified(job.id, now)
    return say !== 'other'
  } catch (error) {
    if (error instanceof WalkError) return true
    throw error
  }
}
