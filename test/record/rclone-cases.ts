// The cases of a recording: each sets one fault up, and names the reason that a person would give for it.
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { startSshd } from '../../build/demo/sshd.ts'
import { type Bench, type RcloneCase, rcloneCase, section, SHORT } from './rclone-case.ts'
import { httpCases } from './http-cases.ts'
import { s3Cases } from './s3-cases.ts'
import { breaking, ftp, tcp } from './faulty-servers.ts'

const AS_NOBODY = ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups']
/** Slow enough for a fault in the middle. */
const SLOW = ['--bwlimit=600k', '--transfers=1']

const quietly = (command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { stdio: 'ignore' })
}

const later = (ms: number, act: () => void): void => {
  setTimeout(act, ms)
}

export const rcloneCases = async (
  dir: string,
  rclone: string,
): Promise<{ cases: readonly RcloneCase[]; bench: Bench }> => {
  const nas = join(dir, 'nas')
  mkdirSync(join(nas, 'raw'), { recursive: true })
  chmodSync(join(nas, 'raw'), 0o777)
  const servers = new Map<string, Awaited<ReturnType<typeof startSshd>>>()
  const sshd = async (name: string, lines: readonly string[]) => {
    const server = await startSshd(join(dir, `sshd-${name}`), lines)
    servers.set(name, server)
    return server
  }
  const SFTP = 'Subsystem sftp internal-sftp'
  const plain = await sshd('plain', [SFTP])
  const only = await sshd('only', [SFTP, 'ForceCommand internal-sftp'])
  const none = await sshd('none', [])
  const passwords = await sshd('passwords', [
    SFTP,
    'PubkeyAuthentication no',
    'PasswordAuthentication yes',
  ])
  const jail = join(dir, 'volume1')
  mkdirSync(join(jail, 'raw'), { recursive: true })
  mkdirSync(join(dir, 'share'))
  const sftpServer = join(dir, 'sftp-server')
  writeFileSync(
    sftpServer,
    `#!/bin/sh\nexec unshare -m sh -c 'mount --bind ${jail} ${dir}/share && exec /usr/lib/openssh/sftp-server'\n`,
    { mode: 0o755 },
  )
  const otherPath = await sshd('other-path', [`Subsystem sftp ${sftpServer}`])
  const noisy = await sshd('noisy', [
    `Subsystem sftp echo 'Welcome to the storage of the core facility'; exec /usr/lib/openssh/sftp-server`,
  ])
  const sftp = (
    server: typeof plain,
    options: Readonly<Record<string, string | number>> = {},
  ): string =>
    section('sftp', {
      host: '127.0.0.1',
      port: server.port,
      user: server.user,
      key_file: server.key,
      known_hosts_file: server.knownHosts,
      shell_type: 'unix',
      md5sum_command: 'md5sum',
      sha1sum_command: 'sha1sum',
      ...options,
    })
  const at = { path: `${nas}/raw` }
  const empty = join(dir, 'known_hosts.empty')
  writeFileSync(empty, '')
  const changed = join(dir, 'known_hosts.changed')
  const known = (line: string): void => writeFileSync(changed, line)
  known(
    `[127.0.0.1]:${plain.port} ${execFileSync('cat', [join(dir, 'sshd-only', 'host_key.pub')], { encoding: 'utf8' })}`,
  )
  const locked = join(dir, 'locked_key')
  quietly('ssh-keygen', '-q', '-t', 'ed25519', '-N', 'secret', '-f', locked)
  const damaged = join(dir, 'damaged_key')
  writeFileSync(
    damaged,
    '-----BEGIN OPENSSH PRIVATE KEY-----\nnonsense\n-----END OPENSSH PRIVATE KEY-----\n',
  )
  const small = join(nas, 'small')
  mkdirSync(small)
  quietly('mount', '-t', 'tmpfs', '-o', 'size=1m', 'exlab-record', small)
  const readOnly = join(nas, 'read-only')
  mkdirSync(readOnly)
  quietly('mount', '-t', 'tmpfs', '-o', 'size=1m,ro', 'exlab-record', readOnly)
  const inodes = join(nas, 'inodes')
  mkdirSync(inodes)
  quietly('mount', '-t', 'tmpfs', '-o', 'size=1m,nr_inodes=3', 'exlab-record', inodes)
  writeFileSync(join(nas, 'file'), 'a file')
  const local = section('alias', { remote: nas })
  const denied = join(nas, 'denied')
  mkdirSync(denied)
  const foreign = join(nas, 'foreign', 'Run_20260314_102205')
  mkdirSync(join(foreign, 'sub'), { recursive: true })
  for (const folder of [join(nas, 'foreign'), foreign, join(foreign, 'sub')])
    chmodSync(folder, 0o777)
  const crypt = join(nas, 'crypt')
  const cryptConf = `${section('crypt', { remote: crypt, filename_encryption: 'off', directory_name_encryption: 'false', password: execFileSync(rclone, ['obscure', 'secret'], { encoding: 'utf8' }).trim() })}`
  const cryptNames = cryptConf.replace(
    'filename_encryption = off',
    'filename_encryption = standard',
  )
  const stored = join(crypt, 'raw', 'Run_20260314_102205', 'big.tif.bin')
  const encrypted = join(dir, 'encrypted.conf')
  writeFileSync(
    encrypted,
    '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nb5lSmHQ9b8Yyb0wN6Yxk3GXgTtbgXt4p8qSx1V4+T2b3dPcFX1S4Zl0p3l7YdA==\n',
  )
  const broken = join(dir, 'broken.conf')
  writeFileSync(broken, '[nas]\ntype = sftp\nhost nas1\n')
  const pass = execFileSync(rclone, ['obscure', 'x'], { encoding: 'utf8' }).trim()
  const big = { files: ['big.tif'] }
  const slowBig = { ...at, ...big, options: SLOW }

  const cases: RcloneCase[] = [
    rcloneCase('rc-push-ok-sftp', sftp(plain), 'ok', 'sftp', at),
    rcloneCase(
      'rc-hash-unsupported-sftp',
      sftp(plain),
      'remote_hash_unsupported',
      'no sha256sum_command in the section',
      at,
    ),
    rcloneCase('rc-hash-dir-missing-sftp', sftp(plain), 'remote_path_missing', 'exit 3', {
      path: `${nas}/none`,
      download: true,
    }),
    rcloneCase(
      'rc-push-sftp-wrong-key',
      sftp(plain, { key_file: plain.strangerKey }),
      'ssh_key_rejected',
      'key not authorised',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-host-key-unknown',
      sftp(plain, { known_hosts_file: empty }),
      'ssh_host_key_unknown',
      'host not in known_hosts_file',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-host-key-changed',
      sftp(plain, { known_hosts_file: changed }),
      'ssh_host_key_changed',
      'host key differs from known_hosts_file',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-known-hosts-file-missing',
      sftp(plain, { known_hosts_file: '/none' }),
      'remote_not_configured',
      'known_hosts_file is not there',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-key-file-missing',
      sftp(plain, { key_file: '/none' }),
      'ssh_key_unusable',
      'key_file does not exist',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-key-corrupt',
      sftp(plain, { key_file: damaged }),
      'ssh_key_unusable',
      'key_file damaged',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-key-passphrase',
      sftp(plain, { key_file: locked }),
      'ssh_key_unusable',
      'key with a passphrase',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-no-auth-configured',
      sftp(plain, { key_file: '' }),
      'ssh_key_unusable',
      'no key_file, no password, no agent',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-password-only',
      sftp(passwords),
      'ssh_key_rejected',
      'server offers passwords only',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-no-subsystem',
      sftp(none),
      'remote_tool_missing',
      'sshd without an sftp subsystem',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-sftp-only-account',
      sftp(only),
      'remote_tool_missing',
      'md5sum_command is set, but the account is SFTP-only',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-hash-tools-missing',
      sftp(plain, { md5sum_command: '/opt/none/md5sum', sha1sum_command: 'none' }),
      'remote_tool_missing',
      'md5sum_command cannot run',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-noisy',
      sftp(noisy),
      'remote_shell_unusable',
      'a greeting before SFTP speaks',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-other-shell-path',
      sftp(otherPath),
      'shell_path_differs',
      'the SFTP path is not the path of the shell (Synology)',
      { path: `${dir}/share/raw` },
    ),
    rcloneCase(
      'rc-push-corrupted-on-transfer',
      sftp(plain, { md5sum_command: 'echo 00000000000000000000000000000000' }),
      'checksum_mismatch',
      'the NAS answers with another MD5',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-disk-full',
      sftp(plain),
      'remote_storage_error',
      'true cause: volume full. SFTP only says Failure',
      {
        ...big,
        path: small,
        after: () => rmSync(join(small, 'Run_20260314_102205'), { recursive: true, force: true }),
      },
    ),
    rcloneCase(
      'rc-push-sftp-read-only',
      sftp(plain),
      'remote_storage_error',
      'read-only volume: plain Failure',
      { path: readOnly },
    ),
    rcloneCase(
      'rc-push-sftp-path-is-file',
      sftp(plain),
      'remote_path_missing',
      'a file stands where a folder is needed',
      { path: `${nas}/file` },
    ),
    rcloneCase(
      'rc-push-connection-refused-sftp',
      sftp({ ...plain, port: 1 }),
      'connection_refused',
      'sftp',
      at,
    ),
    rcloneCase(
      'rc-push-handshake-timeout',
      sftp({ ...plain, port: await tcp(() => undefined) }, { known_hosts_file: '' }),
      'connection_timeout',
      'TCP accepted, server silent',
      { ...at, options: SHORT },
    ),
    rcloneCase(
      'rc-push-closed-before-banner',
      sftp({ ...plain, port: await tcp((s) => s.end()) }, { known_hosts_file: '' }),
      'connection_lost',
      'FIN after accept',
      at,
    ),
    rcloneCase(
      'rc-push-sftp-reset-midway',
      sftp(
        { ...plain, port: await breaking(plain.port, 600_000, 'reset') },
        { known_hosts_file: '' },
      ),
      'connection_lost',
      'RST in the middle',
      { ...slowBig, path: `${nas}/raw2` },
    ),
    rcloneCase(
      'rc-push-stall-timeout',
      sftp(
        { ...plain, port: await breaking(plain.port, 600_000, 'stall') },
        { known_hosts_file: '' },
      ),
      'connection_lost',
      'stall midway; rclone closes the connection after --timeout',
      { ...slowBig, path: `${nas}/raw3`, options: [...SLOW, '--timeout=4s'] },
    ),
    rcloneCase(
      'rc-push-dns-nxdomain',
      sftp(plain, { host: 'nas-typo.invalid' }),
      'dns_failure',
      'name that does not exist',
      at,
    ),
    rcloneCase(
      'rc-push-network-unreachable',
      sftp(plain, { host: '192.0.2.1' }),
      'network_unreachable',
      'no network at all',
      { ...at, wrap: ['unshare', '-n'] },
    ),
    rcloneCase(
      'rc-push-host-missing',
      sftp(plain, { host: '', port: 1 }),
      'connection_refused',
      'true cause: no host in the section',
      at,
    ),
    // rclone.conf and options
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
    // the run on this computer
    rcloneCase('rc-push-source-missing', local, 'source_vanished', 'run folder gone', {
      before: (run) => rmSync(run, { recursive: true }),
    }),
    rcloneCase(
      'rc-push-source-unreadable',
      local,
      'local_permission_denied',
      'one file unreadable',
      { wrap: AS_NOBODY, before: (run) => chmodSync(join(run, 'frame_0000.tif'), 0) },
    ),
    rcloneCase(
      'rc-push-source-unreadable-dir',
      local,
      'local_permission_denied',
      'one folder unreadable',
      { wrap: AS_NOBODY, before: (run) => chmodSync(join(run, 'sub'), 0) },
    ),
    rcloneCase(
      'rc-push-source-vanished',
      sftp(plain),
      'source_vanished',
      'file deleted after the listing',
      {
        ...at,
        path: `${nas}/raw4`,
        files: ['big.tif', 'big2.tif'],
        options: SLOW,
        before: (run) =>
          later(1_500, () => {
            for (const name of ['big.tif', 'big2.tif'])
              if (name === 'big2.tif') rmSync(join(run, name))
          }),
      },
    ),
    rcloneCase(
      'rc-push-trap-name-vanished',
      sftp(plain),
      'source_vanished',
      "the file is called 'big permission denied'",
      {
        ...at,
        path: `${nas}/raw5`,
        files: ['big.tif', 'big permission denied'],
        options: [...SLOW, '--order-by=name,descending'],
        before: (run) => later(1_500, () => rmSync(join(run, 'big permission denied'))),
      },
    ),
    rcloneCase('rc-push-source-grows', sftp(plain), 'source_changed', 'file still being written', {
      ...slowBig,
      path: `${nas}/raw6`,
      before: (run) => later(1_500, () => appendFileSync(join(run, 'big.tif'), 'more')),
    }),
    rcloneCase(
      'rc-push-source-shrinks',
      sftp(plain),
      'source_changed',
      'file cut while it is read',
      {
        ...slowBig,
        path: `${nas}/raw7`,
        before: (run) => later(1_500, () => truncateSync(join(run, 'big.tif'), 100_000)),
      },
    ),
    // a folder of this computer, such as a mounted share
    rcloneCase('rc-push-local-disk-full', local, 'remote_disk_full', 'mounted share full', {
      ...big,
      path: 'small',
      after: () => rmSync(join(small, 'Run_20260314_102205'), { recursive: true, force: true }),
    }),
    rcloneCase(
      'rc-push-local-disk-full-trap-name',
      local,
      'remote_disk_full',
      "the file is called 'big 403 Forbidden access denied.tif'",
      {
        files: ['big 403 Forbidden access denied.tif'],
        path: 'small',
        after: () => rmSync(join(small, 'Run_20260314_102205'), { recursive: true, force: true }),
      },
    ),
    rcloneCase('rc-push-local-no-inodes', local, 'remote_disk_full', 'no inode left', {
      path: 'inodes',
    }),
    rcloneCase('rc-push-local-read-only', local, 'remote_storage_error', 'read-only volume', {
      path: 'read-only',
    }),
    rcloneCase('rc-push-local-permission', local, 'remote_permission_denied', 'mkdir refused', {
      path: 'denied',
      wrap: AS_NOBODY,
    }),
    rcloneCase(
      'rc-push-local-trap-name-permission',
      local,
      'remote_permission_denied',
      "the file is called 'No space left on device'",
      { path: 'denied', wrap: AS_NOBODY, files: ['No space left on device'] },
    ),
    rcloneCase(
      'rc-push-local-dir-times',
      local,
      'ok',
      'the folders belong to another account: every file arrives',
      { path: 'foreign', wrap: AS_NOBODY, before: () => chownSync(foreign, 0, 0) },
    ),
    rcloneCase(
      'rc-push-local-name-too-long',
      cryptNames,
      'file_rejected',
      'a name too long when it is encrypted',
      { files: [`${'n'.repeat(200)}.tif`], path: 'names' },
    ),
    rcloneCase(
      'rc-push-local-path-is-file',
      local,
      'remote_path_missing',
      'a file stands where a folder is needed',
      { path: 'file' },
    ),
    rcloneCase('rc-push-place-taken', local, 'place_taken', '--immutable: a file differs', {
      replace: 'never',
      path: 'taken',
      before: () => {
        mkdirSync(join(nas, 'taken', 'Run_20260314_102205'), { recursive: true })
        writeFileSync(join(nas, 'taken', 'Run_20260314_102205', 'frame_0000.tif'), 'other')
      },
    }),
    rcloneCase('rc-hash-ok-local', local, 'ok', 'a folder'),
    rcloneCase(
      'rc-hash-file-unreadable-local',
      local,
      'remote_permission_denied',
      'one file unreadable',
      {
        wrap: AS_NOBODY,
        path: 'unreadable',
        before: () => {
          mkdirSync(join(nas, 'unreadable', 'Run_20260314_102205'), { recursive: true })
          writeFileSync(join(nas, 'unreadable', 'Run_20260314_102205', 'a.tif'), 'a', { mode: 0 })
        },
      },
    ),
    rcloneCase('rc-push-ok-crypt', cryptConf, 'ok', 'crypt', big),
    rcloneCase(
      'rc-hash-crypt-damaged',
      cryptConf,
      'checksum_mismatch',
      'one byte of an encrypted file changed',
      {
        download: true,
        before: () =>
          execFileSync(
            'sh',
            ['-c', `printf XXXX | dd of='${stored}' bs=1 seek=70000 conv=notrunc`],
            { stdio: 'ignore' },
          ),
      },
    ),
    rcloneCase(
      'rc-hash-crypt-damaged-head',
      cryptConf,
      'checksum_mismatch',
      'the head of an encrypted file changed',
      {
        download: true,
        before: () =>
          execFileSync('sh', ['-c', `printf XXXX | dd of='${stored}' bs=1 seek=0 conv=notrunc`], {
            stdio: 'ignore',
          }),
      },
    ),
    rcloneCase(
      'rc-hash-crypt-cut',
      cryptConf,
      'checksum_mismatch',
      'an encrypted file cut to 100 bytes',
      {
        download: true,
        before: () => {
          execFileSync(
            'sh',
            ['-c', `printf 'RCLONE\\000\\000' | dd of='${stored}' bs=1 seek=0 conv=notrunc`],
            { stdio: 'ignore' },
          )
          truncateSync(stored, 100_000)
        },
      },
    ),
    // stopped
    ...(['SIGTERM', 'SIGINT', 'SIGKILL'] as const).map((signal) =>
      rcloneCase(
        `rc-push-${signal.toLowerCase()}`,
        sftp(plain),
        'interrupted',
        `${signal} sent to rclone`,
        {
          ...slowBig,
          path: `${nas}/raw-${signal}`,
          during: (stderr, child) => {
            if (stderr.includes('"stats"')) child.kill(signal)
          },
        },
      ),
    ),
    rcloneCase('rc-push-max-transfer', sftp(plain), 'interrupted', '--max-transfer reached', {
      ...slowBig,
      path: `${nas}/raw8`,
      options: [...SLOW, '--max-transfer=1M'],
    }),
    // FTP
    ...(await Promise.all(
      (
        [
          [
            'rc-push-ftp-530',
            { PASS: '530 Login incorrect.' },
            'credentials_rejected',
            'wrong password',
          ],
          [
            'rc-push-ftp-421',
            { USER: '421 There are too many connected users, please try later.' },
            'rate_limited',
            'too many users',
          ],
          [
            'rc-push-ftp-tls-demanded',
            { USER: '522 SSL/TLS required on the control channel' },
            'tls_failure',
            'the server demands TLS',
          ],
          [
            'rc-push-ftp-tls-demanded-550',
            { USER: '550 SSL/TLS required on the control channel' },
            'tls_failure',
            'the server demands TLS, ProFTPD',
          ],
          [
            'rc-push-ftp-tls-demanded-530',
            { USER: '530 Non-anonymous sessions must use encryption.' },
            'tls_failure',
            'the server demands TLS, vsftpd',
          ],
          [
            'rc-push-ftp-tls-demanded-503',
            { USER: '503 Use AUTH first.' },
            'tls_failure',
            'the server demands TLS, FileZilla',
          ],
        ] as const
      ).map(async ([id, answers, reason, note]) =>
        rcloneCase(
          id,
          section('ftp', { host: '127.0.0.1', port: await ftp(answers), user: 'lab', pass }),
          reason,
          note,
          { options: SHORT },
        ),
      ),
    )),
    rcloneCase(
      'rc-push-ftp-tls-unsupported',
      section('ftp', {
        host: '127.0.0.1',
        port: await ftp({ AUTH: '500 unknown command' }),
        user: 'lab',
        pass,
        explicit_tls: 'true',
      }),
      'tls_failure',
      'TLS asked for, server without',
      { options: SHORT },
    ),
    rcloneCase(
      'rc-push-ftp-speaks-tls',
      section('ftp', {
        host: '127.0.0.1',
        port: await tcp((s) => {
          s.write(Buffer.from([21, 3, 3, 0, 2, 2, 40]))
          s.end()
        }),
        user: 'lab',
        pass,
      }),
      'tls_failure',
      'the server speaks TLS unasked (implicit TLS)',
      { options: SHORT },
    ),
    ...(await s3Cases()),
    ...(await httpCases(dir, rclone, nas)),
  ]
  return {
    cases,
    bench: {
      async stop() {
        for (const folder of [small, readOnly, inodes]) quietly('umount', '--lazy', folder)
        for (const server of servers.values()) await server.stop()
      },
    },
  }
}
