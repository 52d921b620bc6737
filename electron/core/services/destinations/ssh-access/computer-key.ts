// Makes the ssh key of this computer in the data folder, and reads its public half.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { msg } from '../../../../../shared/language/msg.ts'
import type { ComputerKey } from '../../../../../shared/model/ssh-access.ts'
import { Refusal } from '../../../errors.ts'
import { makePrivateFolder } from '../../../lib/private-folder.ts'
import { renameRetrying } from '../../../lib/rename-retrying.ts'
import { fingerprintOf } from '../../../transports/known-hosts.ts'
import { sshFolder } from '../../../transports/own-known-hosts.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import { TransportError } from '../../../transports/transport.ts'
import { runForOutput } from '../tools-service.ts'

/** The private key of this computer; its public half lies beside it with `.pub`. */
export const computerKeyPath = (dataDir: string): string => join(sshFolder(dataDir), 'id_ed25519')

/** By which an administrator sees in authorized_keys whose key it is. */
const keyComment = (host: string = hostname()): string =>
  `exlab-sync@${host.replace(/[^A-Za-z0-9_.-]/g, '-')}`

/** The key that was made; null: none was. Throws the system's error where it cannot be read. */
export const readComputerKey = (dataDir: string): ComputerKey | null => {
  const path = computerKeyPath(dataDir)
  if (!existsSync(path) || !existsSync(`${path}.pub`)) return null
  const publicKey = readFileSync(`${path}.pub`, 'utf8').trim()
  const [, blob = ''] = publicKey.split(/\s+/)
  return { path, publicKey, fingerprint: fingerprintOf(blob) }
}

/**
 * Makes the key, ed25519 without a passphrase, readable by this account alone; one that is there stays. Throws Refusal where
 * ssh-keygen is missing or failed.
 */
export const makeComputerKey = async (dataDir: string, deps: ToolDeps): Promise<ComputerKey> => {
  const there = readComputerKey(dataDir)
  if (there !== null) return there
  const path = computerKeyPath(dataDir)
  makePrivateFolder(sshFolder(dataDir))
  // made aside, so that a half-made key never stands for one
  const folder = mkdtempSync(join(sshFolder(dataDir), 'new-'))
  try {
    const file = join(folder, 'key')
    const argv = ['-q', '-t', 'ed25519', '-N', '', '-C', keyComment(), '-f', file]
    const { exitCode, stderr } = await runForOutput('ssh-keygen', argv, deps)
    if (exitCode !== 0)
      throw new Refusal('unavailable', msg`The key could not be made: ${stderr.trim()}`)
    renameRetrying(`${file}.pub`, `${path}.pub`)
    renameRetrying(file, path)
  } catch (error) {
    if (error instanceof TransportError) throw new Refusal('unavailable', error.message)
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const made = readComputerKey(dataDir)
  if (made === null) throw new Refusal('unavailable', msg`The key ${path} was not made.`)
  return made
}
