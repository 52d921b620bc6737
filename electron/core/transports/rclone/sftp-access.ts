// Reads from the options of an SFTP remote how ssh signs in to the same account, and where the account's shell may find the
// remote's folder. Pure.
import { UnsafeValue, safeHost, safeLocalPath, safeUser } from '../../process/argument-checks.ts'
import { shellQuote } from '../../lib/shell-quote.ts'
import type { SshAccess } from '../rsync/ssh-options.ts'

type Options = Readonly<Record<string, string>>

/**
 * Options of `sftp` (1.60 to 1.76) that change neither who signs in, nor by what way, nor the names of files. With any other one
 * set, ssh may not reach the same account or see other names.
 */
const KNOWN: ReadonlySet<string> = new Set([
  'type',
  'description',
  'host',
  'user',
  'port',
  'pass',
  'key_file',
  'key_use_agent',
  'known_hosts_file',
  'pin_host_key',
  'host_keys',
  'host_key_algorithms',
  'use_insecure_cipher',
  'ciphers',
  'key_exchange',
  'macs',
  'disable_hashcheck',
  'ask_password',
  'path_override',
  'shell_type',
  'hashes',
  'md5sum_command',
  'sha1sum_command',
  'crc32sum_command',
  'sha256sum_command',
  'blake3sum_command',
  'xxh3sum_command',
  'xxh128sum_command',
  'set_modtime',
  'skip_links',
  'subsystem',
  'server_command',
  'use_fstat',
  'disable_concurrent_reads',
  'disable_concurrent_writes',
  'idle_timeout',
  'chunk_size',
  'concurrency',
  'connections',
  'copy_is_hardlink',
])

const isTrue = (value: string | undefined): boolean => value === 'true'

/** A path of this computer as rclone expands it; null: it has a variable. */
const localPath = (text: string, home: string): string | null =>
  text.includes('$') ? null : text.startsWith('~/') ? `${home}${text.slice(1)}` : text

/** Who runs the program, for a remote without a user; the account's home folder; the file that has the server's compared keys. */
interface Here {
  readonly user: string
  readonly home: string
  /** null: rclone has no such file, so that ssh must not connect. */
  readonly knownHostsFile: string | null
}

/**
 * How ssh signs in where rclone does with these options; null: it can't without a password, a passphrase or a way of rclone's
 * own, no file has the server's keys, or the options forbid commands there.
 */
export const sftpAccess = (options: Options, here: Here): SshAccess | null => {
  const isSet = (name: string): boolean => (options[name] ?? '') !== ''
  const { shell_type: shell = '', key_file: key = '' } = options
  if (Object.keys(options).some((name) => isSet(name) && !KNOWN.has(name))) return null
  if (isTrue(options['disable_hashcheck']) || isTrue(options['ask_password'])) return null
  if (!isSet('host') || (shell !== '' && shell !== 'unix')) return null
  const byAgent = isTrue(options['key_use_agent']) || !isSet('pass')
  if (key === '' && !byAgent) return null
  const port = isSet('port') ? Number(options['port']) : 22
  const keyPath = key === '' ? null : localPath(key, here.home)
  const hosts = here.knownHostsFile
  const knownHostsFile = hosts === null ? null : localPath(hosts, here.home)
  if (!Number.isInteger(port) || (key !== '' && keyPath === null)) return null
  if (knownHostsFile === null) return null
  try {
    return {
      user: safeUser(options['user'] === undefined || !isSet('user') ? here.user : options['user']),
      host: safeHost(options['host'] ?? ''),
      port,
      keyPath: keyPath === null ? null : safeLocalPath(keyPath),
      knownHostsFile: safeLocalPath(knownHostsFile),
    }
  } catch (error) {
    if (error instanceof UnsafeValue) return null
    throw error
  }
}

/** Control pictures stand for control characters in rclone's notation of a path (docs/tool-behaviour.md 20). */
const PICTURES = /[\u2400-\u2421\u201b]/

/** True where a path is the same to rclone and to the server's own programs. */
export const isPlainPath = (path: string): boolean =>
  !PICTURES.test(path) && !path.split('/').includes('..')

/**
 * Words for a shell that name the folders in which it may find `path` of an SFTP remote: there itself, where `path_override`
 * says, or below the volumes of a NAS that shows its shares as the root. Which of them it is must be proven. Empty: none.
 */
export const shellFolders = (path: string, options: Options): readonly string[] => {
  if (!isPlainPath(path)) return []
  const override = options['path_override'] ?? ''
  const isAbsolute = path.startsWith('/')
  const below = isAbsolute ? path : `/${path}`
  return [
    shellQuote(isAbsolute ? path : `./${path}`),
    ...(override.startsWith('@') && isAbsolute ? [shellQuote(`${override.slice(1)}${path}`)] : []),
    ...['/volume[0-9]*', '/share'].map((root) => `${root}${shellQuote(below)}`),
  ]
}
