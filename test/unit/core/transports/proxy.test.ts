// Which proxy rclone goes through to a server: what Go's net/http makes of HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
import { expect, it } from 'vitest'
import { proxyOf, proxyTo } from '../../../../electron/core/transports/proxy.ts'

const BOTH = { HTTP_PROXY: 'http://anna:pw@one:3128', https_proxy: 'http://two:3128' }
const ONE = 'http://one:3128 (HTTP_PROXY)'

it('is that of the scheme, without its password', () => {
  expect(proxyTo('http://nas.lab/dav', BOTH)).toBe(ONE)
  expect(proxyTo('https://nas.lab/dav', BOTH)).toBe('http://two:3128 (https_proxy)')
  expect(proxyTo('https://nas.lab/dav', { HTTP_PROXY: 'http://one:3128' })).toBeNull()
  expect(proxyTo('ftp://nas.lab/dav', BOTH)).toBeNull()
  expect(proxyTo('http://nas.lab', {})).toBeNull()
})

it.each([
  ['http://localhost:8080', ''],
  ['http://127.0.0.5', ''],
  ['http://[::1]:8080', ''],
  ['http://nas.lab', '*'],
  ['http://nas.lab', 'other, nas.lab'],
  ['http://NAS.lab', 'Nas.Lab'],
  ['http://nas.lab', 'lab'],
  ['http://nas.lab', '.lab'],
  ['http://nas.lab', '*.lab'],
  ['http://nas.lab:8080', 'nas.lab:8080'],
  ['http://10.1.2.3', '10.0.0.0/8'],
  ['http://10.1.2.3', '10.1.2.3'],
  ['http://[fd00::1]', 'fd00::/8'],
])('is none to %s with NO_PROXY=%s', (url, no) => {
  expect(proxyTo(url, { ...BOTH, NO_PROXY: no })).toBeNull()
})

it.each([
  ['http://lab', '.lab'],
  ['http://nas.lab', 'as.lab'],
  ['http://nas.lab:8080', 'nas.lab:80'],
  ['http://11.1.2.3', '10.0.0.0/8'],
  ['http://10.1.2.3', '10.0.0.0/99'],
])('is one to %s with NO_PROXY=%s', (url, no) => {
  expect(proxyTo(url, { ...BOTH, NO_PROXY: no })).toBe(ONE)
})

it('may be either where the server is not known, unless none is used at all', () => {
  expect(proxyOf({ HTTP_PROXY: 'http://one:3128', NO_PROXY: 'nas' })).toBe(ONE)
  expect(proxyOf({ ...BOTH, no_proxy: '*' })).toBeNull()
  expect(proxyTo('no address', BOTH)).toBe('http://two:3128 (https_proxy)')
})
