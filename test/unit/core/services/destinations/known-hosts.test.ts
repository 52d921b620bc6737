// Host keys as ssh prints them: comments are skipped, markers are separated, a port other than 22 belongs to the name.
import { describe, expect, it } from 'vitest'
import {
  knownHostName,
  parseHostKeys,
} from '../../../../../electron/core/services/destinations/host-keys/known-hosts.ts'

describe('host keys', () => {
  it('are read from the output of ssh-keyscan and ssh-keygen, without comments', () => {
    const text = [
      '# nas.example:22 SSH-2.0-OpenSSH_9.2',
      'nas.example ssh-ed25519 AAAAed',
      '|1|salt=|hash= ssh-rsa AAAArsa comment',
      'nas.example incomplete',
      '',
    ].join('\n')
    expect(parseHostKeys(text)).toEqual([
      { marker: null, type: 'ssh-ed25519', blob: 'AAAAed' },
      { marker: null, type: 'ssh-rsa', blob: 'AAAArsa' },
    ])
  })
  it('have their marker apart, so that a revoked key is not taken for a trusted one', () => {
    expect(parseHostKeys('@revoked nas.example ssh-ed25519 AAAAed')).toEqual([
      { marker: '@revoked', type: 'ssh-ed25519', blob: 'AAAAed' },
    ])
  })
  it('are stored under the host alone for port 22, else with the port', () => {
    expect(knownHostName('nas.example', 22)).toBe('nas.example')
    expect(knownHostName('nas.example', 2222)).toBe('[nas.example]:2222')
  })
})
