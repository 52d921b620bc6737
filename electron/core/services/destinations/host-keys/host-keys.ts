// The identity of an ssh server: what it shows, what this computer knows of it, and trusting it after a person compared both.
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { HostKey } from '../../../../../shared/model/settings.ts'
import { Refusal } from '../../../errors.ts'
import type { RsyncSshDestination } from '../../../domain/config.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import { TransportError } from '../../../transports/transport.ts'
import { runForOutput } from '../tools-service.ts'

/** How many characters of the fingerprint a person types (docs/ux.md D8). */
export const TYPED_CHARS = 8

interface ScannedKey extends HostKey {
  /** As known_hosts writes it. */
  readonly line: string
}

const fileOf = (d: RsyncSshDestination): string =>
  d.knownHostsFile ?? join(homedir(), '.ssh', 'known_hosts')
const nameOf = (d: RsyncSshDestination): string =>
  d.port === 22 ? d.host : `[${d.host}]:${d.port}`

/** `type key` of the lines of ssh-keyscan or `ssh-keygen -F`. */
const keysIn = (text: string): { type: string; blob: string }[] =>
  text.split('\n').flatMap((line) => {
    const [host = '', type = '', blob = ''] = line.trim().split(/\s+/)
    return host === '' || host.startsWith('#') || blob === '' ? [] : [{ type, blob }]
  })

const fingerprintOf = (blob: string): string =>
  `SHA256:${createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '')}`

const scanHostKeys = async (d: RsyncSshDestination, deps: ToolDeps): Promise<ScannedKey[]> => {
  const name = nameOf(d)
  try {
    const scan = await runForOutput(
      'ssh-keyscan',
      ['-T', '10', '-p', String(d.port), '--', d.host],
      deps,
    )
    const shown = keysIn(scan.stdout)
    if (shown.length === 0)
      throw new Refusal(
        'unavailable',
        `${d.host} did not show its identity on port ${d.port}. ${scan.stderr.trim().split('\n').at(-1) ?? ''}`.trim(),
      )
    const stored = existsSync(fileOf(d))
      ? keysIn((await runForOutput('ssh-keygen', ['-F', name, '-f', fileOf(d)], deps)).stdout)
      : []
    return shown.map(({ type, blob }) => ({
      type,
      fingerprint: fingerprintOf(blob),
      line: `${name} ${type} ${blob}`,
      known: stored.some((one) => one.blob === blob)
        ? 'same'
        : stored.some((one) => one.type === type)
          ? 'changed'
          : 'unknown',
    }))
  } catch (error) {
    if (error instanceof TransportError) throw new Refusal('unavailable', error.message)
    throw error
  }
}

/** The keys that the server shows now. Throws Refusal where it does not answer. */
export const hostKeys = async (d: RsyncSshDestination, deps: ToolDeps): Promise<HostKey[]> =>
  (await scanHostKeys(d, deps)).map(({ type, fingerprint, known }) => ({
    type,
    fingerprint,
    known,
  }))

/** Writes one key into known_hosts, in the place of the old one. Throws Refusal where the server shows another by now. */
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
  const file = fileOf(d)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (key.known === 'changed') await runForOutput('ssh-keygen', ['-R', nameOf(d), '-f', file], deps)
  appendFileSync(file, `${key.line}\n`, { mode: 0o600 })
}
