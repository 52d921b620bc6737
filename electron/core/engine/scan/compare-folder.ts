// Compares a folder with the recorded files of a job without changing a row: which are as recorded, which differ, which are new.
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { KnownFile } from '../../files/file-row.ts'
import type { FileStore } from '../../files/file-store.ts'
import { isSameState } from '../../lib/file-identity.ts'
import type { ScanEntry } from './scan-worker.ts'
import { WalkError, walk } from './walk.ts'

/** Files of each kind that are listed; further ones are left for the next comparison. */
const MAX_LISTED = 1_000

/** A file whose size is the recorded one and whose times or inode are not: only its bytes say whether it is the recorded one. */
export interface SuspectFile {
  readonly row: KnownFile
  /** Another one after each write to the file. */
  readonly state: string
}

export interface FolderComparison {
  /** Regular files found. */
  readonly found: number
  /** Files with their recorded size and modification time. */
  readonly same: number
  /** Files with their recorded size and another modification time. */
  readonly redated: number
  readonly suspects: readonly SuspectFile[]
  /** Files of another size. */
  readonly changed: readonly KnownFile[]
  /** Paths of files that are not recorded and that no rule excludes. */
  readonly added: readonly string[]
}

interface CompareDeps {
  readonly files: Pick<FileStore, 'find'>
  readonly exclusions: Pick<ExclusionStore, 'rules'>
}

interface CompareOptions {
  /** Files that were last changed before it (epoch ms) do not count. */
  readonly since?: number
  /** States of suspects whose bytes were found to be the recorded ones: they are no suspects any more. */
  readonly cleared?: ReadonlySet<string>
}

/**
 * Walks the folder of a job once. Files that are recorded and gone do not count: deleting originals changes no copy. Throws
 * WalkError where the folder cannot be read.
 */
export const compareFolder = async (
  job: { readonly id: number; readonly folder: string },
  deps: CompareDeps,
  { since = 0, cleared = new Set() }: CompareOptions = {},
): Promise<FolderComparison> => {
  const rules = deps.exclusions.rules(job.id)
  const suspects: SuspectFile[] = []
  const changed: KnownFile[] = []
  const added: string[] = []
  let found = 0
  let same = 0
  let redated = 0
  const put = <T>(list: T[], item: T): void => {
    if (list.length < MAX_LISTED) list.push(item)
  }
  const suspect = (row: KnownFile, { ctimeUs, inode, mtimeUs }: ScanEntry): void => {
    const state = [row.seq, mtimeUs, ctimeUs, inode].join()
    if (!cleared.has(state)) put(suspects, { row, state })
  }
  const compare = (entry: ScanEntry): void => {
    const row = deps.files.find(job.id, entry.path)
    if (row === null) {
      if (!rules.some((rule) => rule.matches(entry.path))) put(added, entry.path)
    } else if (row.state === 'excluded' || row.state === 'skipped') return
    else if (row.size !== entry.size) put(changed, row)
    else if (row.mtimeUs !== entry.mtimeUs) {
      redated += 1
      suspect(row, entry)
    } else {
      same += 1
      if (row.sha256 !== null && row.ctimeUs !== null && !isSameState(row, entry))
        suspect(row, entry)
    }
  }
  await walk(job.folder, new AbortController().signal, (entries) => {
    for (const entry of entries) {
      if (entry.kind === 'unreadable')
        throw new WalkError(entry.code ?? '', entry.path, 'a part of the folder can not be read')
      if (entry.kind !== 'file') continue
      found += 1
      if (entry.ctimeUs / 1_000 >= since) compare(entry)
    }
  })
  return { found, same, redated, suspects, changed, added }
}
