// Kinds of storage and their forms, from what rclone says of its backends.
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  isSecretName,
  namesProgram,
  parseProviders,
  passwordOption,
} from '../../../../../electron/core/services/connections/kinds.ts'
import { setLanguage } from '../../../../../shared/language/messages.ts'
import { fieldHint, fieldLabel } from '../../../../../shared/messages/connections.ts'

const option = (name: string, more: Readonly<Record<string, unknown>> = {}): unknown => ({
  Name: name,
  Help: `${name} of the server.\n`,
  Provider: '',
  DefaultStr: '',
  Type: 'string',
  Required: false,
  IsPassword: false,
  Advanced: false,
  Exclusive: false,
  Hide: 0,
  ...more,
})

const backends = parseProviders(
  JSON.stringify([
    { Name: 'crypt', Description: 'Encrypt/Decrypt a remote', Options: [option('remote')] },
    { Name: 'memory', Description: 'In memory', Options: null },
    {
      Name: 'drive',
      Description: 'Google Drive',
      Options: [option('client_secret'), option('token_url', { Advanced: true })],
    },
    {
      Name: 's3',
      Description: 'Amazon S3',
      Options: [
        option('provider', { Examples: [{ Value: 'AWS', Help: 'Amazon', Provider: '' }] }),
        option('access_key_id'),
        option('secret_access_key', { Provider: '!Minio' }),
      ],
    },
    {
      Name: 'webdav',
      Description: 'WebDAV',
      Options: [
        option('url', { Required: true }),
        option('pass', { IsPassword: true }),
        option('bearer_token_command', { Advanced: true }),
        option('hidden', { Hide: 3 }),
      ],
    },
    { Name: 'smb', Description: 'SMB / CIFS', Options: [option('case_insensitive')] },
  ]),
)

describe('kinds of storage', () => {
  it('come with the tiles first, and without what keeps nothing', () => {
    expect([...backends.keys()]).toEqual(['smb', 'webdav', 's3', 'crypt', 'drive'])
    expect(backends.get('smb')?.kind).toMatchObject({ title: 'Windows share (SMB)', tile: true })
    expect(backends.get('crypt')?.kind).toMatchObject({ overlay: true, tile: false })
    expect(backends.get('drive')?.kind.browser).toBe(true)
  })
  it('fold away what few people need, and have whose storage it is chosen from a list, whatever rclone says', () => {
    const [provider, access] = backends.get('s3')?.fields ?? []
    expect(provider).toMatchObject({ exclusive: true, advanced: false })
    expect(access).toMatchObject({ exclusive: false, advanced: false })
    expect(backends.get('drive')?.fields[0]).toMatchObject({ advanced: true })
    // what is needed is never folded away
    const [domain] =
      parseProviders(
        JSON.stringify([
          { Name: 'x', Description: 'X', Options: [option('domain', { Required: true })] },
        ]),
      ).get('x')?.fields ?? []
    expect(domain).toMatchObject({ advanced: false })
  })
  it('have hints where rclone only says the label again', () => {
    expect(fieldHint('host')).toContain('nas.example.org')
    expect(fieldHint('user')).toBe('')
    expect(fieldHint('case_insensitive')).toBeNull()
  })
  it('have forms without what rclone hides and without options that name a program', () => {
    const fields = backends.get('webdav')?.fields ?? []
    expect(fields.map((one) => [one.name, one.label, one.required, one.secret])).toEqual([
      ['url', 'Address (URL)', true, false],
      ['pass', 'Password', false, true],
    ])
    expect(backends.get('s3')?.fields[2]).toMatchObject({ providers: '!Minio', secret: true })
    expect(backends.get('smb')?.fields[0]?.label).toBe('Case insensitive')
  })
  it('show of the tiles what a person needs, however much a newer rclone asks everybody for', () => {
    const [smb, other] = ['smb', 'other'].map((Name) =>
      parseProviders(
        JSON.stringify([
          {
            Name,
            Description: Name,
            Options: [
              option('host', { Required: true }),
              option('pass', { IsPassword: true }),
              option('use_kerberos', { Type: 'bool' }),
              option('needed_by_newer', { Required: true }),
            ],
          },
        ]),
      )
        .get(Name)
        ?.fields.filter((one) => !one.advanced)
        .map((one) => one.name),
    )
    expect(smb).toEqual(['host', 'pass', 'needed_by_newer'])
    // of a kind that nobody here knows rclone decides
    expect(other).toEqual(['host', 'pass', 'use_kerberos', 'needed_by_newer'])
  })
  it('have English labels, whatever was spoken when rclone was asked: a window says them in its own language', () => {
    const GERMAN = { 'fieldLabels.host': 'Rechner', 'tiles.smb': 'Freigabe' }
    setLanguage('de', GERMAN, false)
    onTestFinished(() => setLanguage('en', {}, false))
    const smb = parseProviders(
      JSON.stringify([{ Name: 'smb', Description: 'SMB', Options: [option('host')] }]),
    ).get('smb')
    expect(smb?.kind.title).toBe('Windows share (SMB)')
    expect(smb?.fields[0]?.label).toBe('Server')
    expect(fieldLabel('smb', 'host')).toBe('Rechner')
  })
  it('say with which option an account signs in', () => {
    const of = (type: string): string | null => {
      const backend = backends.get(type)
      return backend === undefined ? null : passwordOption(backend)
    }
    expect(of('webdav')).toBe('pass')
    expect(of('s3')).toBe('secret_access_key')
    expect(of('drive')).toBeNull()
    expect(of('smb')).toBeNull()
  })
})

describe('options', () => {
  it.each(['pass', 'secret_access_key', 'client_secret', 'token', 'key_pem', 'sse_customer_key'])(
    '%s are secret',
    (name) => expect(isSecretName(name)).toBe(true),
  )
  it.each(['access_key_id', 'public_key', 'sse_kms_key_id', 'key_file', 'token_url', 'host'])(
    '%s are not',
    (name) => expect(isSecretName(name)).toBe(false),
  )
  it('that name a program of this computer are known', () => {
    expect(namesProgram('webdav', 'bearer_token_command')).toBe(true)
    expect(namesProgram('sftp', 'ssh')).toBe(true)
    expect(namesProgram('smb', 'host')).toBe(false)
  })
})
