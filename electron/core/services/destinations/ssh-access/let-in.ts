// Lets the key of this computer in at an ssh server: one session by password adds its public half to authorized_keys.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { msg } from '../../../../../shared/language/msg.ts'
import type { ComputerKey } from '../../../../../shared/model/ssh-access.ts'
import type { RsyncSshDestination } from '../../../domain/config.ts'
import { Refusal } from '../../../errors.ts'
import { makeTempFolder } from '../../../lib/temp-folder.ts'
import { type ToolDeps, type ToolEnd, faultOf, runTool } from '../../../transports/run-tool.ts'
import { account, sshOptions } from '../../../transports/rsync/ssh-options.ts'
import { TransportError, silentIo } from '../../../transports/transport.ts'

const TIMEOUT_MS = 60_000

/**
 * The program that ssh asks for the password: it takes the first line of standard input, which is ssh's own. So the password is
 * in no argument, no variable and no file.
 */
const ASKPASS = '#!/bin/sh\nIFS= read -r answer && printf \'%s\\n\' "$answer"\n'

/** Printed by the server when the key is in place; what a login prints is no answer. */
const DONE = 'exlab-sync-let-in'

/** A line of authorized_keys with nothing in it that a shell reads. */
const PUBLIC_KEY = /^ssh-ed25519 [A-Za-z0-9+/=]+ [A-Za-z0-9@_.-]+$/

/** What the server runs: adds the line once, also where the last one there has no end. */
const installCommand = (publicKey: string): string => {
  const file = '"$HOME/.ssh/authorized_keys"'
  const script = [
    'umask 077',
    'mkdir -p "$HOME/.ssh"',
    `touch ${file}`,
    `{ grep -qF "${publicKey}" ${file} || printf "\\n%s\\n" "${publicKey}" >> ${file}; }`,
    `grep -qF "${publicKey}" ${file}`,
    `echo ${DONE}`,
  ].join(' && ')
  return `exec sh -c '${script}'`
}

/** ssh's options for one sign-in by password; the first value of an option counts. */
const passwordOptions = (d: RsyncSshDestination): string[] => [
  ...[
    'BatchMode=no',
    'PubkeyAuthentication=no',
    'PreferredAuthentications=password,keyboard-interactive',
    'PasswordAuthentication=yes',
    'KbdInteractiveAuthentication=yes',
    'NumberOfPasswordPrompts=1',
  ].flatMap((option) => ['-o', option]),
  ...sshOptions(d),
]

const refusalOf = (end: ToolEnd, d: RsyncSshDestination): Refusal => {
  const fault = faultOf(end, {
    transport: 'rsync_ssh',
    operation: 'hashsum',
    destination: account(d),
  })
  if (fault === null)
    return new Refusal(
      'unavailable',
      msg`${d.host} took the password, but did not say that the key is in place. ${end.stderr.trim()}`.trim(),
    )
  return fault.reason === 'ssh_key_rejected' || fault.reason === 'credentials_rejected'
    ? new Refusal(
        'invalid_input',
        msg`${d.host} does not take this password, or no password at all. ${fault.evidence}`,
      )
    : new Refusal('unavailable', `${fault.message}. ${fault.evidence}`)
}

/**
 * Signs in with the password and adds the key. Throws Refusal where the host key is not trusted, or with what the server said.
 * The password is kept nowhere.
 */
export const letIn = async (
  d: RsyncSshDestination,
  key: ComputerKey,
  password: string,
  deps: ToolDeps,
): Promise<void> => {
  if (process.platform === 'win32')
    throw new Refusal(
      'unavailable',
      msg`On Windows the key cannot be let in by password from here. Send the text to IT.`,
    )
  if (!PUBLIC_KEY.test(key.publicKey))
    throw new Refusal(
      'unavailable',
      msg`${key.path}.pub is not the public half that was made here.`,
    )
  if (/[\r\n\0]/.test(password)) throw new Refusal('invalid_input', msg`A password is one line.`)
  const folder = makeTempFolder('exlab-sync-', (made) =>
    writeFileSync(join(made, 'askpass'), ASKPASS, { mode: 0o700 }),
  )
  try {
    const askpass = join(folder, 'askpass')
    const argv = [...passwordOptions(d), '--', account(d), installCommand(key.publicKey)]
    const env = {
      SSH_ASKPASS: askpass,
      SSH_ASKPASS_REQUIRE: 'force',
      // versions before 8.4 ask the program where there is a display and no terminal
      DISPLAY: deps.env['DISPLAY'] ?? ':0',
    }
    const end = await runTool(
      { tool: 'ssh', argv, env, input: [`${password}\n`] },
      { ...deps, inactivityMs: TIMEOUT_MS },
      silentIo(AbortSignal.timeout(TIMEOUT_MS)),
    )
    if (end.exitCode !== 0 || !end.stdout.includes(DONE)) throw refusalOf(end, d)
  } catch (error) {
    if (error instanceof TransportError) throw new Refusal('unavailable', error.message)
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
