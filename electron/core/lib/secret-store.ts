// Keeps the passwords of rclone.conf files: in the system's keychain, or, on Linux without one, in a file that only its owner
// can read (docs/spec.md 9a).
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { msg } from '../../../shared/language/msg.ts'
import { errorCode } from '../errors.ts'
import { type Keychain, KeychainUnavailable } from './keychain.ts'
import { writePrivately } from './private-files.ts'

export interface SecretStore {
  /**
   * The secret of that name; null: none is kept. `anew`: also where it is in memory, since another process may have changed it.
   * Throws SecretsUnavailable where the keychain can't be asked.
   */
  get(name: string, anew?: 'anew'): Promise<string | null>
  /** Keeps a secret. Throws SecretsUnavailable where there is no place for it. */
  set(name: string, secret: string): Promise<void>
  remove(name: string): Promise<void>
  /** Says that secrets are in a file, because this computer has no keychain; null: none is. */
  warning(): string | null
}

/** No secret can be read or kept; the message says why, as a sentence. */
export class SecretsUnavailable extends Error {
  override readonly name = 'SecretsUnavailable'
}

/** Secrets in a file by name. */
type Kept = Readonly<Record<string, string>>

const readKept = (file: string): Kept => {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return Object.fromEntries(
      Object.entries(read ?? {}).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    )
  } catch (error) {
    // half a file can't be: it is renamed into place
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return {}
    throw error
  }
}

/** The secrets that this account keeps in `folder`. Nothing is read before it is asked for; what was read stays in memory. */
export const createSecretStore = (options: {
  readonly folder: string
  readonly keychain: Keychain
  readonly platform: NodeJS.Platform
}): SecretStore => {
  const { keychain } = options
  const file = join(options.folder, 'secrets.json')
  const known = new Map<string, string>()

  const unavailable = (error: KeychainUnavailable): SecretsUnavailable =>
    new SecretsUnavailable(msg`The keychain of this account can't be used (${error.message}).`)

  const keepInFile = (name: string, secret: string | null): void => {
    const { [name]: _before, ...others } = readKept(file)
    const kept = secret === null ? others : { ...others, [name]: secret }
    if (Object.keys(kept).length === 0) rmSync(file, { force: true })
    else writePrivately(file, `${JSON.stringify(kept, null, 1)}\n`)
  }

  return {
    async get(name, anew) {
      if (anew !== undefined) known.delete(name)
      const found = known.get(name) ?? readKept(file)[name]
      if (found !== undefined) {
        known.set(name, found)
        return found
      }
      try {
        const secret = await keychain.get(name)
        if (secret !== null) known.set(name, secret)
        return secret
      } catch (error) {
        throw error instanceof KeychainUnavailable ? unavailable(error) : error
      }
    },
    async set(name, secret) {
      try {
        await keychain.set(name, secret)
        keepInFile(name, null)
      } catch (error) {
        if (!(error instanceof KeychainUnavailable)) throw error
        // every other system has a keychain: a locked one is unlocked, not passed by
        if (options.platform !== 'linux') throw unavailable(error)
        keepInFile(name, secret)
      }
      known.set(name, secret)
    },
    async remove(name) {
      known.delete(name)
      keepInFile(name, null)
      await keychain.remove(name).catch((error: unknown) => {
        // it keeps none of ours where it can't be used
        if (!(error instanceof KeychainUnavailable)) throw error
      })
    },
    warning: () =>
      Object.keys(readKept(file)).length === 0
        ? null
        : msg`No keychain (Secret Service) could be used on this computer, so the password of the connections is in ${file}, which only this account can read.`,
  }
}
