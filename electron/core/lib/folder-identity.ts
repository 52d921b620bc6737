// Tells whether a run folder is still the one that was added, by device, inode and birth time.
import { realpath, stat } from 'node:fs/promises'
import { errorCode } from '../errors.ts'
import { type FolderIdentity, identityOfFolder, matchFolder } from './file-identity.ts'

/**
 * Compares two identities. Where the system has no birth time, device and inode must both be the same. Where only the inode
 * differs (FAT numbers its folders anew at each mount), nothing is told.
 */
const compare = (known: FolderIdentity, now: FolderIdentity): 'same' | 'untold' | 'other' => {
  const match = matchFolder(known, now)
  if (match !== 'doubtful') return match
  if (known.birth !== null) return 'untold'
  return known.device === now.device && known.inode === now.inode ? 'same' : 'other'
}

/**
 * How a folder stands to the one that was added. `unreachable`: it cannot be read now. `untold`: the file system does not
 * tell folders apart.
 */
export type FolderStanding = 'same' | 'gone' | 'link' | 'other' | 'untold' | 'unreachable'

/** Compares a folder that was looked at with the one that was added; `known` null: its identity is not known. */
export const identityStanding = (
  now: FolderIdentity | null,
  known: FolderIdentity | null,
): 'same' | 'other' | 'untold' => (known === null || now === null ? 'untold' : compare(known, now))

/** Compares the folder at the real path `folder` with the one that was added; `known` null: its identity is not known. */
export const folderStanding = async (
  folder: string,
  known: FolderIdentity | null,
): Promise<FolderStanding> => {
  try {
    // also where a folder above it became a link
    if ((await realpath(folder)) !== folder) return 'link'
    const now = await stat(folder, { bigint: true })
    return now.isDirectory() ? identityStanding(identityOfFolder(now), known) : 'gone'
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'gone' : 'unreachable'
  }
}
