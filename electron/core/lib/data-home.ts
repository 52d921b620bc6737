// Says where a data folder lies and on which computer, so that a copy of it elsewhere is known as one (docs/spec.md 12).
import { readFileSync } from 'node:fs'
import { type FolderIdentity, folderIdentity } from './file-identity.ts'

/** Where a data folder is. */
export interface DataHome {
  /** What the system calls this computer, where a file says so; null: it does not. */
  readonly computer: string | null
  /** null: the file system has no inode numbers. */
  readonly folder: Pick<FolderIdentity, 'inode' | 'birth'> | null
}

/** The name that Linux gives to an installation of the system. */
const machineId = (): string | null => {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim() || null
  } catch {
    return null
  }
}

export const dataHomeOf = (dataDir: string): DataHome => {
  const folder = folderIdentity(dataDir)
  return {
    computer: machineId(),
    folder: folder === null ? null : { inode: folder.inode, birth: folder.birth },
  }
}

/**
 * True where a data folder is certainly not the one that it was. Inode and birth time stay when a folder is renamed and differ in
 * every copy; without a birth time the inode alone does not decide, since some file systems number folders anew.
 */
export const isElsewhere = (before: DataHome, now: DataHome): boolean => {
  if (before.computer !== null && now.computer !== null && before.computer !== now.computer)
    return true
  const [a, b] = [before.folder, now.folder]
  if (a?.birth == null || b?.birth == null) return false
  return a.birth !== b.birth || a.inode !== b.inode
}
