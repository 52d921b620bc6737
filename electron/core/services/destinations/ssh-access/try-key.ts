// Tries whether an ssh server lets a key in, with the options of real runs; nothing is changed there.
import { msg } from '../../../../../shared/language/msg.ts'
import type { SshTry } from '../../../../../shared/model/ssh-access.ts'
import { type Reason, headlineOf } from '../../../../../shared/reasons.ts'
import type { RsyncSshDestination } from '../../../domain/config.ts'
import { type ToolDeps, faultOf, runTool } from '../../../transports/run-tool.ts'
import { account, sshOptions } from '../../../transports/rsync/ssh-options.ts'
import { TransportError, silentIo } from '../../../transports/transport.ts'

/** The window asks every ten seconds. */
const TIMEOUT_MS = 25_000

/** ssh's exit code where it could not connect or sign in (ssh(1), EXIT STATUS). */
const SSH_FAILED = 255

const STATES: Partial<Readonly<Record<Reason, SshTry['state']>>> = {
  ssh_host_key_unknown: 'host_unknown',
  ssh_host_key_changed: 'host_changed',
  ssh_key_rejected: 'refused',
  ssh_key_unusable: 'refused',
  credentials_rejected: 'refused',
}

/** Signs in and leaves again: an account that may run nothing but SFTP or rsync is let in too. */
export const tryKey = async (d: RsyncSshDestination, deps: ToolDeps): Promise<SshTry> => {
  const argv = [...sshOptions(d), '--', account(d), 'exit']
  try {
    const end = await runTool(
      { tool: 'ssh', argv, input: null },
      { ...deps, inactivityMs: TIMEOUT_MS },
      silentIo(AbortSignal.timeout(TIMEOUT_MS)),
    )
    if (end.exitCode !== null && end.exitCode !== SSH_FAILED)
      return { state: 'let_in', message: msg`${d.host} lets the key in.` }
    if (end.cancelled)
      return { state: 'no_answer', message: `${headlineOf('connection_timeout', d.host)}.` }
    const fault = faultOf(end, {
      transport: 'rsync_ssh',
      operation: 'hashsum',
      destination: account(d),
      keyPath: d.keyPath,
    })
    if (fault === null) return { state: 'no_answer', message: end.stderr.trim() }
    return {
      state: STATES[fault.reason] ?? 'no_answer',
      message: `${fault.message}. ${fault.evidence}`.trim(),
    }
  } catch (error) {
    if (error instanceof TransportError) return { state: 'no_answer', message: `${error.message}.` }
    throw error
  }
}
