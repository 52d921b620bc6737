// Signs files of the Windows package where the environment says with what, and answers otherwise that they are unsigned:
//   EXLAB_SYNC_SIGN_COMMAND   a program that signs the file that it is given (a signing service, a token)
//   WIN_CSC_LINK              a .pfx file, for osslsigncode; WIN_CSC_KEY_PASSWORD is its password
// Started as a program it signs one file: NSIS calls it for the uninstaller.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SetupError } from '../../bootstrap/process.mjs'

/** Where signatures get their time from, so that they outlive the certificate; empty: from nowhere. */
const timestamp = (): string =>
  process.env['EXLAB_SYNC_SIGN_TIMESTAMP'] ?? 'http://timestamp.digicert.com'

/** True where the environment says with what to sign. */
export const canSign = (): boolean =>
  (process.env['EXLAB_SYNC_SIGN_COMMAND'] ?? process.env['WIN_CSC_LINK'] ?? '') !== ''

const call = (program: string, args: readonly string[]): void => {
  const { status, stderr, stdout, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (error !== undefined) throw new SetupError(`${program} could not be started: ${error.message}`)
  if (status !== 0) throw new SetupError(`${program} could not sign: ${stderr}${stdout}`)
}

/** Signs a file in place. Throws SetupError. */
export const signFile = (file: string): void => {
  const command = process.env['EXLAB_SYNC_SIGN_COMMAND'] ?? ''
  if (command !== '') return call(command, [file])
  const work = mkdtempSync(join(tmpdir(), 'exlab-sign-'))
  try {
    // a password in an argument could be read by every account
    const password = join(work, 'password')
    writeFileSync(password, process.env['WIN_CSC_KEY_PASSWORD'] ?? '', { mode: 0o600 })
    const signed = `${file}.signed`
    const time = timestamp() === '' ? [] : ['-ts', timestamp()]
    call('osslsigncode', [
      'sign',
      '-pkcs12',
      process.env['WIN_CSC_LINK'] ?? '',
      '-readpass',
      password,
      '-h',
      'sha256',
      '-n',
      'ExLab Sync',
      ...time,
      '-in',
      file,
      '-out',
      signed,
    ])
    chmodSync(signed, 0o755)
    renameSync(signed, file)
  } finally {
    rmSync(work, { recursive: true })
  }
}

const [, program, given] = process.argv
if (program !== undefined && import.meta.filename === program && given !== undefined)
  signFile(given)
