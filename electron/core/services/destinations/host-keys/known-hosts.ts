// Reads ssh host keys as known_hosts and ssh-keyscan write them, and names the files that ssh looks into.
import { join } from 'node:path'
import type { RsyncSshDestination } from '../../../domain/config.ts'

interface HostKeyLine {
  /** `@cert-authority` or `@revoked`; null: none. */
  readonly marker: string | null
  readonly type: string
  /** The key in base64. */
  readonly blob: string
}

/** Keys in the text of known_hosts, `ssh-keyscan` or `ssh-keygen -F`; comments are left out. */
export const parseHostKeys = (text: string): HostKeyLine[] =>
  text.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/)
    const marker = fields[0]?.startsWith('@') === true ? (fields.shift() ?? null) : null
    const [host = '', type = '', blob = ''] = fields
    return host.startsWith('#') || blob === '' ? [] : [{ marker, type, blob }]
  })

/** The name of a host in known_hosts: with its port where that is not 22. */
export const knownHostName = (host: string, port: number): string =>
  port === 22 ? host : `[${host}]:${port}`

/** The file into which a trusted key is written. */
export const knownHostsFile = (d: RsyncSshDestination, home: string): string =>
  d.knownHostsFile ?? join(home, '.ssh', 'known_hosts')

/** The files that ssh looks into for this destination. */
export const knownHostsFiles = (d: RsyncSshDestination, home: string): readonly string[] =>
  d.knownHostsFile === null
    ? [knownHostsFile(d, home), '/etc/ssh/ssh_known_hosts']
    : [d.knownHostsFile]
