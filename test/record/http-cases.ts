// Failures of WebDAV and SMB servers, of TLS, and of a proxy between.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, untilListening } from '../../build/demo/sshd.ts'
import { answering, davThatRefuses, https, status, tcp } from './faulty-servers.ts'
import { SHORT, type RcloneCase, rcloneCase, section } from './rclone-case.ts'

const dav = (url: string): string => section('webdav', { url, vendor: 'other' })
const here = (port: number): string => `http://127.0.0.1:${port}`

/** Answers of the whole server. */
const STATUSES = [
  [401, 'Unauthorized', 'credentials_rejected'],
  [403, 'Forbidden', 'remote_permission_denied'],
  [429, 'Too Many Requests', 'rate_limited'],
  [500, 'Internal Server Error', 'server_error'],
  [502, 'Bad Gateway', 'server_error'],
  [503, 'Service Temporarily Unavailable', 'server_error'],
  [504, 'Gateway Time-out', 'server_error'],
  [405, 'Not Allowed', 'remote_not_configured'],
] as const

/** Answers to PUT alone. */
const REFUSED = [
  [403, 'Forbidden', 'remote_permission_denied'],
  [413, 'Request Entity Too Large', 'file_rejected'],
  [429, 'Too Many Requests', 'rate_limited'],
  [507, 'Insufficient Storage', 'remote_disk_full'],
  [423, 'Locked', 'remote_storage_error'],
  [414, 'Request-URI Too Long', 'file_rejected'],
] as const

const smbCases = async (dir: string, rclone: string): Promise<RcloneCase[]> => {
  const [state, share] = [join(dir, 'smb-state'), join(dir, 'smb-share')]
  for (const folder of [state, share]) mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const conf = join(dir, 'smb.conf')
  writeFileSync(
    conf,
    [
      '[global]',
      `smb ports = ${port}`,
      'interfaces = 127.0.0.1',
      'bind interfaces only = yes',
      'server role = standalone server',
      'disable netbios = yes',
      'load printers = no',
      'printing = bsd',
      'printcap name = /dev/null',
      'disable spoolss = yes',
      'map to guest = never',
      'logging = file',
      `log file = ${dir}/smbd.log`,
      ...[
        'private dir',
        'state directory',
        'cache directory',
        'lock directory',
        'pid directory',
        'ncalrpc dir',
      ].map((name) => `${name} = ${state}`),
      `passdb backend = tdbsam:${state}/passdb.tdb`,
      '[data]',
      `path = ${share}`,
      'read only = no',
      '[archive]',
      `path = ${share}`,
      'read only = yes',
      '[staff]',
      `path = ${share}`,
      'valid users = nobody',
      '',
    ].join('\n'),
  )
  execFileSync('smbpasswd', ['-c', conf, '-L', '-s', '-a', 'root'], {
    input: 'pw\npw\n',
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const child = spawn(
    '/usr/sbin/smbd',
    ['--foreground', '--no-process-group', '--debuglevel=0', '--configfile', conf],
    { stdio: 'ignore', detached: true },
  )
  process.on('exit', () => child.kill('SIGTERM'))
  await untilListening(port, () => null)
  const obscure = (text: string): string =>
    execFileSync(rclone, ['obscure', text], { encoding: 'utf8' }).trim()
  const smb = (pass: string, at: number = port): string =>
    section('smb', { host: '127.0.0.1', port: at, user: 'root', pass: obscure(pass) })
  return [
    rcloneCase('rc-push-smb-ok', smb('pw'), 'ok', 'smb', { path: 'data/raw' }),
    rcloneCase('rc-push-smb-logon', smb('wrong'), 'credentials_rejected', 'smb', {
      path: 'data/raw',
    }),
    rcloneCase('rc-hash-smb-logon', smb('wrong'), 'credentials_rejected', 'smb', {
      path: 'data/raw',
      download: true,
    }),
    rcloneCase(
      'rc-push-smb-read-only-share',
      smb('pw'),
      'remote_permission_denied',
      'read only = yes',
      { path: 'archive/other' },
    ),
    rcloneCase(
      'rc-push-smb-share-denied',
      smb('pw'),
      'remote_permission_denied',
      'share of other users',
      { path: 'staff/raw' },
    ),
    rcloneCase('rc-push-smb-share-missing', smb('pw'), 'remote_path_missing', 'no such share', {
      path: 'none/raw',
    }),
    rcloneCase('rc-push-connection-refused-smb', smb('pw', 1), 'connection_refused', 'smb', {
      path: 'data/raw',
    }),
    rcloneCase('rc-hash-unsupported-smb', smb('pw'), 'remote_hash_unsupported', 'smb', {
      path: 'data/raw',
    }),
  ]
}

export const httpCases = async (
  dir: string,
  rclone: string,
  nas: string,
): Promise<RcloneCase[]> => {
  const port = await freePort()
  const child = spawn(rclone, ['serve', 'webdav', nas, '--addr', `127.0.0.1:${port}`], {
    stdio: 'ignore',
  })
  process.on('exit', () => child.kill('SIGKILL'))
  await untilListening(port, () => null)
  const cases: RcloneCase[] = [
    rcloneCase('rc-push-webdav-ok', dav(here(port)), 'ok', 'webdav', { path: 'raw-dav' }),
    rcloneCase('rc-hash-unsupported-webdav', dav(here(port)), 'remote_hash_unsupported', 'webdav', {
      path: 'raw-dav',
    }),
    rcloneCase('rc-hash-dir-missing-webdav', dav(here(port)), 'remote_path_missing', 'exit 3', {
      path: 'none',
      download: true,
    }),
    rcloneCase('rc-push-connection-refused-webdav', dav(here(1)), 'connection_refused', 'webdav'),
    rcloneCase(
      'rc-push-dns-nxdomain-webdav',
      dav('http://dav-typo.invalid'),
      'dns_failure',
      'webdav',
    ),
    rcloneCase(
      'rc-push-webdav-reset-before',
      dav(
        here(
          await tcp((s) => {
            s.on('data', () => s.resetAndDestroy())
          }),
        ),
      ),
      'connection_lost',
      'RST after the request',
    ),
    rcloneCase(
      'rc-push-webdav-silent',
      dav(here(await tcp(() => undefined))),
      'connection_timeout',
      'server never answers',
      { options: SHORT },
    ),
    rcloneCase(
      'rc-push-webdav-not-http',
      dav(
        here(
          await tcp((s) => {
            s.end('SSH-2.0-OpenSSH_9.2\r\n')
          }),
        ),
      ),
      'tls_failure',
      'no HTTP server',
    ),
    rcloneCase(
      'rc-push-webdav-login-redirect',
      dav(
        here(
          await answering((_, response) => {
            response.writeHead(302, { location: '/login' })
            response.end()
          }),
        ),
      ),
      'remote_not_configured',
      'a redirect to a login page',
    ),
    rcloneCase(
      'rc-push-webdav-https-to-http',
      dav(`https://127.0.0.1:${port}`),
      'tls_failure',
      'https:// URL, the server speaks plain HTTP',
    ),
  ]
  for (const [code, words, reason] of STATUSES) {
    const text = dav(here(await status(code, words)))
    cases.push(rcloneCase(`rc-push-webdav-${code}`, text, reason, words))
    cases.push(rcloneCase(`rc-hash-webdav-${code}`, text, reason, words, { download: true }))
  }
  for (const [code, words, reason] of REFUSED)
    cases.push(
      rcloneCase(
        `rc-push-webdav-${code}-put`,
        dav(here(await davThatRefuses(code, words))),
        reason,
        `${words}, on PUT only`,
      ),
    )
  const secure = await https(dir, 'localhost', 100)
  const wrongName = await https(dir, 'qnap.local', 100)
  const expired = await https(dir, 'localhost', -1)
  const trusted = (name: string): Readonly<Record<string, string>> => ({
    SSL_CERT_FILE: join(dir, `${name}.crt`),
  })
  cases.push(
    rcloneCase(
      'rc-push-webdav-tls-unknown-ca',
      dav(`https://localhost:${secure}`),
      'tls_failure',
      'self-signed certificate',
    ),
    rcloneCase(
      'rc-push-webdav-tls-wrong-name',
      dav(`https://localhost:${wrongName}`),
      'tls_failure',
      'certificate of another name',
      { env: trusted('qnap.local100') },
    ),
    rcloneCase(
      'rc-push-webdav-tls-expired',
      dav(`https://localhost:${expired}`),
      'tls_failure',
      'certificate that has run out',
      { env: trusted('localhost-1') },
    ),
    rcloneCase(
      'rc-push-webdav-http-to-https',
      dav(`http://localhost:${secure}`),
      'connection_lost',
      'true cause: the server demands TLS; rclone only says EOF',
    ),
  )
  for (const [code, words] of [
    [407, 'Proxy Authentication Required'],
    [403, 'Forbidden'],
    [503, 'Service Unavailable'],
  ] as const) {
    const proxy = here(await status(code, words))
    const env = { HTTPS_PROXY: proxy, HTTP_PROXY: proxy }
    cases.push(
      rcloneCase(
        `rc-push-proxy-connect-${code}`,
        dav('https://nas.invalid'),
        'proxy_refused',
        `a proxy answers CONNECT with ${code}`,
        { env },
      ),
    )
    if (code === 407)
      cases.push(
        rcloneCase(
          `rc-push-proxy-${code}`,
          dav('http://nas.invalid'),
          'proxy_refused',
          `a proxy answers with ${code}`,
          { env },
        ),
      )
  }
  cases.push(
    rcloneCase(
      'rc-push-proxy-refused',
      dav('http://nas.invalid'),
      'proxy_refused',
      'the proxy is off',
      { env: { HTTP_PROXY: here(1) } },
    ),
  )
  return [...cases, ...(await smbCases(dir, rclone))]
}
