// What the connection test says about the server of an rclone remote: its identity, and a proxy between.
import { expect, it } from 'vitest'
import { serverFinding } from '../../../../../../../electron/core/services/destinations/connection-test/steps/server-step.ts'

const PROXY = { HTTPS_PROXY: 'http://me:secret@proxy.lab:3128' }

it.each([
  ['sftp', { ssh: 'ssh me@nas' }, PROXY, 'passed', 'checked by its key'],
  ['webdav', { url: 'http://nas' }, {}, 'skipped', 'not encrypted'],
  ['webdav', { url: 'https://nas' }, {}, 'passed', 'certificate'],
  [
    'webdav',
    { url: 'https://nas' },
    PROXY,
    'passed',
    'through the proxy http://proxy.lab:3128 (HTTPS_PROXY)',
  ],
  ['s3', { endpoint: 'http://nas:9000' }, {}, 'skipped', 'not encrypted'],
  ['ftp', {}, {}, 'skipped', 'not encrypted'],
  ['ftp', { explicit_tls: 'true' }, {}, 'passed', 'certificate'],
  ['smb', {}, PROXY, 'skipped', 'SMB'],
  ['local', {}, PROXY, 'passed', 'folder of this computer'],
])('%s %j', (type, options, env, outcome, words) => {
  const found = serverFinding({ type, options }, env)
  expect(found.outcome).toBe(outcome)
  expect(found.message).toContain(words)
  expect(found.message).not.toContain('secret')
})

it('a remote behind an overlay was not looked at', () => {
  expect(serverFinding(null, {}).outcome).toBe('skipped')
})
