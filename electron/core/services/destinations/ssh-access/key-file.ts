// Looks at a file that somebody chose as the ssh key: a public half, a passphrase, another format are said before it is tried.
import { existsSync, statSync } from 'node:fs'
import { msg } from '../../../../../shared/language/msg.ts'
import type { KeyFileCheck } from '../../../../../shared/model/ssh-access.ts'
import { FileRefused, readBounded } from '../../../lib/bounded-file.ts'
import { errorCode, errorMessage } from '../../../errors.ts'
import { fingerprintOf } from '../../../transports/known-hosts.ts'
import { NEEDS_AGENT, keyFault, publicBlobOf } from '../../../transports/local-causes.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import { TransportError } from '../../../transports/transport.ts'
import { runForOutput } from '../tools-service.ts'

/** Most bytes of a private key. */
const MAX_KEY = 64 << 10

/** The public half of a key. */
interface PublicHalf {
  /** As authorized_keys has it. */
  readonly line: string
  readonly blob: string
}

const publicLine = (text: string): PublicHalf | null => {
  const [line, blob] = /^(?:ssh-|ecdsa-|sk-)\S+ (\S+).*/.exec(text.trim()) ?? []
  return line === undefined || blob === undefined ? null : { line, blob }
}

/** Without the file beside it: OpenSSH's own format has the public half in the open, also where there is a passphrase. */
const publicInside = (text: string): PublicHalf | null => {
  const blob = publicBlobOf(text)
  if (blob === null) return null
  const bytes = Buffer.from(blob, 'base64')
  const type = bytes.toString('latin1', 4, 4 + bytes.readUInt32BE(0))
  return { line: `${type} ${blob}`, blob }
}

/** The public half of a key file: of the file itself, or of the `.pub` beside it; null: there is none, or it can't be read. */
export const publicHalfOf = (file: string): PublicHalf | null => {
  const read = (path: string): string => {
    try {
      return readBounded(path, MAX_KEY).toString('utf8')
    } catch {
      return ''
    }
  }
  const own = read(file)
  return publicLine(own) ?? publicLine(read(`${file}.pub`)) ?? publicInside(own)
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
    fault !== null &&
    NEEDS_AGENT.test(fault) &&
    (await isInAgent(publicHalfOf(file)?.blob ?? null, deps))
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
