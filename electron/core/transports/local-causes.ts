// Looks on this computer for the cause of a failure that the tool's words leave open: the key of ssh, a locked rclone.conf, and a
// proxy that rclone went through.
import { readFileSync } from 'node:fs'
import { msg } from '../../../shared/language/msg.ts'
import type { Reason } from '../../../shared/reasons.ts'
import { proxyOf, proxyTo } from './proxy.ts'

const PEM_LOCKED = /^Proc-Type: 4,ENCRYPTED|^-----BEGIN ENCRYPTED PRIVATE KEY-----/m
const OPENSSH = /^-----BEGIN OPENSSH PRIVATE KEY-----\n([\s\S]+?)-----END/
/** In front of the name of the cipher, which is `none` for a key without a passphrase (OpenSSH, PROTOCOL.key). */
const MAGIC = Buffer.from('openssh-key-v1\0')

/** A fault of a key that an agent of this account makes up for. */
export const NEEDS_AGENT = /no agent holds/

/** What keeps ssh from using the text of a private key by itself; null: nothing that can be seen in it. */
export const keyFault = (text: string): string | null => {
  if (text.trim() === '') return msg`is empty`
  if (/^(?:ssh-|ecdsa-|sk-)\S+ [A-Za-z0-9+/]{20}/.test(text))
    return msg`is the public half of a key, and no agent holds the private one`
  if (text.startsWith('PuTTY-User-Key-File'))
    return msg`is a key of PuTTY: have PuTTYgen export it as an OpenSSH key`
  if (PEM_LOCKED.test(text)) return msg`has a passphrase, and no agent holds it`
  const [, body] = OPENSSH.exec(text) ?? []
  if (body === undefined)
    return text.includes('PRIVATE KEY-----') ? null : msg`is not a private key`
  const bytes = Buffer.from(body, 'base64')
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return msg`is damaged`
  const length = bytes.length < MAGIC.length + 4 ? 0 : bytes.readUInt32BE(MAGIC.length)
  const cipher = bytes.toString('latin1', MAGIC.length + 4, MAGIC.length + 4 + length)
  return cipher === 'none' ? null : msg`has a passphrase, and no agent holds it`
}

/** The public half in base64 that a private key in OpenSSH's own format holds in the open; null: it is of another format. */
export const publicBlobOf = (text: string): string | null => {
  const bytes = Buffer.from(OPENSSH.exec(text)?.[1] ?? '', 'base64')
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null
  let at = MAGIC.length
  const next = (): Buffer | null => {
    if (bytes.length < at + 4) return null
    const from = at + 4
    at = from + bytes.readUInt32BE(at)
    return bytes.length < at ? null : bytes.subarray(from, at)
  }
  // cipher, name and options of the derivation, the number of keys, the key (OpenSSH, PROTOCOL.key)
  next()
  next()
  next()
  at += 4
  const key = next()
  return key === null || key.length < 8 ? null : key.toString('base64')
}

/** Longest text of a key that is read. */
const MAX_KEY_CHARS = 64 << 10

/** A sentence about the key file; null: nothing is wrong with it that can be seen. */
const keyFileFault = (path: string): string | null => {
  try {
    const fault = keyFault(readFileSync(path, 'utf8').slice(0, MAX_KEY_CHARS))
    return fault === null ? null : msg`The key ${path} ${fault}.`
  } catch {
    // ssh itself says why it could not read it
    return null
  }
}

/** Failures that a proxy can cause: it answers in the place of the server. */
const BY_PROXY: ReadonlySet<Reason> = new Set([
  'proxy_refused',
  'remote_permission_denied',
  'server_error',
  'remote_not_configured',
  'rate_limited',
  'connection_timeout',
  'connection_lost',
  'tls_failure',
])

interface Fault {
  readonly reason: Reason
  readonly evidence: string
  readonly phrase: string
}

interface Surroundings {
  readonly transport: 'rclone' | 'rsync_ssh'
  /** Private key of an rsync destination. */
  readonly keyPath?: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform?: NodeJS.Platform
}

/** Words of rclone about a password of its configuration (fs/config/crypt.go). */
const LOCKED = /decrypt (?:the )?config|configuration password|Failed to read line: EOF/i

/** A failure with what this computer adds to it: a closer reason, a line of evidence, or the proxy that may have caused it. */
export const withLocalCause = <T extends Fault>(
  fault: T,
  around: Surroundings,
): T & { readonly proxy?: string } => {
  // rights are "Permission denied" there, the protection of privacy is not
  const isPrivate =
    (around.platform ?? process.platform) === 'darwin' &&
    fault.reason === 'local_permission_denied' &&
    /operation not permitted/i.test(fault.evidence)
  if (isPrivate) return { ...fault, reason: 'local_privacy_refused' }
  if (around.transport === 'rsync_ssh') {
    const why =
      fault.reason === 'ssh_key_rejected' && around.keyPath !== undefined
        ? keyFileFault(around.keyPath)
        : null
    return why === null
      ? fault
      : { ...fault, reason: 'ssh_key_unusable', evidence: `${why}\n${fault.evidence}`, phrase: why }
  }
  if (fault.reason === 'remote_not_configured' && LOCKED.test(fault.evidence))
    return { ...fault, reason: 'config_locked' }
  const isHttp = /https?:\/\/|: [45]\d\d |Status ?Code|proxyconnect/i.test(fault.evidence)
  if (!BY_PROXY.has(fault.reason) || !isHttp) return fault
  const [address] = /https?:\/\/[^\s"']+/.exec(fault.evidence) ?? []
  const proxy = address === undefined ? proxyOf(around.env) : proxyTo(address, around.env)
  if (proxy === null) return fault
  return { ...fault, proxy, evidence: `${fault.evidence}\nrclone goes through the proxy ${proxy}` }
}
