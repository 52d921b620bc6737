// The text of rclone.conf, plain and encrypted: what is written is what rclone reads.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  decrypt,
  encrypt,
  isEncrypted,
  sectionsOf,
  valueFault,
  withSection,
} from '../../../../../electron/core/transports/rclone/conf-format.ts'
import { newestRclone } from '../../../../helpers/newest-rclone.ts'

const TEXT = '# of IT\n[nas]\ntype = smb\nhost = nas01\n\n; a note\n[old]\ntype = local\n'

describe('a remote of rclone.conf', () => {
  it('is read with its options', () => {
    expect(Object.fromEntries(sectionsOf(TEXT))).toEqual({
      nas: { type: 'smb', host: 'nas01' },
      old: { type: 'local' },
    })
  })
  it('takes the place of the one of its name; all other lines stay', () => {
    expect(withSection(TEXT, 'nas', { type: 'smb', host: 'nas02' })).toBe(
      '# of IT\n[nas]\ntype = smb\nhost = nas02\n\n[old]\ntype = local\n',
    )
    expect(withSection(TEXT, 'new', { type: 'local' })).toBe(`${TEXT}\n[new]\ntype = local\n`)
    expect(withSection(TEXT, 'old', null)).toBe(
      '# of IT\n[nas]\ntype = smb\nhost = nas01\n\n; a note\n',
    )
    expect(withSection('', 'new', { type: 'local' })).toBe('[new]\ntype = local\n')
    expect(withSection('[new]\ntype = local\n', 'new', null)).toBe('')
  })
  it.each(['a\nbearer_token_command = sh', 'a\r', ' a', 'a ', 'a`b', '"""a', '\u0000'])(
    'takes no %j, which rclone would read or keep as something else',
    (value) => {
      expect(valueFault(value)).not.toBeNull()
      expect(() => withSection(TEXT, 'nas', { type: value })).toThrow(RangeError)
    },
  )
})

describe('an encrypted rclone.conf', () => {
  it('opens with its password alone', () => {
    const text = encrypt(TEXT, 'pä ss')
    expect(isEncrypted(text)).toBe(true)
    expect(isEncrypted(TEXT)).toBe(false)
    expect(text).not.toContain('nas01')
    expect(decrypt(text, 'pä ss')).toBe(TEXT)
    // the same letters in another Unicode form are the same password
    expect(decrypt(text, 'pa\u0308 ss')).toBe(TEXT)
    expect(decrypt(text, 'other')).toBeNull()
    expect(decrypt(text.slice(0, -9), 'pä ss')).toBeNull()
    expect(decrypt('RCLONE_ENCRYPT_V0:\n', 'pä ss')).toBeNull()
  })
  it.each([
    ['the installed rclone', (): string | null => 'rclone'],
    ['the newest rclone', newestRclone],
  ])('is read and written by %s', (_name, find) => {
    const rclone = find()
    if (rclone === null) return
    const dir = mkdtempSync(join(tmpdir(), 'exlab-conf-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    const file = join(dir, 'rclone.conf')
    writeFileSync(file, encrypt(TEXT, 'pä ss'))
    const env = { PATH: process.env['PATH'] ?? '', RCLONE_CONFIG_PASS: 'pä ss' }
    const run = (...args: string[]): string =>
      execFileSync(rclone, [...args, `--config=${file}`], { env, encoding: 'utf8' })
    expect(JSON.parse(run('config', 'dump'))).toEqual(Object.fromEntries(sectionsOf(TEXT)))
    run('config', 'update', 'nas', 'host=nas03', '--non-interactive')
    const written = readFileSync(file, 'utf8')
    expect(sectionsOf(decrypt(written, 'pä ss') ?? '').get('nas')).toEqual({
      type: 'smb',
      host: 'nas03',
    })
  })
})
