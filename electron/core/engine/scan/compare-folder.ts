// Compares a folder with the recorded files of a job without changing a row: which are as recorded, which differ, which are new.
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { KnownFile } from '../../files/file-row.ts'
import type { FileStore } from '../../files/file-store.ts'
import { isSameState } from '../../lib/file-identity.ts'
import type { ScanEntry } from './scan-worker.ts'
import { walk } from './walk.ts'

/** Files of each kind that are named; more are only counted. */
const MAX_LISTED = 1_000

export interface FolderComparison {
  /** Regular files found. */
  readonly found: number
  /** Files with their recorded size and modification time. */
  readonly same: number
  /** Those of `same` whose change time or inode is another one: only their bytes say whether they are the recorded ones. */
  readonly touched: readonly KnownFile[]
  /** Files with their recorded size and another modification time: only their bytes say whether they changed. */
  readonly redated: readonly KnownFile[]
  /** Files of another size. */
  readonly changed: readonly KnownFile[]
  /** Paths of files that are not recorded and that no rule excludes. */
  readonly added: readonly string[]
  /** Changes when anything in the folder is written, made or renamed; equal for two looks without a change between them. */
  readonly signature: string
}

interface CompareDeps {
  readonly files: Pick<FileStore, 'find'>
  readonly exclusions: Pick<ExclusionStore, 'rules'>
}

/**
 * Walks the folder of a job once. Files that are recorded and gone do not count: deleting originals changes no copy. `since`:
 * files that were last changed before it (epoch ms) do not count. Throws WalkError where it cannot be read.
 */
export const compareFolder = async (
  job: { readonly id: number; readonly folder: string },
  deps: CompareDeps,
  since: number,
): Promise<FolderComparison> => {
  const rules = deps.exclusions.rules(job.id)
  const touched: KnownFile[] = []
  const redated: KnownFile[] = []
  const changed: KnownFile[] = []
  const added: string[] = []
  let found = 0
  let same = 0
  let latest = 0
  const put = <T>(list: T[], item: T): void => {
    if (list.length < MAX_LISTED) list.push(item)
  }
  const compare = (entry: ScanEntry): void => {
    const row = deps.files.find(job.id, entry.path)
    if (row === null) {
      if (!rules.some((rule) => rule.matches(entry.path))) put(added, entry.path)
    } else if (row.state === 'excluded' || row.state === 'skipped') return
    else if (row.size !== entry.size) put(changed, row)
    else if (row.mtimeUs !== entry.mtimeUs) put(redated, row)
    else {
      same += 1
      if (row.sha256 !== null && row.ctimeUs !== null && !isSameState(row, entry)) put(touched, row)
    }
  }
  await walk(job.folder, new AbortController().signal, (entries) => {
    for (const entry of entries) {
      if (entry.kind !== 'file') continue
      found += 1
      latest = Math.max(latest, entry.ctimeUs)
      if (entry.ctimeUs / 1_000 >= since) compare(entry)
    }
  })
  return { found, same, touched, redated, changed, added, signature: `${found} ${latest}` }
}
