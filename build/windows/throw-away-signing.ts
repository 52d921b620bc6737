// Has the packages of a test signed with a certificate that is made for it and thrown away, and verifies the signatures.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const PASSWORD = 'throw-away'

const succeeds = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0

/**
 * Makes the certificate in `folder` and sets the environment that signs with it, without a time stamp; answers its file. null: there is
 * no openssl or no osslsigncode, so that the packages stay unsigned.
 */
export const signWithThrowAway = (folder: string): string | null => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [key, certificate, pfx] = ['key.pem', 'certificate.pem', 'signing.pfx'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2']
  const about = ['-subj', '/CN=ExLab Sync test', '-addext', 'extendedKeyUsage=codeSigning']
  const files = ['-keyout', key, '-out', certificate]
  const bundle = ['pkcs12', '-export', '-inkey', key, '-in', certificate, '-out', pfx]
  const isMade =
    succeeds('osslsigncode', '--version') &&
    succeeds('openssl', ...request, ...about, ...files) &&
    succeeds('openssl', ...bundle, '-passout', `pass:${PASSWORD}`)
  if (!isMade) return null
  process.env['WIN_CSC_LINK'] = pfx
  process.env['WIN_CSC_KEY_PASSWORD'] = PASSWORD
  process.env['EXLAB_SYNC_SIGN_TIMESTAMP'] = ''
  return certificate
}

/** True where the file has a signature of that certificate that holds. */
export const isSignedBy = (certificate: string, file: string): boolean =>
  succeeds('osslsigncode', 'verify', '-CAfile', certificate, '-in', file)
