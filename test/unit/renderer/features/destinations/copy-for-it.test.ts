// The ticket for IT: complete, and without a fingerprint that IT is to tell.
import { beforeEach, expect, it, vi } from 'vitest'

const answers = new Map<string, unknown>()
const asked: unknown[] = []
let copied = ''
vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('navigator', {
  clipboard: {
    writeText: async (text: string) => {
      copied = text
    },
  },
})
vi.stubGlobal('window', {
  exlab: {
    call: async (method: string, input: unknown) => {
      if (method === 'ssh.hostKeys' || method === 'connections.facts') asked.push(input)
      const value = answers.get(method)
      return JSON.stringify(
        value === undefined
          ? { ok: false, error: { code: 'not_found', message: '' } }
          : { ok: true, value },
      )
    },
  },
})

const { copyForIt } = await import('../../../../../renderer/features/destinations/copy-for-it.ts')

const AT = Date.UTC(2026, 10, 23, 12)
const FACTS = [
  { name: 'type', value: 'rsync_ssh' },
  { name: 'ssh_target', value: 'lab@nas' },
  { name: 'Server', value: 'nas.lab, port 2222' },
  { name: 'Public key', value: 'ssh-ed25519 AAAA here' },
]
const identity = (known: string) => ({
  host: 'nas.lab',
  port: 2222,
  known,
  rows: [
    { type: 'ssh-ed25519', fingerprint: 'SHA256:now', known: known === 'same' ? 'same' : known },
  ],
  before: known === 'changed' ? [{ type: 'ssh-ed25519', fingerprint: 'SHA256:before' }] : [],
})

beforeEach(() => {
  asked.length = 0
  answers.clear()
  answers.set('tools.find', {
    rows: [{ name: 'ssh', path: '/usr/bin/ssh', version: 'OpenSSH_9.2', problem: null }],
  })
  answers.set('connections.facts', { rows: FACTS })
  answers.set('destinations.list', {
    rows: [
      {
        instruments: ['A'],
        report: { at: AT, steps: [{ outcome: 'failed', title: 'Signing in as lab' }] },
      },
    ],
  })
})

it('names programs, account, server, keys, what was tried and when, and the words of the tool', async () => {
  answers.set('ssh.hostKeys', identity('same'))
  answers.set('attempts.list', {
    rows: [
      {
        number: 3,
        phase: 'push',
        startedAt: AT,
        outcome: 'failed',
        exitCode: 255,
        error: { reason: 'ssh_key_rejected' },
      },
    ],
  })
  await copyForIt('A', 'Permission denied (publickey).', 7)
  expect(copied.split('\n').slice(5)).toEqual([
    'ssh: OpenSSH_9.2 /usr/bin/ssh',
    'Instrument: A',
    'type: rsync_ssh',
    'ssh_target: lab@nas',
    'Server: nas.lab, port 2222',
    'Public key: ssh-ed25519 AAAA here',
    'Host key known here: ssh-ed25519 SHA256:now',
    'Attempt 3: 2026-11-23T12:00:00.000Z, push, failed, exit code 255, ssh_key_rejected',
    'Last connection test: 2026-11-23T12:00:00.000Z, failed: Signing in as lab',
    '',
    'Permission denied (publickey).',
  ])
})

it('does not tell a fingerprint that IT is asked for', async () => {
  answers.set('ssh.hostKeys', identity('unknown'))
  await copyForIt('A', '')
  expect(copied).toContain('Host key: not known here yet')
  expect(copied).not.toContain('SHA256:now')
  answers.set('ssh.hostKeys', identity('changed'))
  await copyForIt('A', '')
  expect(copied).toContain('Host key known here: ssh-ed25519 SHA256:before')
  expect(copied).toContain('Host key: the server presents another one now')
  expect(copied).not.toContain('SHA256:now')
})

it('is about the draft that was tested, not about what is in force', async () => {
  answers.set('ssh.hostKeys', identity('same'))
  const transport = { type: 'rsync_ssh', ssh_target: 'lab@other', ssh_port: 22 }
  const draft = { transport, draftId: null }
  await copyForIt('A', '', null, draft)
  expect(copied).not.toContain('Last connection test')
  expect(asked).toEqual([
    { instrumentId: 'A', draft },
    { server: { target: 'lab@other', port: 22, keyPath: null } },
  ])
  // what nobody can make a destination of is told as it is in force
  asked.length = 0
  answers.delete('connections.facts')
  await copyForIt('A', '', null, { transport: { type: 'rclone' }, draftId: null })
  expect(asked).toEqual([
    { instrumentId: 'A', draft: { transport: { type: 'rclone' }, draftId: null } },
    { instrumentId: 'A', draft: null },
  ])
})
