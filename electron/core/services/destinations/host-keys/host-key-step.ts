// Step of the connection test: compares the host key that the NAS presents with known_hosts. It never trusts a key itself.
import { existsSync } from 'node:fs'
import { safeHost } from '../../../process/argument-checks.ts'
import {
  type Finding,
  StepFailed,
  type StepRunner,
  passed,
  skipped,
} from '../connection-test/connection-test.ts'
import { parseHostKeys } from '../../../transports/known-hosts.ts'
import type { SshSettings } from './ssh-settings.ts'

const quoteFile = (file: string): string => (file.includes(' ') ? `'${file}'` : file)

/** `type base64` of each key in a text. */
const keysIn = (text: string): Set<string> =>
  new Set(parseHostKeys(text).map(({ type, blob }) => `${type} ${blob}`))

/** Throws StepFailed with the fingerprint and what to do where the key is unknown or differs from the known one. */
export const checkHostKey = async (
  runner: StepRunner,
  { host: name, port, knownAs, knownHosts: files, via }: SshSettings,
): Promise<Finding> => {
  if (via !== null)
    return skipped(`It is reached through ${via}: ssh compares its identity when it signs in.`)
  const host = safeHost(name)
  const known = new Set<string>()
  for (const file of files.filter((one) => existsSync(one))) {
    const argv = ['-F', knownAs, '-f', file]
    const { stdout } = await runner.run({ tool: 'ssh-keygen', argv, input: null }, true)
    for (const key of keysIn(stdout)) known.add(key)
  }
  const scan = {
    tool: 'ssh-keyscan',
    argv: ['-T', '10', '-p', String(port), '--', host],
    input: null,
  } as const
  const scanned = (await runner.run(scan, true)).stdout
  const presented = keysIn(scanned)
  if (presented.size === 0)
    throw new StepFailed(
      `${host} shows no host key on port ${port}: this may not be an ssh server.`,
    )
  if ([...presented].some((key) => known.has(key)))
    return passed('It is the NAS that this computer knows.')
  const listed = await runner.run(
    { tool: 'ssh-keygen', argv: ['-l', '-f', '-'], input: [scanned] },
    true,
  )
  const fingerprints = listed.stdout
    .split('\n')
    .map((line) => /(SHA256:\S+).*\((\w+)\)$/.exec(line.trim()))
    .filter((found) => found !== null)
    .map(([, fingerprint, type]) => `${fingerprint} (${type})`)
    .join(', ')
  if (known.size > 0)
    throw new StepFailed(
      `The NAS shows another identity than the one that this computer knows: ${fingerprints}. That is normal after a replacement and dangerous otherwise: ask IT before anybody trusts it.`,
    )
  const [target] = files
  throw new StepFailed(
    `The NAS is not known here yet. It shows the fingerprint ${fingerprints}. Ask IT to confirm it; then trust it with: ssh-keyscan -p ${port} ${host} >> ${quoteFile(target)}`,
  )
}
