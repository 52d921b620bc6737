// Makes the data folder ready: makes it for its owner alone, refuses a share by name, and says when others can read it
// (docs/spec.md 12).
import { realpathSync, statSync, statfsSync } from 'node:fs'
import { msg } from '../../../shared/language/msg.ts'
import { CoreUnavailable, errorMessage } from '../errors.ts'
import { makePrivateFolder } from './private-folder.ts'

/**
 * Linux file systems on which the queue would be damaged, by the type that statfs gives: memory that processes share by way
 * of a file, which SQLite's WAL needs, is not kept or ends the process there.
 */
const UNFIT: ReadonlyMap<number, string> = new Map([
  [0x6969, msg`an NFS share`],
  [0x517b, msg`a Windows share (SMB)`],
  [0xff534d42, msg`a Windows share (SMB)`],
  [0xfe534d42, msg`a Windows share (SMB)`],
  [0x65735546, msg`a drive that a program provides (FUSE)`],
  [0x01021997, msg`a shared folder (9p)`],
  [0x5346414f, msg`an AFS share`],
  [0x6b414653, msg`an AFS share`],
  [0x73757245, msg`a Coda share`],
  [0x00c36400, msg`a Ceph share`],
  [0x0bd00bd0, msg`a Lustre share`],
  [0x47504653, msg`a GPFS share`],
  [0x786f4256, msg`a shared folder of a virtual machine`],
  [0xbacbacbc, msg`a shared folder of a virtual machine`],
])

/** What kind of share a folder lies on, in words; null: on a disk of this computer, or the system does not tell. */
export const shareOf = (
  folder: string,
  platform: NodeJS.Platform = process.platform,
  typeOf: (folder: string) => number = (one) => statfsSync(one).type,
  realOf: (folder: string) => string = realpathSync.native,
): string | null => {
  try {
    // the real path of a drive letter that is a share begins with two backslashes too
    if (platform === 'win32')
      return /^(?:\\\\|\/\/)(?![?.])|^\\\\\?\\UNC\\/i.test(realOf(folder))
        ? msg`a network share`
        : null
    return platform === 'linux' ? (UNFIT.get(typeOf(folder) >>> 0) ?? null) : null
  } catch {
    return null
  }
}

/**
 * Makes the data folder where it is missing. Throws CoreUnavailable where it can't be made, or lies on a share, as `shareOn` tells.
 */
export const prepareDataFolder = (
  folder: string,
  shareOn: (folder: string) => string | null = shareOf,
): void => {
  try {
    makePrivateFolder(folder)
  } catch (error) {
    throw new CoreUnavailable(
      'unwritable',
      msg`The data folder ${folder} can't be made (${errorMessage(error)}).`,
    )
  }
  const share = shareOn(folder)
  if (share !== null)
    throw new CoreUnavailable(
      'unwritable',
      msg`The data folder ${folder} lies on ${share}, where the queue could be damaged. Choose a folder on a disk of this computer: --data-dir.`,
    )
}

/** Says that other accounts can look into the data folder; null: they can't, or it is Windows, where the account's own rights hold. */
export const rightsWarning = (folder: string): string | null => {
  const mode = statSync(folder, { throwIfNoEntry: false })?.mode ?? 0
  return process.platform === 'win32' || (mode & 0o007) === 0
    ? null
    : msg`Every account of this computer can look into the data folder ${folder}, where names of files and patients stand. Close it: chmod o-rwx '${folder}'`
}
