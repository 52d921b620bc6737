// Reads ssh host keys as known_hosts, ssh-keyscan and ssh-keygen write them, and computes their fingerprints.
import { createHash } from 'node:crypto'

/** One key of known_hosts. */
export interface HostKeyLine {
  /** `@cert-authority` or `@revoked`; null: none. */
  readonly marker: string | null
  /** The names of the host, as they stand there. */
  readonly hosts: string
  readonly type: string
  /** The key in base64. */
  readonly blob: string
}

/** Keys in the text of known_hosts, `ssh-keyscan` or `ssh-keygen -F`; comments are left out. */
export const parseHostKeys = (text: string): HostKeyLine[] =>
  text.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/)
    const marker = fields[0]?.startsWith('@') === true ? (fields.shift() ?? null) : null
    const [hosts = '', type = '', blob = ''] = fields
    return hosts.startsWith('#') || blob === '' ? [] : [{ marker, hosts, type, blob }]
  })

const digestOf = (algorithm: 'sha256' | 'md5', blob: string): Buffer =>
  createHash(algorithm).update(Buffer.from(blob, 'base64')).digest()

/** The fingerprint of a key as ssh prints it: `SHA256:` and base64. */
export const fingerprintOf = (blob: string): string =>
  `SHA256:${digestOf('sha256', blob).toString('base64').replace(/=+$/, '')}`

/** The older form of a fingerprint: MD5 in 32 hex digits. */
export const md5Of = (blob: string): string => digestOf('md5', blob).toString('hex')
