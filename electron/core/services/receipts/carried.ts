// What a copy carries of the originals beside their bytes, and what it does not, by transport (docs/spec.md 5).

/** Two sentences of a receipt. */
export interface Carried {
  readonly carried: string
  readonly notCarried: string
}

const NEVER =
  'owners, access lists (ACLs), extended attributes, alternate data streams, links, the holes of sparse files, the times of folders'

const FOLDERS = 'empty folders where the whole run folder was sent at once, not by file names'

const TEXTS: Readonly<Record<'rclone' | 'rsync_ssh', Carried>> = {
  rclone: {
    carried: `bytes and names of files, their modification times where the storage keeps them; ${FOLDERS}, and the storage has folders`,
    notCarried: `permissions, ${NEVER}`,
  },
  rsync_ssh: {
    carried: `bytes and names of files, their modification times, the permissions that the account on the NAS gives to new files; ${FOLDERS}`,
    notCarried: `other permissions, ${NEVER}`,
  },
}

/** What holds for a transport; null: it is not known any more, and what holds for every one is said. */
export const carriedBy = (transport: 'rclone' | 'rsync_ssh' | null): Carried =>
  TEXTS[transport ?? 'rclone']
