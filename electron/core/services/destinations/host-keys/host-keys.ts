// Lists the host keys that an ssh server presents, compares them with known_hosts, and trusts one that a person confirmed.
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { HostKey } from '../../../../../shared/model/ssh-access.ts'
import { Refusal } from '../../../errors.ts'
import { lookBeforeReading } from '../../../lib/bounded-file.ts'
import type { RsyncSshDestination } from '../../../domain/config.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import { safeHost } from '../../../process/argument-checks.ts'
import { account } from '../../../transports/rsync/ssh-options.ts'
import { TransportError } from '../../../transports/transport.ts'
import { runForOutput } from '../tools-service.ts'
import { parseHostKeys } from '../../../transports/known-hosts.ts'
import { type SshSettings, parseSshSettings, sshSettingsArgs } from './ssh-settings.ts'

/** Characters of the fingerprint that a person types (docs/ux.md D8). */
const TYPED_CHARS = 8

/** Most bytes of a known_hosts. */
const MAX_KNOWN_HOSTS = 4 << 20

interface ScannedKey extends HostKey {
  /** Its line in known_hosts. */
  readonly line: string
}

const fingerprintOf = (blob: string): string =>
  `SHA256:${createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '')}`

/** What ssh makes of the destination. Throws Refusal where ssh is missing. */
const sshSettings = async (d: RsyncSshDestination, deps: ToolDeps): Promise<SshSettings> => {
  try {
    return parseSshSettings((await runForOutput('ssh', sshSettingsArgs(d), deps)).stdout, d)
  } catch (error) {
    if (error instanceof TransportError) throw new Refusal('unavailable', error.message)
    throw error
  }
}

const scanHostKeys = async (d: RsyncSshDestination, deps: ToolDeps): Promise<ScannedKey[]> => {
  const { host, port, knownAs: name, knownHosts, via } = await sshSettings(d, deps)
  const [file] = knownHosts
  const unread = await lookBeforeReading(file, MAX_KNOWN_HOSTS)
  if (unread !== null) throw new Refusal('unavailable', `${file} ${unread}.`)
  if (via !== null)
    throw new Refusal(
      'unavailable',
      `${d.host} is reached through ${via}, so its identity can't be asked for here. Sign in once by hand (ssh ${account(d)}) and compare what it shows.`,
    )
  try {
    const scan = await runForOutput(
      'ssh-keyscan',
      ['-T', '10', '-p', String(port), '--', safeHost(host)],
      deps,
    )
    const presented = parseHostKeys(scan.stdout)
    if (presented.length === 0)
      throw new Refusal(
        'unavailable',
        `${host} did not show its identity on port ${port}. ${scan.stderr.trim().split('\n').at(-1) ?? ''}`.trim(),
      )
    const known = existsSync(file)
      ? parseHostKeys((await runForOutput('ssh-keygen', ['-F', name, '-f', file], deps)).stdout)
      : []
    const unmarked = known.filter(({ marker }) => marker === null)
    return presented.map(({ type, blob }) => ({
      type,
      fingerprint: fingerprintOf(blob),
      line: `${name} ${type} ${blob}`,
      known: unmarked.some((one) => one.blob === blob)
        ? 'same'
        : unmarked.some((one) => one.type === type)
          ? 'changed'
          : 'unknown',
    }))
  } catch (error) {
    if (error instanceof TransportError) throw new Refusal('unavailable', error.message)
    throw error
  }
}

/** The host keys that the server presents now. Throws Refusal where it does not answer. */
export const hostKeys = async (d: RsyncSshDestination, deps: ToolDeps): Promise<HostKey[]> =>
  (await scanHostKeys(d, deps)).map(({ type, fingerprint, known }) => ({
    type,
    fingerprint,
    known,
  }))

/**
 * Writes a key into known_hosts, in the place of the old one. Throws Refusal where the typed characters do not match, or
 * where the server presents another key by now.
 */
export const trustHostKey = async (
  d: RsyncSshDestination,
  chosen: { readonly fingerprint: string; readonly typed: string },
  deps: ToolDeps,
): Promise<void> => {
  if (chosen.typed.trim() !== chosen.fingerprint.slice(-TYPED_CHARS))
    throw new Refusal(
      'invalid_input',
      `The last ${TYPED_CHARS} characters of the fingerprint are others. Compare it with what IT gave you.`,
    )
  const key = (await scanHostKeys(d, deps)).find((one) => one.fingerprint === chosen.fingerprint)
  if (key === undefined)
    throw new Refusal(
      'conflict',
      `${d.host} shows another fingerprint by now. Nothing was trusted.`,
    )
  if (key.known === 'same') return
  const { knownAs, knownHosts } = await sshSettings(d, deps)
  const [file] = knownHosts
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (key.known === 'changed') await runForOutput('ssh-keygen', ['-R', knownAs, '-f', file], deps)
  appendFileSync(file, `${key.line}\n`, { mode: 0o600 })
}
