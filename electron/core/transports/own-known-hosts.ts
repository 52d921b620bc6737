// The app's own known_hosts: the host keys that a person compared with IT. ssh and rclone get it with every command beside, or
// in the place of, the files of the account (docs/spec.md 2).
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { Destination } from '../domain/config.ts'
import { makePrivateFile, writeForFolder } from '../lib/private-files.ts'
import { makePrivateFolder } from '../lib/private-folder.ts'
import { readBounded } from '../lib/bounded-file.ts'
import { renameRetrying } from '../lib/rename-retrying.ts'
import { errorCode } from '../errors.ts'
import { type HostKeyLine, parseHostKeys } from './known-hosts.ts'

/** Most bytes of a known_hosts. */
export const MAX_KNOWN_HOSTS = 4 << 20

/** Folder of the data folder with what the app has for ssh: its key and its known_hosts. */
export const sshFolder = (dataDir: string): string => join(dataDir, 'ssh')

/** The app's own known_hosts. */
export const ownKnownHosts = (dataDir: string): string => join(sshFolder(dataDir), 'known_hosts')

/** A host as known_hosts names it: with its port where that is not 22. */
export const knownAs = (host: string, port: number): string =>
  port === 22 ? host : `[${host}]:${port}`

const readText = (file: string): string => {
  try {
    return readBounded(file, MAX_KNOWN_HOSTS).toString('utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  }
}

/** The keys that were pinned for a host. Throws the system's error where the file cannot be read. */
export const pinnedKeys = (file: string, name: string): HostKeyLine[] =>
  parseHostKeys(readText(file)).filter(({ hosts, marker }) => hosts === name && marker === null)

const replaceText = (file: string, text: string): void => {
  makePrivateFolder(dirname(file))
  const next = `${file}.new`
  writeForFolder(next, text)
  renameRetrying(next, file)
}

/** Makes the file where it is missing: rclone refuses to start without it. */
export const makeKnownHosts = (file: string): void => {
  makePrivateFolder(dirname(file))
  makePrivateFile(file)
}

/** A public key of a host. */
export type PlainKey = Pick<HostKeyLine, 'type' | 'blob'>

/**
 * Pins the keys of a host in the place of those that were pinned for it. `refused`: keys that other files of known hosts have for
 * it and that it does not present any more; they are marked as revoked, since those files are not ours to change.
 */
export const pinHost = (
  file: string,
  name: string,
  keys: readonly PlainKey[],
  refused: readonly PlainKey[],
): void => {
  const kept = readText(file)
    .split('\n')
    .filter((line) => {
      const [key] = parseHostKeys(line)
      if (key === undefined) return line.trim() !== ''
      if (key.hosts !== name) return true
      // what was refused once stays refused, unless it is the one that is pinned now
      return key.marker === '@revoked' && !keys.some(({ blob }) => blob === key.blob)
    })
  const added = keys.map(({ type, blob }) => `${name} ${type} ${blob}`)
  const revoked = refused.map(({ type, blob }) => `@revoked ${name} ${type} ${blob}`)
  replaceText(file, `${[...kept, ...added, ...revoked].join('\n')}\n`)
}

/**
 * Writes the keys of a host that another file has in another form as a known_hosts of its own, beside `own`; answers its path. It has
 * the same name for the same keys.
 */
export const writeHostKeys = (own: string, name: string, keys: readonly PlainKey[]): string => {
  const text = keys.map(({ type, blob }) => `${name} ${type} ${blob}\n`).join('')
  const file = `${own}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
  if (readText(file) !== text) replaceText(file, text)
  return file
}

/** A destination as its programs get it: ssh with the app's own known_hosts. */
export const withOwnKnownHosts = <D extends Destination>(destination: D, dataDir: string): D =>
  destination.type === 'rsync_ssh'
    ? { ...destination, ownKnownHosts: ownKnownHosts(dataDir) }
    : destination
