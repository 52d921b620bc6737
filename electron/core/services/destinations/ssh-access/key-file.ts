// Looks at a file that somebody chose as the ssh key: a public half, a passphrase, another format are said before it is tried.
import { existsSync, statSync } from 'node:fs'
import { msg } from '../../../../../shared/language/msg.ts'
import type { KeyFileCheck } from '../../../../../shared/model/ssh-access.ts'
import { FileRefused, readBounded } from '../../../lib/bounded-file.ts'
import { errorCode, errorMessage } from '../../../errors.ts'
import { fingerprintOf } from '../../../transports/known-hosts.ts'
import { NEEDS_AGENT, keyFault } from '../../../transports/local-causes.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import { TransportError } from '../../../transports/transport.ts'
import { runForOutput } from '../tools-service.ts'

/** Most bytes of a private key. */
const MAX_KEY = 64 << 10

/** The public half of a chosen key: of the file itself, or of the `.pub` beside it; null: there is none. */
const publicBlob = (file: string, text: string): string | null => {
  const own = /^(?:ssh-|ecdsa-|sk-)\S+ (\S+)/.exec(text)?.[1]
  if (own !== undefined) return own
  try {
    const beside = readBounded(`${file}.pub`, MAX_KEY).toString('utf8')
    return beside.trim().split(/\s+/)[1] ?? null
  } catch {
    return null
  }
}

/** True where the agent that this program sees holds the key. */
const isInAgent = async (blob: string | null, deps: ToolDeps): Promise<boolean> => {
  if (blob === null) return false
  try {
    const { stdout } = await runForOutput('ssh-add', ['-l'], deps)
    return stdout.includes(fingerprintOf(blob))
  } catch (error) {
    if (error instanceof TransportError) return false
    throw error
  }
}

const AGENT_WORDS = msg`The agent of this account holds it. It must hold it whenever runs are sent, also after a restart of this computer.`

/** What speaks against a file as the key of an account, from its content and its rights alone. */
export const checkKeyFile = async (file: string, deps: ToolDeps): Promise<KeyFileCheck> => {
  const refused = (problem: string, instead: string | null = null): KeyFileCheck => ({
    problem,
    note: null,
    instead,
  })
  let text: string
  try {
    text = readBounded(file, MAX_KEY).toString('utf8')
  } catch (error) {
    if (error instanceof FileRefused) return refused(`${error.message}.`)
    return refused(
      errorCode(error) === 'ENOENT'
        ? msg`There is no file ${file}.`
        : msg`${file} can't be read: ${errorMessage(error)}.`,
    )
  }
  const fault = keyFault(text)
  const isHeld =
    fault !== null && NEEDS_AGENT.test(fault) && (await isInAgent(publicBlob(file, text), deps))
  if (fault !== null && !isHeld) {
    const [, beside] = /^(.+)\.pub$/.exec(file) ?? []
    const instead = beside !== undefined && existsSync(beside) ? beside : null
    return refused(msg`The file ${file} ${fault}.`, instead)
  }
  // ssh refuses a private key that others may read
  if (!isHeld && process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    return refused(
      msg`Others may read ${file}, so ssh refuses it. Let this account alone read it (chmod 600).`,
    )
  return { problem: null, note: isHeld ? AGENT_WORDS : null, instead: null }
}
