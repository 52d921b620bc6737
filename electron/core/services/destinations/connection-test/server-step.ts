// Step of the connection test of an rclone destination: whether anything checks that the server is the one that is meant, and
// whether a proxy stands between. rclone.conf is read for it, and none of it is reported, since it holds secrets.
import type { RcloneDestination } from '../../../domain/config.ts'
import { proxyOf } from '../../../transports/local-causes.ts'
import { rcloneConfigArgs, rcloneTarget } from '../../../transports/rclone/rclone-args.ts'
import { createRcloneQuery } from '../../../transports/rclone/rclone-query.ts'
import {
  type ResolvedRemote,
  parseConfigDump,
  resolveRemote,
} from '../../../transports/rclone/remote-chain.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import { TransportError, silentIo } from '../../../transports/transport.ts'
import { type Finding, type Step, StepFailed, passed, skipped } from './connection-test.ts'

/** Backends that go through a proxy of the environment, because they speak HTTP. */
const OTHER_THAN_HTTP: ReadonlySet<string> = new Set(['sftp', 'ftp', 'smb', 'local'])

/** What a person should know about the server of a storage. */
export const serverFinding = (
  storage: Pick<NonNullable<ResolvedRemote['storage']>, 'type' | 'options'> | null,
  env: ToolDeps['env'],
): Finding => {
  if (storage === null) return skipped('An overlay is in between, so its server was not looked at.')
  const { type, options } = storage
  if (type === 'local') return passed('It is a folder of this computer.')
  if (type === 'smb') return skipped('SMB proves no identity but by the password of the account.')
  const proxy = OTHER_THAN_HTTP.has(type) ? null : proxyOf(env)
  const through = proxy === null ? '' : ` rclone goes through the proxy ${proxy}.`
  if (type === 'sftp' && (options['known_hosts_file'] ?? '') === '')
    return skipped(
      'Nothing checks that the server is the one that is meant: another one in its place would get the runs. Add known_hosts_file = ~/.ssh/known_hosts to the remote in rclone.conf, after ssh has connected to it once.',
    )
  const isPlain =
    (options['url'] ?? options['endpoint'] ?? '').startsWith('http:') ||
    (type === 'ftp' && options['tls'] !== 'true' && options['explicit_tls'] !== 'true')
  if (isPlain)
    return skipped(
      `The connection is not encrypted, so nothing checks that the server is the one that is meant.${through}`,
    )
  return passed(`Its identity is checked by its key or certificate.${through}`)
}

/** The step `server`; it needs the step `remote`. */
export const serverStep = (d: RcloneDestination, deps: ToolDeps, signal: AbortSignal): Step => ({
  id: 'server',
  title: 'The server is known',
  needs: ['remote'],
  async run() {
    let text = ''
    try {
      await createRcloneQuery(d, deps)(rcloneConfigArgs(d), silentIo(signal), (line) => {
        text += `${line}\n`
      })
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      throw new StepFailed(`${error.message}.`)
    }
    const path = rcloneTarget(d, '').slice(d.remote.length + 1)
    const isWindows = process.platform === 'win32'
    const { storage } = resolveRemote(d.remote, path, parseConfigDump(text), isWindows)
    return serverFinding(storage, deps.env)
  },
})
