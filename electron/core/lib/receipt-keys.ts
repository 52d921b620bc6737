// The key with which this data folder seals receipts: an ed25519 key that is made at first use, whose private half never leaves
// the folder. Earlier keys of the folder stay known by their public halves (docs/spec.md 14).
import {
  type KeyObject,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  fsyncSync,
  linkSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../errors.ts'
import { createPrivateFile, makePrivateFile } from './private-files.ts'

/** What a person compares: the public half as text, 32 bytes in base64url after the name of its kind. */
const PUBLIC_KEY = /^ed25519:([\w-]{43})$/

/** Whose key a receipt was sealed with, as this data folder knows. */
export type KeyStanding = 'current' | 'former' | 'unknown'

export interface Seal {
  /** Public half of the key. */
  readonly key: string
  /** Base64url. */
  readonly signature: string
}

export interface ReceiptKeys {
  /** The public half of the key, which is made where there is none. Throws the system's error. */
  publicKey(): string
  /** Seals a text. Throws the system's error where a first key cannot be stored. */
  seal(text: string): Seal
  standingOf(key: string): KeyStanding
  /** Sets the key aside, because the data folder is a copy of another one that has the same key. */
  renew(): void
}

const publicText = (key: KeyObject): string => `ed25519:${key.export({ format: 'jwk' }).x ?? ''}`

/** True where a text has that name of a public key. */
export const isPublicKey = (text: string): boolean => PUBLIC_KEY.test(text)

/** True where the seal was made of the text with the private half of its key. */
export const isSealOf = ({ key, signature }: Seal, text: string): boolean => {
  const x = PUBLIC_KEY.exec(key)?.[1]
  if (x === undefined) return false
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x }
    return verify(
      null,
      Buffer.from(text),
      createPublicKey({ key: jwk, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    )
  } catch {
    return false
  }
}

const readOrNull = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

/** Writes a file that is not there yet, and waits until it is on the disk. Throws the system's error. */
const writeNew = (file: string, text: string): void => {
  const fd = createPrivateFile(file)
  try {
    writeSync(fd, text)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Stores a key under its name in one step, so that of two programs that make one at once both use the first. */
const storeKey = (file: string, pem: string): void => {
  const part = `${file}.${process.pid}.part`
  rmSync(part, { force: true })
  writeNew(part, pem)
  try {
    linkSync(part, file)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return
    // a file system without hard links
    writeNew(file, pem)
  } finally {
    rmSync(part, { force: true })
  }
}

/** The keys of the data folder in `dataDir`. Nothing is read or made before it is asked for. */
export const openReceiptKeys = (dataDir: string): ReceiptKeys => {
  const file = join(dataDir, 'receipt-key.pem')
  const formerFile = join(dataDir, 'former-receipt-keys.txt')
  let cached: KeyObject | null = null

  const stored = (): KeyObject | null => {
    if (cached !== null) return cached
    const pem = readOrNull(file)
    if (pem !== null) cached = createPrivateKey(pem)
    return cached
  }
  const privateKey = (): KeyObject => {
    const known = stored()
    if (known !== null) return known
    const { privateKey: made } = generateKeyPairSync('ed25519')
    storeKey(file, made.export({ type: 'pkcs8', format: 'pem' }).toString())
    return stored() ?? made
  }
  const publicOf = (key: KeyObject): string => publicText(createPublicKey(key))
  const former = (): string[] => (readOrNull(formerFile) ?? '').split('\n')
  return {
    publicKey: () => publicOf(privateKey()),
    seal(text) {
      const key = privateKey()
      const signature = sign(null, Buffer.from(text), key).toString('base64url')
      return { key: publicOf(key), signature }
    },
    standingOf(key) {
      try {
        const own = stored()
        if (own !== null && publicOf(own) === key) return 'current'
        return former().includes(key) ? 'former' : 'unknown'
      } catch {
        // another account's data folder
        return 'unknown'
      }
    },
    renew() {
      const key = stored()
      if (key === null) return
      makePrivateFile(formerFile)
      appendFileSync(formerFile, `${publicOf(key)}\n`)
      rmSync(file)
      cached = null
    },
  }
}
