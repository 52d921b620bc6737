// Tests how a remote is resolved through aliases and overlays, and that the table knows every backend of rclone.
import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { OVERLAYS, STORAGE } from '../../../../../electron/core/transports/rclone/backends.ts'
import {
  type RcloneConfig,
  resolveRemote,
} from '../../../../../electron/core/transports/rclone/remote-chain.ts'
import {
  parseRemote,
  splitList,
} from '../../../../../electron/core/transports/rclone/remote-text.ts'

const SFTP = { type: 'sftp', host: 'h' }
const CONFIG: RcloneConfig = {
  box: SFTP,
  cloud: { type: 'drive' },
  dav: { type: 'webdav' },
  usb: { type: 'local' },
  renamed: { type: 'local', encoding: 'None' },
  a: { type: 'alias', remote: 'box:lab' },
  aa: { type: 'alias', remote: 'a:raw' },
  disk: { type: 'alias', remote: '/mnt/nas' },
  round: { type: 'alias', remote: 'round:' },
  remembers: { type: 'hasher', remote: 'aa:' },
  remembersDisk: { type: 'hasher', remote: '/mnt/nas' },
  cached: { type: 'cache', remote: 'box:' },
  overCache: { type: 'crypt', remote: 'cached:' },
  secret: { type: 'crypt', remote: 'box:' },
  secretDisk: { type: 'crypt', remote: '/mnt/nas' },
  pieces: { type: 'chunker', remote: 'a:' },
  both: { type: 'union', upstreams: 'box:a aa:b:nc' },
  mixed: { type: 'union', upstreams: 'box:a dav:b' },
  disks: { type: 'union', upstreams: '/mnt/a /mnt/b:ro' },
  folders: { type: 'combine', upstreams: '"raw data=box:raw" scratch=/mnt/scratch' },
  strange: { type: 'invented', remote: 'box:' },
  strangeDisk: { type: 'invented', remote: '/mnt/nas' },
  changed: { type: 'alias', remote: 'box,type=local:/mnt/x' },
  onTheFly: { type: 'alias', remote: ':sftp,host="a:b",user=u:raw' },
}
const resolved = (remote: string, path = 'Run') => resolveRemote(remote, path, CONFIG, false)

describe('who can give a SHA-256', () => {
  it.each([
    ['box', 'there', 'the server runs sha256sum'],
    ['a', 'there', 'an alias of it'],
    ['aa', 'there', 'an alias of an alias'],
    ['remembers', 'there', 'the overlay that remembers is left out'],
    ['cached', 'there', 'the cache is left out'],
    ['both', 'there', 'true of both places'],
    ['onTheFly', 'there', 'a remote made on the fly'],
    ['cloud', 'read_back', 'a note of the server is not a look at the bytes'],
    ['dav', 'read_back', 'it offers none'],
    ['secret', 'read_back', 'what is stored is encrypted'],
    ['pieces', 'read_back', 'what is stored are pieces'],
    ['mixed', 'read_back', 'not true of one of the places'],
    ['strange', 'read_back', 'a type that nobody knows'],
    ['unknown', 'read_back', 'not in the config: rclone says so itself'],
    ['usb', 'here', 'a folder of this computer'],
    ['disk', 'here', 'an alias of one'],
    ['remembersDisk', 'here', 'below the overlay that remembers'],
    ['changed', 'here', 'the connection string changes the type'],
    ['secretDisk', 'none', 'encrypted files cannot be read past the cache'],
    ['disks', 'none', 'nor those of several folders'],
    ['strangeDisk', 'none', 'nor those below an unknown type'],
    ['overCache', 'none', 'what a cache answers proves nothing'],
    ['round', 'none', 'it goes round in a circle'],
  ])('%s: %s, because %s', (remote, worth) => {
    expect(resolved(remote).worth).toBe(worth)
  })

  it('asks below what remembers, and nowhere else', () => {
    expect(resolved('remembers').target).toBe('box:lab/raw/Run')
    expect(resolved('cached').target).toBe('box:Run')
    expect(resolved('onTheFly').target).toBe(':sftp,host="a:b",user=u:raw/Run')
    expect(resolved('secret').target).toBe('secret:Run')
  })

  it('follows the one place of a combined remote that the path leads to', () => {
    expect(resolved('folders', 'raw data/Run')).toMatchObject({
      worth: 'there',
      target: 'box:raw/Run',
    })
    expect(resolved('folders', 'scratch/Run')).toMatchObject({
      worth: 'here',
      folder: resolve('/mnt/scratch/Run'),
    })
  })

  it('names the folder of this computer only where names and bytes are the same in it', () => {
    expect(resolved('disk').folder).toBe(resolve('/mnt/nas/Run'))
    expect(resolved('usb', '/media/usb/Run').folder).toBe(resolve('/media/usb/Run'))
    expect(resolved('renamed', '/mnt/nas/Run').folder).toBeNull()
    expect(resolved('disk', 'a\u240ab').folder).toBeNull()
    expect(resolved('box').folder).toBeNull()
  })

  it('takes a single letter for a drive on Windows alone', () => {
    expect(parseRemote('D:\\runs', true)?.name).toBeNull()
    expect(parseRemote('D:runs', false)?.name).toBe('D')
  })
})

describe("rclone's notation", () => {
  it.each([
    ['nas:a/b', { name: 'nas', path: 'a/b', options: {} }],
    ['/mnt/a:b', { name: null, path: '/mnt/a:b' }],
    ['nas,x=1,y:p', { name: 'nas', options: { x: '1', y: 'true' }, path: 'p' }],
    [`nas,x='it''s, a: b',y="":p`, { options: { x: "it's, a: b", y: '' }, path: 'p' }],
  ])('%s', (text, parsed) => {
    expect(parseRemote(text, false)).toMatchObject(parsed)
  })
  it.each([':bad/x', 'nas,x', 'nas,=1:', 'nas,x="1'])('%s is refused', (text) => {
    expect(parseRemote(text, false)).toBeNull()
  })
  it('splits lists of places', () => {
    expect(splitList('a:b  "c d=e:f ""g""" h,x="i j":k')).toEqual([
      'a:b',
      'c d=e:f "g"',
      'h,x="i j":k',
    ])
  })
})

describe('the table of backends', () => {
  const installed = z
    .array(z.object({ Name: z.string() }))
    .parse(JSON.parse(execFileSync('rclone', ['config', 'providers'], { encoding: 'utf8' })))
  it('knows every backend of the installed rclone', () => {
    const known = { ...STORAGE, ...OVERLAYS }
    expect(installed.map(({ Name }) => Name).filter((name) => !Object.hasOwn(known, name))).toEqual(
      [],
    )
  })
  it('calls a digest the NAS’s own only where the server reads the stored bytes', () => {
    const there = Object.entries(STORAGE).filter(([, { worth }]) => worth === 'there')
    expect(there.map(([type]) => type)).toEqual(['sftp'])
  })
})
