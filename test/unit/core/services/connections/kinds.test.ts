// Kinds of storage and their forms, from what rclone says of its backends.
import { describe, expect, it } from 'vitest'
import {
  isSecretName,
  namesProgram,
  parseProviders,
  passwordOption,
} from '../../../../../electron/core/services/connections/kinds.ts'

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
  it('have forms without what rclone hides and without options that name a program', () => {
    const fields = backends.get('webdav')?.fields ?? []
    expect(fields.map((one) => [one.name, one.label, one.required, one.secret])).toEqual([
      ['url', 'Address (URL)', true, false],
      ['pass', 'Password', false, true],
    ])
    expect(backends.get('s3')?.fields[2]).toMatchObject({ providers: '!Minio', secret: true })
    expect(backends.get('smb')?.fields[0]?.label).toBe('Case insensitive')
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
