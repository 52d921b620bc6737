// Is the identity of the NAS known here? If not: its fingerprint, and the exact way to trust it. Never trusted by itself.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RsyncSshDestination } from '../../../domain/config.ts'
import { safeHost } from '../../../process/argument-checks.ts'
import { parseKeyLines } from './key-lines.ts'
import {
  type StepRunner,
  type Finding,
  StepFailed,
  passed,
} from '../connection-test/connection-test.ts'

/** The keys as comparable texts. */
const keysIn = (text: string): Set<string> =>
  new Set(parseKeyLines(text).map(({ type, blob }) => `${type} ${blob}`))

const quoteFile = (file: string): string => (file.includes(' ') ? `'${file}'` : file)

/** The files that ssh looks into for this destination. */
const knownHostsFiles = (d: RsyncSshDestination, home: string): readonly string[] =>
  d.knownHostsFile === null
    ? [join(home, '.ssh', 'known_hosts'), '/etc/ssh/ssh_known_hosts']
    : [d.knownHostsFile]

/** Compares what the NAS shows with what is known. Throws StepFailed with the fingerprint and what to do. */
export const checkHostKey = async (
  runner: StepRunner,
  d: RsyncSshDestination,
  home: string,
): Promise<Finding> => {
  const host = safeHost(d.host)
  const name = d.port === 22 ? host : `[${host}]:${d.port}`
  const files = knownHostsFiles(d, home)
  const known = new Set<string>()
  for (const file of files.filter((one) => existsSync(one))) {
    const run = { tool: 'ssh-keygen', argv: ['-F', name, '-f', file], input: null } as const
    for (const key of keysIn((await runner.run(run, true)).stdout)) known.add(key)
  }
  const scan = {
    tool: 'ssh-keyscan',
    argv: ['-T', '10', '-p', String(d.port), host],
    input: null,
  } as const
  const shown = (await runner.run(scan, true)).stdout
  const keys = keysIn(shown)
  if (keys.size === 0)
    throw new StepFailed(
      `${host} shows no host key on port ${d.port}: this may not be an ssh server.`,
    )
  if ([...keys].some((key) => known.has(key)))
    return passed('It is the NAS that this computer knows.')
  const lines = await runner.run(
    { tool: 'ssh-keygen', argv: ['-l', '-f', '-'], input: [shown] },
    true,
  )
  const prints = lines.stdout
    .split('\n')
    .map((line) => /(SHA256:\S+).*\((\w+)\)$/.exec(line.trim()))
    .filter((found) => found !== null)
    .map(([, print, type]) => `${print} (${type})`)
    .join(', ')
  if (known.size > 0)
    throw new StepFailed(
      `The NAS shows another identity than the one that this computer knows: ${prints}. That is normal after a replacement and dangerous otherwise: ask IT before anybody trusts it.`,
    )
  const target = files[0] ?? 'known_hosts'
  throw new StepFailed(
    `The NAS is not known here yet. It shows the fingerprint ${prints}. Ask IT to confirm it; then trust it with: ssh-keyscan -p ${d.port} ${host} >> ${quoteFile(target)}`,
  )
}
