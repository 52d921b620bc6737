// The app's own known_hosts: keys are pinned in the place of others of the same host, and refused ones stay refused.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import {
  knownAs,
  makeKnownHosts,
  pinHost,
  pinnedKeys,
} from '../../../../electron/core/transports/own-known-hosts.ts'

const key = (blob: string) => ({ type: 'ssh-ed25519', blob })

const open = (): { readonly file: string; readonly text: () => string } => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-known-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'ssh', 'known_hosts')
  return { file, text: () => readFileSync(file, 'utf8') }
}

it('keeps other hosts, replaces the keys of one, and refuses those that it had elsewhere', () => {
  const { file, text } = open()
  pinHost(file, 'other', [key('O')], [])
  pinHost(file, 'nas', [key('A')], [])
  pinHost(file, 'nas', [key('B')], [key('X')])
  expect(text()).toBe('other ssh-ed25519 O\nnas ssh-ed25519 B\n@revoked nas ssh-ed25519 X\n')
  pinHost(file, 'nas', [key('C')], [key('B')])
  expect(text()).toContain('@revoked nas ssh-ed25519 X\n')
  // what IT gives again counts again
  pinHost(file, 'nas', [key('X')], [key('C')])
  expect(text()).not.toContain('@revoked nas ssh-ed25519 X\n')
  expect(pinnedKeys(file, 'nas').map(({ blob }) => blob)).toEqual(['X'])
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('is made empty once, and a file that is not there knows nobody', () => {
  const { file, text } = open()
  expect(pinnedKeys(file, 'nas')).toEqual([])
  makeKnownHosts(file)
  pinHost(file, knownAs('nas', 2222), [key('A')], [])
  makeKnownHosts(file)
  expect(text()).toBe('[nas]:2222 ssh-ed25519 A\n')
})
