// Failures of rclone.conf and of options.
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { type RcloneCase, rcloneCase, section } from './rclone-case.ts'
import { type Setting, AS_NOBODY } from './setting.ts'

export const configCases = ({
  plain,
  sftp,
  at,
  local,
  encrypted,
  broken,
  dir,
}: Setting): RcloneCase[] => [
  rcloneCase(
    'rc-push-config-encrypted',
    '',
    'remote_not_configured',
    'rclone.conf is encrypted, and rclone may not ask',
    { ...at, configFile: encrypted, env: { RCLONE_ASK_PASSWORD: 'false' } },
  ),
  rcloneCase(
    'rc-push-config-encrypted-asked',
    '',
    'remote_not_configured',
    'rclone.conf is encrypted; rclone asks on a closed standard input',
    { ...at, configFile: encrypted },
  ),
  rcloneCase(
    'rc-push-config-encrypted-wrong',
    '',
    'remote_not_configured',
    'rclone.conf is encrypted with another password',
    { ...at, configFile: encrypted, env: { RCLONE_CONFIG_PASS: 'wrong' } },
  ),
  rcloneCase('rc-push-config-invalid', '', 'remote_not_configured', 'damaged rclone.conf', {
    ...at,
    configFile: broken,
  }),
  rcloneCase('rc-push-config-missing', '', 'remote_not_configured', 'no rclone.conf', {
    ...at,
    configFile: '/none.conf',
  }),
  rcloneCase(
    'rc-push-config-unreadable',
    local,
    'remote_not_configured',
    'rclone.conf belongs to another account',
    {
      wrap: AS_NOBODY,
      before: () => chmodSync(join(dir, 'rclone.conf'), 0o600),
      after: () => chmodSync(join(dir, 'rclone.conf'), 0o644),
    },
  ),
  rcloneCase(
    'rc-push-remote-not-in-config',
    sftp(plain),
    'remote_not_configured',
    'no such section',
    { ...at, remote: 'typo' },
  ),
  rcloneCase(
    'rc-push-backend-unknown',
    section('sftpp', {}),
    'remote_not_configured',
    'type = sftpp',
    at,
  ),
  rcloneCase(
    'rc-push-password-not-obscured',
    sftp(plain, { pass: 'clear text' }),
    'remote_not_configured',
    'password as clear text',
    at,
  ),
  rcloneCase('rc-push-usage-unknown-flag', local, 'usage_error', 'unknown option', {
    options: ['--no-such-option'],
  }),
  rcloneCase('rc-push-usage-bad-value', local, 'usage_error', 'duration without a unit', {
    options: ['--expect-continue-timeout=60'],
  }),
  rcloneCase('rc-hash-unknown-hash', local, 'usage_error', 'hash name misspelt', {
    options: ['--hash=sha-256'],
  }),
]
