// Reads what IT gave for the comparison of a host key, pasted whole: fingerprints, lines of ssh-keyscan or known_hosts, MD5. Pure
// but for the digests of keys.
import { fingerprintOf, md5Of, parseHostKeys } from '../../../transports/known-hosts.ts'

/** What stands in a text: fingerprints as `SHA256:...` and as 32 hex digits, and the types that are named beside them. */
export interface GivenFingerprints {
  readonly sha256: ReadonlySet<string>
  readonly md5: ReadonlySet<string>
  readonly types: ReadonlySet<string>
}

const KEY_TYPE = /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S+|sk-\S+)$/
/** A whole SHA-256 in base64 has 43 characters; with fewer somebody could make a key that fits. */
const SHA256 = /(?<![A-Za-z0-9+/])(?:SHA256:)?([A-Za-z0-9+/]{43})(?![A-Za-z0-9+/])=?/g
const MD5 = /(?<![0-9a-f:])(?:MD5:)?([0-9a-f]{2}(?::[0-9a-f]{2}){15}|[0-9a-f]{32})(?![0-9a-f:])/gi

/** `host type base64`, or the key alone as a `.pub` file holds it. */
const keysIn = (text: string): { type: string; blob: string }[] =>
  text.split('\n').flatMap((line) => {
    const [found] = parseHostKeys(line)
    if (found !== undefined && KEY_TYPE.test(found.type)) return [found]
    const [type = '', blob = ''] = line.trim().split(/\s+/)
    return KEY_TYPE.test(type) && blob !== '' ? [{ type, blob }] : []
  })

/** Finds the fingerprints in a text. A text without one gives empty sets. */
export const readFingerprints = (text: string): GivenFingerprints => {
  const keys = keysIn(text)
  // a key is compared by its own digest; what looks like a fingerprint inside of it is none
  const rest = keys.reduce((left, { blob }) => left.replace(blob, ''), text)
  return {
    sha256: new Set([
      ...keys.map(({ blob }) => fingerprintOf(blob)),
      ...[...rest.matchAll(SHA256)].map(([, digest]) => `SHA256:${digest}`),
    ]),
    md5: new Set(
      [...rest.matchAll(MD5)].map(([, digest = '']) => digest.replaceAll(':', '').toLowerCase()),
    ),
    types: new Set(keys.map(({ type }) => type)),
  }
}

/** True where the text holds the fingerprint of a key. */
export const isGiven = (given: GivenFingerprints, blob: string): boolean =>
  given.sha256.has(fingerprintOf(blob)) || given.md5.has(md5Of(blob))
