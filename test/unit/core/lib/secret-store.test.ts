// Where secrets are kept: in the keychain, and on Linux without one in a file that only its owner reads.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { systemKeychain } from '../../../../electron/core/lib/keychain.ts'
import {
  type SecretStore,
  SecretsUnavailable,
  createSecretStore,
} from '../../../../electron/core/lib/secret-store.ts'
import { breakKeychain, keptSecrets } from '../../../helpers/keychain.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

vi.mock('@napi-rs/keyring', () => import('../../../helpers/keychain.ts'))

const open = (platform: NodeJS.Platform): { store: () => SecretStore; file: string } => {
  const dataDir = mkdtempSync(join(tmpdir(), 'exlab-secrets-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  return {
    store: () => createSecretStore({ folder: dataDir, keychain: systemKeychain, platform }),
    file: join(dataDir, 'secrets.json'),
  }
}

describe('a secret', () => {
  beforeEach(() => breakKeychain(null))

  it('is in the keychain, and nowhere else', async () => {
    const { store, file } = open('linux')
    await store().set('conf', 'planted')
    expect(keptSecrets().get('ExLab Sync conf')).toBe('planted')
    expect(existsSync(file)).toBe(false)
    expect(store().warning()).toBeNull()
    expect(await store().get('conf')).toBe('planted')
    await store().remove('conf')
    expect(await store().get('conf')).toBeNull()
  })
  it('is in a private file on Linux without a keychain, and that is said', async () => {
    const { store, file } = open('linux')
    breakKeychain('no Secret Service')
    await store().set('conf', 'planted')
    if (!needsPosix('rights as numbers')) expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(store().warning()).toContain(file)
    expect(await store().get('conf')).toBe('planted')
    // with a keychain it goes there, and out of the file
    breakKeychain(null)
    await store().set('conf', 'other')
    expect(existsSync(file)).toBe(false)
    expect(await store().get('conf')).toBe('other')
  })
  it('is refused where the keychain of Windows or macOS is locked', async () => {
    const { store, file } = open('darwin')
    breakKeychain('User interaction is not allowed.')
    await expect(store().set('conf', 'planted')).rejects.toThrow(SecretsUnavailable)
    await expect(store().get('other')).rejects.toThrow('User interaction is not allowed.')
    expect(existsSync(file)).toBe(false)
  })
  it('is read anew where another process changed it', async () => {
    const { store } = open('linux')
    const one = store()
    await one.set('conf', 'first')
    await store().set('conf', 'second')
    expect(await one.get('conf')).toBe('first')
    expect(await one.get('conf', 'anew')).toBe('second')
  })
})
