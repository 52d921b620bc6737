// The system's keychain: Windows Credential Manager, macOS Keychain, and on Linux the Secret Service of the desktop. The only file
// that imports its library, which is loaded with the first secret.
import { errorMessage } from '../errors.ts'

/** Keeps secrets of this account by name. Each call throws KeychainUnavailable where the keychain is not there, or locked. */
export interface Keychain {
  /** null: none is kept under that name. */
  get(name: string): Promise<string | null>
  set(name: string, secret: string): Promise<void>
  remove(name: string): Promise<void>
}

/** The keychain can't be used here; the message says why. */
export class KeychainUnavailable extends Error {
  override readonly name = 'KeychainUnavailable'
}

/** Under this name people find the entries in their keychain. */
const SERVICE = 'ExLab Sync'

/** A locked keychain asks a person for its password. */
const TIMEOUT_MS = 30_000

/** Without it the library falls back to memory of the kernel, which forgets with the next start of the computer. */
const LASTING = { linux: { store: 'secret-service' } } as const

const ask = async <T>(
  name: string,
  question: (entry: import('@napi-rs/keyring').AsyncEntry, signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('it did not answer in time')))
  })
  late.catch(() => undefined)
  try {
    const { AsyncEntry } = await import('@napi-rs/keyring')
    return await Promise.race([question(new AsyncEntry(SERVICE, name, LASTING), signal), late])
  } catch (error) {
    throw new KeychainUnavailable(errorMessage(error))
  }
}

export const systemKeychain: Keychain = {
  get: (name) => ask(name, async (entry, signal) => (await entry.getPassword(signal)) ?? null),
  set: (name, secret) => ask(name, (entry, signal) => entry.setPassword(secret, signal)),
  remove: (name) =>
    ask(name, async (entry, signal) => {
      await entry.deleteCredential(signal)
    }),
}
