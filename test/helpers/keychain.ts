// A keychain in memory in the place of the system's library: `vi.mock('@napi-rs/keyring', () => import('.../keychain.ts'))`.

const kept = new Map<string, string>()
let fault: string | null = null

/** Has every call of the keychain fail with this message; null: it works again. */
export const breakKeychain = (message: string | null): void => {
  fault = message
}

/** What is kept, by service and name. */
export const keptSecrets = (): ReadonlyMap<string, string> => kept

export class AsyncEntry {
  private readonly key: string
  constructor(service: string, name: string) {
    if (fault !== null) throw new Error(fault)
    this.key = `${service} ${name}`
  }
  async getPassword(): Promise<string | null> {
    return kept.get(this.key) ?? null
  }
  async setPassword(secret: string): Promise<void> {
    kept.set(this.key, secret)
  }
  async deleteCredential(): Promise<boolean> {
    return kept.delete(this.key)
  }
}
