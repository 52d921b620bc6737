// Which servers a remote leads to, and which of them this computer can't reach by itself.
import { describe, expect, it } from 'vitest'
import {
  addressesOf,
  storagesBelow,
} from '../../../../../../../electron/core/services/destinations/connection-test/steps/server-address.ts'

const of = (options: Record<string, string>, proxy: string | null = null) =>
  addressesOf([options], () => proxy)

describe('the server of a storage', () => {
  it.each([
    [{ type: 'sftp', host: 'nas' }, 'nas', 22],
    [{ type: 'sftp', host: 'nas', port: '2222' }, 'nas', 2222],
    [{ type: 'smb', host: 'nas.lab' }, 'nas.lab', 445],
    [{ type: 'ftp', host: 'nas' }, 'nas', 21],
    [{ type: 'webdav', url: 'https://cloud.lab/remote.php/dav' }, 'cloud.lab', 443],
    [{ type: 'webdav', url: 'http://nas:5005/raw' }, 'nas', 5005],
    [{ type: 's3', provider: 'Minio', endpoint: 'http://nas:9000' }, 'nas', 9000],
    [{ type: 's3', provider: 'Ceph', endpoint: 's3.lab' }, 's3.lab', 443],
    [{ type: 'webdav', url: 'https://[fe80::1]:8443/' }, 'fe80::1', 8443],
  ])('%j', (options, host, port) => {
    expect(of(options)).toEqual([{ host, port }])
  })

  it('is not asked for where something else makes the connection, or rclone alone knows it', () => {
    const why = (options: Record<string, string>, proxy: string | null = null): string =>
      JSON.stringify(of(options, proxy))
    expect(why({ type: 'sftp', host: 'nas', ssh: 'ssh me@nas' })).toContain('An ssh program')
    expect(why({ type: 'sftp', host: 'nas', socks_proxy: 'gate:1080' })).toContain('a proxy')
    expect(why({ type: 'drive' })).toContain('rclone itself knows the servers of drive.')
    expect(why({ type: 's3', provider: 'AWS' })).toContain('rclone itself')
    expect(why({ type: 'webdav', url: 'https://nas' }, 'http://gate:3128')).toContain('gate:3128')
    // a proxy of the environment is for HTTP alone
    expect(of({ type: 'smb', host: 'nas' }, 'http://gate:3128')).toEqual([
      { host: 'nas', port: 445 },
    ])
    expect(of({ type: 'webdav', url: '' })).toEqual([{ why: expect.anything() as string }])
  })

  it('is found below overlays, each once, and a folder of this computer has none', () => {
    const config = {
      both: { type: 'union', upstreams: 'one:a two:b here:' },
      one: { type: 'alias', remote: 'sftp:x' },
      two: { type: 'crypt', remote: 'sftp:y' },
      sftp: { type: 'sftp', host: 'nas', pass: 'secret' },
      here: { type: 'local' },
      circle: { type: 'alias', remote: 'circle:' },
    }
    expect(addressesOf(storagesBelow('both', config, false), () => null)).toEqual([
      { host: 'nas', port: 22 },
    ])
    expect(addressesOf(storagesBelow('here', config, false), () => null)).toEqual([])
    expect(storagesBelow('circle', config, false)).toEqual([])
  })
})
