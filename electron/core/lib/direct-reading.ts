// Tells where a file's bytes can be read from its medium, past the pages that this computer keeps of it
// (docs/decisions/0010-read-past-the-cache.md).
import { constants, statfsSync } from 'node:fs'

/** libuv's UV_FS_O_DIRECT, which becomes FILE_FLAG_NO_BUFFERING. Node has no constant for it. */
const WINDOWS_NO_BUFFERING = 0x02_00_00_00

/** The flag of `open` that reads past the cache; 0: this system has none (macOS). */
export const DIRECT =
  process.platform === 'win32' ? WINDOWS_NO_BUFFERING : (constants.O_DIRECT ?? 0)

/**
 * Linux file systems that read past the cache when asked to, by the type that statfs gives. Not among
 * them: ZFS and compressed Btrfs answer from memory all the same, and what a FUSE program (rclone mount,
 * sshfs, ntfs-3g) keeps in its own memory, nobody can pass.
 */
const READS_PAST_CACHE: ReadonlySet<number> = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // XFS
  0xf2f52010, // F2FS
  0x4d44, // FAT
  0x2011bab0, // exFAT
  0x7366746e, // NTFS (ntfs3)
  0x6969, // NFS
  0xff534d42, // SMB 1
  0xfe534d42, // SMB 2 and 3
  0x794c7630, // overlay: hands direct reads to the file system below it
])

/** Memory is the medium of these, so every read comes from it. */
const IN_MEMORY: ReadonlySet<number> = new Set([0x01021994, 0x858458f6])

/**
 * How the files of a folder are read so that their bytes come from the medium. `direct`: with the flag
 * `DIRECT`. `plain`: every read does. null: it cannot be had. Throws the system's error where the folder
 * cannot be looked at.
 */
export const mediumReading = (folder: string): 'direct' | 'plain' | null => {
  if (process.platform === 'win32') return 'direct'
  if (process.platform !== 'linux') return null
  const type = statfsSync(folder).type >>> 0
  if (IN_MEMORY.has(type)) return 'plain'
  return DIRECT !== 0 && READS_PAST_CACHE.has(type) ? 'direct' : null
}
