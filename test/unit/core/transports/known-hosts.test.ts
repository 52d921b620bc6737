// Host keys are read from known_hosts, ssh-keyscan and `ssh-keygen -F`; comments are skipped and marked lines are labelled.
import { expect, it } from 'vitest'
import { parseHostKeys } from '../../../../electron/core/transports/known-hosts.ts'

it('reads type and key of each line', () => {
  const text = [
    '# Host nas found: line 3',
    'nas ssh-ed25519 AAAA1 a comment',
    '[nas]:2222 ssh-rsa AAAA2',
    '@cert-authority *.lab ssh-ed25519 AAAA3',
    'nas ssh-rsa',
    '',
  ].join('\n')
  expect(parseHostKeys(text)).toEqual([
    { marker: null, hosts: 'nas', type: 'ssh-ed25519', blob: 'AAAA1' },
    { marker: null, hosts: '[nas]:2222', type: 'ssh-rsa', blob: 'AAAA2' },
    { marker: '@cert-authority', hosts: '*.lab', type: 'ssh-ed25519', blob: 'AAAA3' },
  ])
  expect(parseHostKeys('')).toEqual([])
})
