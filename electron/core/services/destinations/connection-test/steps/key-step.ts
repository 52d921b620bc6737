// Step of the connection test: the private key on this computer can be used without a question, before the server is blamed.
import { existsSync, readFileSync } from 'node:fs'
import { msg } from '../../../../../../shared/language/msg.ts'
import type { RsyncSshDestination } from '../../../../domain/config.ts'
import { safeLocalPath } from '../../../../process/argument-checks.ts'
import type { SshSettings } from '../../host-keys/ssh-settings.ts'
import { type Finding, StepFailed, type StepRunner, passed } from '../connection-test.ts'

const FINGERPRINT = /SHA256:\S+/

/** True where the file holds the public half of a key. */
const isPublicHalf = (file: string): boolean => {
  try {
    return /^(?:ssh-|ecdsa-|sk-)\S+ \S+/.test(readFileSync(file, 'utf8').slice(0, 4_096))
  } catch {
    return false
  }
}

/** True where the agent of this account holds the key. */
const isInAgent = async (runner: StepRunner, file: string): Promise<boolean> => {
  const listed = await runner.run(
    { tool: 'ssh-keygen', argv: ['-l', '-f', file], input: null },
    true,
  )
  const [fingerprint] = FINGERPRINT.exec(listed.stdout) ?? []
  if (fingerprint === undefined) return false
  const held = await runner.run({ tool: 'ssh-add', argv: ['-l'], input: null }, true)
  return held.stdout.includes(fingerprint)
}

/** Throws StepFailed where ssh could not sign in with the key, with what to do. */
export const checkKey = async (
  runner: StepRunner,
  d: RsyncSshDestination,
  ssh: Pick<SshSettings, 'agent'>,
): Promise<Finding> => {
  const file = safeLocalPath(d.keyPath)
  if (!existsSync(file)) throw new StepFailed(msg`There is no key file ${file}.`)
  const argv = ['-y', '-P', '', '-f', file]
  const { exitCode, stderr } = await runner.run({ tool: 'ssh-keygen', argv, input: null }, true)
  if (exitCode === 0) return passed(msg`It can be used.`)
  const isPublic = isPublicHalf(file)
  // of the public half ssh says first that others may read it, which they may
  if (!isPublic && /UNPROTECTED|bad permissions/i.test(stderr))
    throw new StepFailed(
      msg`Others may read ${file}, so ssh refuses it. Let this account alone read it (chmod 600).`,
    )
  const hasPassphrase = !isPublic && /passphrase/i.test(stderr)
  if (!hasPassphrase && !isPublic)
    throw new StepFailed(
      msg`${file} is not a private key that ssh can read, or this account may not.`,
    )
  const what = hasPassphrase ? msg`The key has a passphrase` : msg`This is the public half of a key`
  if (ssh.agent !== null)
    return passed(msg`${what}: the agent that ssh's configuration names (${ssh.agent}) is asked.`)
  if (await isInAgent(runner, file))
    return passed(msg`${what}; the agent of this account holds it.`)
  if (isPublic)
    throw new StepFailed(
      msg`${what}, and no agent holds the private one: name the file of the private one.`,
    )
  throw new StepFailed(
    msg`${what}, and no agent holds it: while runs are sent nobody is there to type a passphrase. Add it to an agent that this program sees (ssh-add ${file}), or use a key without a passphrase.`,
  )
}
