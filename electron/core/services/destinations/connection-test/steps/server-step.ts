// Step of the connection test of an rclone destination: whether anything checks that the server is the one that is meant, and
// whether a proxy stands between. rclone.conf is read for it, and none of it is reported, since it holds secrets.
import { msg } from '../../../../../../shared/language/msg.ts'
import type { RcloneDestination } from '../../../../domain/config.ts'
import { proxyTo } from '../../../../transports/proxy.ts'
import { rcloneTarget } from '../../../../transports/rclone/rclone-args.ts'
import {
  type RcloneConfig,
  type ResolvedRemote,
  resolveRemote,
} from '../../../../transports/rclone/remote-chain.ts'
import { serversBelow } from '../../../../transports/rclone/sftp-host-keys.ts'
import type { ToolDeps } from '../../../../transports/run-tool.ts'
import { checkHostKey } from '../../host-keys/host-key-step.ts'
import { serversOfRemote } from '../../host-keys/known-server.ts'
import { type Finding, type Step, passed, skipped } from '../connection-test.ts'
import { httpUrl } from './server-address.ts'

/** Backends that go through a proxy of the environment, because they speak HTTP. */
const OTHER_THAN_HTTP: ReadonlySet<string> = new Set(['sftp', 'ftp', 'smb', 'local'])

/** What a person should know about the server of a storage. */
export const serverFinding = (
  storage: Pick<NonNullable<ResolvedRemote['storage']>, 'type' | 'options'> | null,
  env: ToolDeps['env'],
): Finding => {
  if (storage === null)
    return skipped(msg`An overlay is in between, so its server was not looked at.`)
  const { type, options } = storage
  if (type === 'local') return passed(msg`It is a folder of this computer.`)
  if (type === 'smb')
    return skipped(msg`SMB proves no identity but by the password of the account.`)
  const address = options['url'] ?? options['endpoint'] ?? ''
  const proxy = OTHER_THAN_HTTP.has(type) ? null : proxyTo(httpUrl(address), env)
  const through = proxy === null ? '' : ` ${msg`rclone goes through the proxy ${proxy}.`}`
  const isPlain =
    address.startsWith('http:') ||
    (type === 'ftp' && options['tls'] !== 'true' && options['explicit_tls'] !== 'true')
  if (isPlain)
    return skipped(
      `${msg`The connection is not encrypted, so nothing checks that the server is the one that is meant.`}${through}`,
    )
  return passed(`${msg`Its identity is checked by its key or certificate.`}${through}`)
}

/**
 * The step `server`; it needs the step `port`. SFTP servers, also several below a union, are compared with what is known here.
 * `own`: the app's known_hosts; `read`: reads rclone.conf.
 */
export const serverStep = (
  d: RcloneDestination,
  deps: ToolDeps,
  own: string,
  read: () => Promise<RcloneConfig>,
): Step => ({
  id: 'server',
  title: msg`The server is known`,
  needs: ['port'],
  async run(runner) {
    const config = await read()
    const isWindows = process.platform === 'win32'
    const path = rcloneTarget(d, '').slice(d.remote.length + 1)
    const { storage } = resolveRemote(d.remote, path, config, isWindows)
    const sftp = serversBelow(d.remote, config, isWindows)
    if (sftp.every(({ isChecked }) => isChecked)) return serverFinding(storage, deps.env)
    const servers = await serversOfRemote(d, own, deps)
    for (const server of servers) await checkHostKey(runner, server, deps)
    return passed(msg`Its identity is the one that this computer knows.`)
  },
})
