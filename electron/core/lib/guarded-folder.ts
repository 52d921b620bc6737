// Opens folders that others can write, so that no link, mount or exchange leads what is done in them elsewhere
// (docs/security.md 1).
import { type BigIntStats, constants, lstatSync, realpathSync } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { msg } from '../../../shared/language/msg.ts'
import { errorCode } from '../errors.ts'
import { type FolderIdentity, identityOfFolder } from './file-identity.ts'

/**
 * Thrown where something in the place of a folder or file is not what it must be: a link, a pipe, a device, another disk.
 * The message names the path and what it is.
 */
export class UnsafePath extends Error {
  override readonly name = 'UnsafePath'
  readonly path: string
  /** Continues the sentence `<path> `. */
  readonly what: string
  constructor(path: string, what: string) {
    super(`${path} ${what}`)
    this.path = path
    this.what = what
  }
}

/** A folder that was opened and judged. Close it. */
export interface GuardedFolder {
  /** Where it lay when it was opened, for messages. */
  readonly path: string
  /** null: the file system does not tell folders apart. */
  readonly identity: FolderIdentity | null
  /** The address of the folder itself, to list it. */
  readonly here: string
  /** The address of an entry. Valid while the folder is open. */
  at(name: string): string
  /**
   * Call it right before and after something is done at an address: throws UnsafePath where that may be in another
   * folder. Where the system holds folders by descriptor it has nothing to do.
   */
  confirm(): void
  /** Opens a folder in it; `make`: makes it where it is not there. Throws UnsafePath, or the system's error. */
  enter(name: string, make?: boolean): Promise<GuardedFolder>
  close(): Promise<void>
}

const DESCRIPTORS = '/proc/self/fd'
/** 0 where the system does not have it (Windows): there `lstat` tells links, junctions included. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0
const FOLDER_FLAGS =
  constants.O_RDONLY | NO_FOLLOW | (constants.O_DIRECTORY ?? 0) | (constants.O_NONBLOCK ?? 0)

/** True where files can be named relative to the descriptor of their folder. */
const HOLDS_DESCRIPTORS =
  process.platform === 'linux' &&
  lstatSync(DESCRIPTORS, { throwIfNoEntry: false })?.isDirectory() === true

/** What an entry is, continuing the sentence `<path> `. */
export const kindWords = (stat: BigIntStats): string => {
  if (stat.isSymbolicLink()) return msg`is a link`
  if (stat.isFIFO()) return msg`is a named pipe`
  if (stat.isSocket()) return msg`is a socket`
  if (stat.isDirectory()) return msg`is a folder`
  return stat.isFile() ? msg`is a file` : msg`is a device`
}

/** Names come from rows and records: one that is no plain name would lead out of the folder. */
const plainName = (name: string): string => {
  const isPlain = name !== '' && name !== '.' && name !== '..' && !name.includes('/')
  if (!isPlain || (process.platform === 'win32' && /[\\:]/.test(name)))
    throw new UnsafePath(name, msg`is no plain name`)
  return name
}

const makeAt = async (address: string): Promise<void> => {
  try {
    await mkdir(address)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

const openHandle = async (address: string, path: string): Promise<FileHandle> => {
  try {
    return await open(address, FOLDER_FLAGS)
  } catch (error) {
    if (!['ELOOP', 'ENOTDIR', 'ENXIO'].includes(errorCode(error))) throw error
    const found = await lstat(address, { bigint: true }).catch(() => null)
    if (found === null || found.isDirectory()) throw error
    throw new UnsafePath(path, kindWords(found))
  }
}

/** Number of the mount that a descriptor lies on; '': the system does not tell. */
const mountOf = async (fd: number): Promise<string> => {
  const text = await readFile(`/proc/self/fdinfo/${fd}`, 'utf8').catch(() => '')
  return /^mnt_id:\s*(\d+)/m.exec(text)?.[1] ?? ''
}

const LINK_ABOVE = msg`is reached through a link`
const OTHER_DISK = msg`is another disk or folder that is mounted there`

const heldFolder = async (
  handle: FileHandle,
  path: string,
  mount: string,
): Promise<GuardedFolder> => {
  const here = `${DESCRIPTORS}/${handle.fd}`
  const at = (name: string): string => `${here}/${plainName(name)}`
  return {
    path,
    identity: identityOfFolder(await handle.stat({ bigint: true })),
    here,
    at,
    confirm: () => undefined,
    async enter(name, make = false) {
      const inside = join(path, name)
      if (make) await makeAt(at(name))
      const child = await openHandle(at(name), inside)
      try {
        if ((await mountOf(child.fd)) !== mount) throw new UnsafePath(inside, OTHER_DISK)
        return await heldFolder(child, inside, mount)
      } catch (error) {
        await child.close()
        throw error
      }
    },
    close: () => handle.close(),
  }
}

const pathFolder = (path: string, known: BigIntStats): GuardedFolder => {
  const at = (name: string): string => join(path, plainName(name))
  const confirm = (): void => {
    if (realpathSync.native(path) !== path) throw new UnsafePath(path, LINK_ABOVE)
    const now = lstatSync(path, { bigint: true })
    if (!now.isDirectory()) throw new UnsafePath(path, kindWords(now))
    if (now.dev !== known.dev || now.ino !== known.ino)
      throw new UnsafePath(path, msg`is another folder than it was`)
  }
  return {
    path,
    identity: identityOfFolder(known),
    here: path,
    at,
    confirm,
    async enter(name, make = false) {
      confirm()
      const inside = at(name)
      if (make) await makeAt(inside)
      const found = await lstat(inside, { bigint: true })
      if (!found.isDirectory()) throw new UnsafePath(inside, kindWords(found))
      if (found.dev !== known.dev) throw new UnsafePath(inside, OTHER_DISK)
      const folder = pathFolder(inside, found)
      folder.confirm()
      return folder
    },
    close: () => Promise.resolve(),
  }
}

/**
 * Opens the folder at a real path. `held`: by descriptor, so that it stays the folder that was opened whatever is moved
 * meanwhile; else it is compared before and after each use. Throws UnsafePath where it, or a folder above it, is a link,
 * and the system's error where it is not there.
 */
export const openFolder = async (
  path: string,
  held = HOLDS_DESCRIPTORS,
): Promise<GuardedFolder> => {
  if (!held) {
    const found = await lstat(path, { bigint: true })
    if (!found.isDirectory()) throw new UnsafePath(path, kindWords(found))
    const folder = pathFolder(path, found)
    folder.confirm()
    return folder
  }
  const handle = await openHandle(path, path)
  try {
    // the system's own name for what was opened: another one where a link led there
    if ((await readlink(`${DESCRIPTORS}/${handle.fd}`)) !== path)
      throw new UnsafePath(path, LINK_ABOVE)
    return await heldFolder(handle, path, await mountOf(handle.fd))
  } catch (error) {
    await handle.close()
    throw error
  }
}
