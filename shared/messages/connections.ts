// Words for kinds of storage and their fields, where rclone's own are no words of an operator.
import { messages } from '../language/messages.ts'

/** Kinds that most people look for, in the order of their tiles, with what they are called. */
export const TILES: Readonly<Record<string, string>> = messages('tiles', {
  smb: 'Windows share (SMB)',
  sftp: 'SFTP',
  webdav: 'WebDAV',
  s3: 'S3',
})

/** Labels of fields by rclone's names; `kind.name` where only one kind calls it so. */
const FIELD_LABELS: Readonly<Record<string, string>> = messages('fieldLabels', {
  host: 'Server',
  port: 'Port',
  user: 'Account',
  pass: 'Password',
  domain: 'Domain',
  url: 'Address (URL)',
  vendor: 'Kind of server',
  provider: 'Provider',
  region: 'Region',
  endpoint: 'Address of the service (endpoint)',
  key_file: 'Private key file',
  key_file_pass: 'Passphrase of the private key',
  key_pem: 'Private key as text',
  key_use_agent: 'Use the ssh agent',
  known_hosts_file: 'File of known servers (known_hosts)',
  access_key_id: 'Access key',
  secret_access_key: 'Secret key',
  client_id: 'Client ID of your own app',
  client_secret: 'Client secret of your own app',
  env_auth: 'Take the sign-in from this computer',
  's3.provider': 'Whose S3 it is',
  bearer_token: 'Token instead of a password',
  config_shared_client_id: 'Use the app that rclone brings along',
  config_is_local: 'Sign in with the browser of this computer',
})

/** What helps to fill a field in, where rclone's own words say no more than our label. */
const FIELD_HINTS: Readonly<Record<string, string>> = messages('fieldHints', {
  host: 'Its name or its address, such as nas.example.org.',
  url: 'As the server shows it for WebDAV, such as https://cloud.example.org/remote.php/dav/files/lab.',
  endpoint: 'Such as https://s3.example.org. Left blank: that of the provider.',
  key_file: 'Only where a key signs in instead of the password.',
  config_shared_client_id:
    'It may stop working: rclone says that its provider gives it up. No: an app of your own is asked for, which has a client ID and a secret.',
  vendor: 'The last one fits every server that is not named.',
})

/** The hint of a field; '': it needs none; null: rclone's own words are all that there is. */
export const fieldHint = (name: string): string | null =>
  FIELD_HINTS[name] ?? (FIELD_LABELS[name] === undefined ? null : '')

/** `disable_hashcheck` as `Disable hashcheck`. */
export const fieldLabel = (kind: string, name: string): string => {
  const known = FIELD_LABELS[`${kind}.${name}`] ?? FIELD_LABELS[name]
  if (known !== undefined) return known
  const text = name.replaceAll('_', ' ')
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
