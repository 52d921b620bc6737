// Lists the host keys that an ssh server presents, compares them with what is known here and with what IT gave, and pins those
// that IT gave in the app's own known_hosts.
import { existsSync } from 'node:fs'
import { msg } from '../../../../../shared/language/msg.ts'
import type { GivenFingerprint, HostIdentity } from '../../../../../shared/model/ssh-access.ts'
import { Refusal } from '../../../errors.ts'
import { lookBeforeReading } from '../../../lib/bounded-file.ts'
import { type HostKeyLine, fingerprintOf, parseHostKeys } from '../../../transports/known-hosts.ts'
import { MAX_KNOWN_HOSTS, pinHost } from '../../../transports/own-known-hosts.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import { TransportError } from '../../../transports/transport.ts'
import { runForOutput } from '../tools-service.ts'
import { type GivenFingerprints, isGiven, readFingerprints } from './given-fingerprint.ts'
import type { KnownServer } from './known-server.ts'

type Key = Pick<HostKeyLine, 'type' | 'blob'>

interface LookedAt {
  /** Keys that it presents and that can be compared. */
  readonly presented: readonly Key[]
  /** Keys that it presents beside them. */
  readonly others: readonly Key[]
  readonly known: readonly Key[]
}

/** Keys that the files of known hosts have for a server, by ssh's own reading of names. Throws Refusal for what is no file. */
const knownKeys = async (server: KnownServer, deps: ToolDeps): Promise<Key[]> => {
  const found = new Map<string, Key>()
  const revoked = new Set<string>()
  for (const file of server.files) {
    const unread = await lookBeforeReading(file, MAX_KNOWN_HOSTS)
    if (unread !== null) throw new Refusal('unavailable', `${file} ${unread}.`)
    if (!existsSync(file)) continue
    const { stdout } = await runForOutput('ssh-keygen', ['-F', server.knownAs, '-f', file], deps)
    for (const { type, blob, marker } of parseHostKeys(stdout)) {
      if (marker === '@revoked') revoked.add(blob)
      else if (marker === null) found.set(blob, { type, blob })
    }
  }
  return [...found.values()].filter(({ blob }) => !revoked.has(blob))
}

const look = async (server: KnownServer, deps: ToolDeps): Promise<LookedAt> => {
  try {
    const known = await knownKeys(server, deps)
    const { keys, words } = await server.scan()
    const all = parseHostKeys(keys)
    if (all.length === 0)
      throw new Refusal(
        'unavailable',
        msg`${server.host} did not show its identity on port ${server.port}. ${words}`.trim(),
      )
    const types = server.comparable(all.map(({ type }) => type))
    return {
      known,
      presented: all.filter(({ type }) => types.includes(type)),
      others: all.filter(({ type }) => !types.includes(type)),
    }
  } catch (error) {
    if (error instanceof TransportError) throw new Refusal('unavailable', error.message)
    throw error
  }
}

const isKnown = ({ known }: LookedAt, { blob }: Key): boolean =>
  known.some((one) => one.blob === blob)

/** Keys that are known for a server and that it does not present any more. */
const goneKeys = ({ known, presented, others }: LookedAt): Key[] =>
  known.filter(({ blob }) => ![...presented, ...others].some((one) => one.blob === blob))

/** The host keys that the server presents now, and those before. Throws Refusal where it does not answer. */
export const hostIdentity = async (server: KnownServer, deps: ToolDeps): Promise<HostIdentity> => {
  const looked = await look(server, deps)
  const { presented } = looked
  const isSame = presented.some((key) => isKnown(looked, key))
  const known = isSame ? 'same' : looked.known.length > 0 ? 'changed' : 'unknown'
  return {
    host: server.host,
    port: server.port,
    known,
    rows: presented.map((key) => ({
      type: key.type,
      fingerprint: fingerprintOf(key.blob),
      known: isKnown(looked, key)
        ? 'same'
        : looked.known.some(({ type }) => type === key.type)
          ? 'changed'
          : 'unknown',
    })),
    before:
      known === 'changed'
        ? goneKeys(looked).map(({ type, blob }) => ({ type, fingerprint: fingerprintOf(blob) }))
        : [],
  }
}

/** How IT is asked for the fingerprint of a key, by the file in which OpenSSH's server keeps it. */
const askFor = (types: readonly string[]): string =>
  types
    .map((type) => /ed25519|ecdsa|rsa|dss/.exec(type)?.[0].replace('dss', 'dsa') ?? type)
    .map((name) => `ssh-keygen -l -f /etc/ssh/ssh_host_${name}_key.pub`)
    .join(', ')

const compare = (
  host: string,
  { presented, others }: LookedAt,
  given: GivenFingerprints,
): GivenFingerprint & { readonly keys: readonly Key[] } => {
  if (given.sha256.size === 0 && given.md5.size === 0)
    return {
      answer: 'unreadable',
      message: msg`There is no whole fingerprint in this text. Paste what IT gave you as it is: SHA256:… with 43 characters, or a line of ssh-keyscan.`,
      keys: [],
    }
  const keys = presented.filter(({ blob }) => isGiven(given, blob))
  if (keys.length > 0)
    return { answer: 'same', message: msg`It is the one that IT gave: this is ${host}.`, keys }
  if (others.some(({ blob }) => isGiven(given, blob)))
    return {
      answer: 'other_type',
      message: msg`This rclone compares another key of ${host} than the one that IT gave. Ask IT for this one too (${askFor(presented.map(({ type }) => type))}), or install rclone 1.63 or newer.`,
      keys: [],
    }
  const types = new Set([...presented, ...others].map(({ type }) => type))
  if (given.types.size > 0 && [...given.types].every((type) => !types.has(type)))
    return {
      answer: 'other_type',
      message: msg`${host} shows no key of the kind that IT gave. Ask IT for the one of ${presented.map(({ type }) => type).join(' or ')}.`,
      keys: [],
    }
  return {
    answer: 'other',
    message: msg`${host} shows another fingerprint than the one that IT gave. Do not go on: it may be another server in its place. Tell IT what it shows.`,
    keys: [],
  }
}

/** Compares what IT gave with what the server presents. Throws Refusal where it does not answer. */
export const compareGiven = async (
  server: KnownServer,
  given: string,
  deps: ToolDeps,
): Promise<GivenFingerprint> => {
  const { answer, message } = compare(
    server.host,
    await look(server, deps),
    readFingerprints(given),
  )
  return { answer, message }
}

/**
 * Pins the keys that IT gave; others that were known for the server are refused from then on. Throws Refusal unless the server
 * presents one that IT gave.
 */
export const trustGiven = async (
  server: KnownServer,
  given: string,
  own: string,
  deps: ToolDeps,
): Promise<readonly string[]> => {
  const looked = await look(server, deps)
  const { answer, message, keys } = compare(server.host, looked, readFingerprints(given))
  if (answer !== 'same') throw new Refusal('conflict', `${message} ${msg`Nothing was trusted.`}`)
  pinHost(own, server.knownAs, keys, goneKeys(looked))
  return keys.map(({ blob }) => fingerprintOf(blob))
}
