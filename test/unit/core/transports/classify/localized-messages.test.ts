// Classification of messages that were not recorded: the same faults as other versions, backends,
// systems and languages word them, from the sources and manuals of rclone, pkg/sftp, go-smb2,
// rsync, OpenSSH, and the tables of Windows and glibc.
import { describe, expect, it } from 'vitest'
import { classify } from '../../../../../electron/core/transports/classify/classify.ts'
import { parseLines } from '../../../../../electron/core/transports/parse-line.ts'
import type { Reason } from '../../../../../shared/reasons.ts'

const RCLONE: readonly (readonly [Reason, string])[] = [
  [
    'remote_disk_full',
    'mkParentDir failed: write //nas/lab: There is not enough space on the disk.',
  ],
  ['remote_disk_full', 'sftp: "No space" (SSH_FX_NO_SPACE_ON_FILESYSTEM)'],
  [
    'remote_disk_full',
    "googleapi: Error 403: The user's Drive storage quota has been exceeded., storageQuotaExceeded",
  ],
  ['remote_disk_full', 'response error: An operation failed because the disk was full.'],
  [
    'remote_disk_full',
    'Failed to copy: XMinioStorageFull: Storage backend has reached its minimum free drive threshold. status code: 507',
  ],
  ['rate_limited', 'googleapi: Error 403: User Rate Limit Exceeded., userRateLimitExceeded'],
  ['rate_limited', 'api error SlowDown: Please reduce your request rate.'],
  [
    'credentials_rejected',
    'operation error S3: ListObjectsV2, https response error StatusCode: 401, RequestID: x',
  ],
  ['credentials_rejected', "couldn't fetch token: invalid_grant: maybe token expired?"],
  ['credentials_rejected', 'ExpiredToken: The provided token has expired. status code: 400'],
  [
    'credentials_rejected',
    'response error: The referenced account is currently disabled and cannot be logged on to.',
  ],
  [
    'remote_permission_denied',
    'operation error S3: PutObject, https response error StatusCode: 403, api error AccessDenied: Access Denied',
  ],
  ['remote_permission_denied', 'sftp: "Permission denied" (SSH_FX_PERMISSION_DENIED)'],
  [
    'remote_permission_denied',
    'response error: {Access Denied} A process has requested access to an object',
  ],
  ['remote_permission_denied', 'mkdir \\\\nas\\lab\\run: Zugriff verweigert'],
  [
    'local_permission_denied',
    'failed to open source object: open \\\\?\\D:\\acq\\a.tif: Access is denied.',
  ],
  [
    'local_permission_denied',
    'failed to open source object: open \\\\?\\D:\\acq\\a.tif: Accès refusé.',
  ],
  [
    'source_changed',
    'Failed to copy: failed to open source object: open \\\\?\\D:\\acq\\a.tif: The process cannot access the file because it is being used by another process.',
  ],
  [
    'source_changed',
    'Failed to copy: failed to open source object: open \\\\?\\D:\\acq\\a.tif: Der Prozess kann nicht auf die Datei zugreifen, da sie von einem anderen Prozess verwendet wird.',
  ],
  [
    'source_vanished',
    'failed to open source object: open \\\\?\\D:\\acq\\a.tif: The system cannot find the path specified.',
  ],
  [
    'source_vanished',
    'failed to open source object: open \\\\?\\D:\\acq\\a.tif: Das System kann die angegebene Datei nicht finden.',
  ],
  ['local_io_error', 'Failed to copy: read D:\\acq\\a.tif: Data error (cyclic redundancy check).'],
  ['dns_failure', 'dial tcp: lookup nas: getaddrinfow: No such host is known.'],
  [
    'dns_failure',
    'dial tcp: lookup nas.lab on 10.0.0.1:53: read udp 10.0.0.2:1->10.0.0.1:53: i/o timeout',
  ],
  [
    'connection_refused',
    'connectex: No connection could be made because the target machine actively refused it.',
  ],
  [
    'connection_timeout',
    'connectex: A connection attempt failed because the connected party did not properly respond after a period of time',
  ],
  ['connection_timeout', 'dial tcp 10.0.0.1:22: connect: operation timed out'],
  ['network_unreachable', 'connectex: A socket operation was attempted to an unreachable network.'],
  ['network_unreachable', 'dial tcp 10.0.0.1:22: connect: host is down'],
  ['connection_lost', 'wsarecv: An existing connection was forcibly closed by the remote host.'],
  ['connection_lost', 'read \\\\nas\\lab: The specified network name is no longer available.'],
  ['connection_lost', 'http2: server sent GOAWAY and closed the connection'],
  ['server_error', 'https response error StatusCode: 503, RequestID: x'],
  ['server_error', 'Failed to copy: Propfind: 502 Bad Gateway'],
  [
    'tls_failure',
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  [
    'tls_failure',
    'net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x15\\x03"',
  ],
  [
    'checksum_mismatch',
    'corrupted on transfer: md5 hashes differ src(Local file system at /d) "aa" vs dst(nas:) "bb"',
  ],
  [
    'remote_tool_missing',
    'corrupted on transfer: md5 hashes differ src(Local file system at /d) "aa" vs dst(nas:) ""',
  ],
  [
    'ssh_key_unusable',
    'failed to parse private key file: ssh: this private key is passphrase protected',
  ],
  [
    'remote_not_configured',
    'Failed to create file system for "nas:": couldn\'t decrypt password: input too short when revealing password - is it obscured?',
  ],
  ['remote_path_missing', 'Failed to copy: Put failed: 409 Conflict'],
  ['remote_path_missing', 'response error: {Path Not Found} The path does not exist.'],
  ['remote_storage_error', 'Failed to copy: Put failed: 423 Locked'],
  ['remote_storage_error', 'write \\\\nas\\lab\\a: The media is write protected.'],
  ['file_rejected', 'mkdir \\\\nas\\x: The filename or extension is too long.'],
  ['unrecognised', 'something that nobody has seen before'],
]

const RSYNC: readonly (readonly [Reason, string, number?])[] = [
  ['remote_permission_denied', 'rsync: mkstemp "/vol1/run/.a.Xy12" failed: Permission denied (13)'],
  [
    'remote_permission_denied',
    'rsync: [receiver] mkstemp "/vol1/run/.a.Xy12" failed: Keine Berechtigung (13)',
  ],
  [
    'remote_permission_denied',
    'rsync: recv_generator: mkdir "/vol1/run" failed: Permission denied (13)',
  ],
  [
    'local_permission_denied',
    'rsync: send_files failed to open "/data/a.tif": Permission denied (13)',
  ],
  ['local_permission_denied', 'rsync: opendir "/data/b" failed: Operation not permitted (1)'],
  ['local_io_error', 'rsync: read errors mapping "/data/a.tif": Input/output error (5)'],
  ['source_vanished', 'rsync: link_stat "/data/run/." failed: No such file or directory (2)'],
  ['source_vanished', 'rsync: change_dir "/data/run" failed: No such file or directory (2)'],
  ['remote_path_missing', 'rsync: change_dir#3 "/vol1/raw" failed: No such file or directory (2)'],
  ['remote_path_missing', 'rsync: mkdir "/vol1/raw/run" failed: No such file or directory (2)'],
  ['remote_disk_full', 'rsync: write failed on "/vol1/run/a.tif": No space left on device (28)'],
  ['remote_disk_full', 'rsync: [receiver] write failed on "/vol1/a": Disc quota exceeded (69)'],
  [
    'remote_storage_error',
    'rsync: [receiver] mkstemp "/vol1/.a" failed: Read-only file system (30)',
  ],
  ['remote_storage_error', 'rsync: rename "/vol1/.a" -> "a": Stale NFS file handle (70)'],
  ['file_rejected', 'rsync: recv_generator: mkdir "/vol1/x:y" failed: Invalid argument (22)'],
  ['remote_tool_missing', 'bash: line 1: rsync: commande introuvable', 127],
  ['remote_tool_missing', 'bash: Zeile 1: rsync: Kommando nicht gefunden.', 127],
  ['remote_tool_missing', '-sh: rsync: not found', 127],
  ['remote_tool_missing', 'zsh:1: command not found: rsync', 127],
  ['remote_tool_missing', 'fish: Unknown command: rsync', 127],
  ['remote_tool_missing', "'rsync' is not recognized as an internal or external command,", 1],
  ['connection_lost', 'rsync: [sender] read error: Connection reset by peer (104)', 12],
  [
    'connection_lost',
    'rsync: writefd_unbuffered failed to write 4 bytes [sender]: Broken pipe (32)',
    10,
  ],
  ['connection_lost', 'client_loop: send disconnect: Connection reset by peer', 255],
  ['connection_lost', 'Read from remote host nas: Connection reset by peer', 255],
  [
    'connection_lost',
    'ssh_dispatch_run_fatal: Connection to 10.0.0.1 port 22: message authentication code incorrect',
    255,
  ],
  ['connection_lost', 'Corrupted MAC on input.', 255],
  ['network_unreachable', 'ssh: connect to host nas port 22: Unknown error', 255],
  ['connection_timeout', 'ssh: connect to host nas port 22: Operation timed out', 255],
  [
    'dns_failure',
    'ssh: Could not resolve hostname nas: nodename nor servname provided, or not known',
    255,
  ],
  ['ssh_key_rejected', 'Permission denied (publickey,gssapi-keyex,gssapi-with-mic).', 255],
  [
    'ssh_negotiation_failed',
    'Unable to negotiate with 10.0.0.1 port 22: no matching host key type found. Their offer: ssh-dss',
    255,
  ],
  ['ssh_host_key_unknown', 'Host key verification failed.', 255],
  ['usage_error', 'Bad owner or permissions on /home/op/.ssh/config', 255],
  [
    'tool_outdated',
    'rsync: --stderr=client: unknown option\nrsync error: syntax or usage error (code 1) at main.c(1575) [client=3.1.3]',
    1,
  ],
  [
    'tool_outdated',
    'rsync: --info=progress2: unknown option\nrsync error: syntax or usage error (code 1) at /tmp/rsync/main.c(1337) [client=2.6.9]',
    1,
  ],
  ['tool_outdated', "rsync: unrecognized option `--stderr=client'", 1],
  [
    'ssh_key_rejected',
    'lab@bastion: Permission denied (publickey).\nkex_exchange_identification: Connection closed by remote host\nConnection closed by UNKNOWN port 65535',
    255,
  ],
  [
    'connection_refused',
    'channel 0: open failed: connect failed: Connection refused\nstdio forwarding failed\nConnection closed by UNKNOWN port 65535',
    255,
  ],
  [
    'dns_failure',
    'ssh: Could not resolve hostname bastion: Name or service not known\nkex_exchange_identification: Connection closed by remote host\nConnection closed by UNKNOWN port 65535',
    255,
  ],
  [
    'connection_timeout',
    'channel 0: open failed: connect failed: Connection timed out\nstdio forwarding failed\nConnection closed by UNKNOWN port 65535',
    255,
  ],
  [
    'network_unreachable',
    'channel 0: open failed: administratively prohibited: open failed\nstdio forwarding failed\nConnection closed by UNKNOWN port 65535',
    255,
  ],
  ['remote_shell_unusable', "-rbash: rsync: restricted: cannot specify `/' in command names", 1],
  ['remote_shell_unusable', 'This account is restricted by rssh.', 1],
  ['remote_shell_unusable', '*** forbidden command: rsync', 1],
  ['remote_tool_missing', 'bash: line 1: /usr/bin/rsync: Permission denied', 126],
  ['remote_tool_outdated', 'rsync: on remote machine: --no-msgs2stderr: unknown option', 1],
  [
    'connection_timeout',
    'rsync error: timeout in data send/receive (code 30) at io.c(195) [sender=3.1.3]',
    30,
  ],
  ['server_error', 'bash: line 1: 12345 Killed                  rsync --server', 137],
  ['unrecognised', 'something that nobody has seen before', 23],
]

const reasonOf = (transport: 'rclone' | 'rsync_ssh', exitCode: number, stderr: string) =>
  classify({
    transport,
    operation: 'push',
    exitCode,
    signal: null,
    spawnError: null,
    lines: parseLines(transport, stderr),
    stdout: '',
  })?.reason

describe('other messages for the same faults', () => {
  it.each(RCLONE)('rclone, %s: %s', (reason, text) => {
    for (const stderr of [
      `2026/11/23 12:00:00 ERROR : a b.tif: ${text}\n`,
      `${JSON.stringify({ level: 'error', msg: text, object: 'permission denied.tif' })}\n`,
    ])
      expect(reasonOf('rclone', 1, stderr)).toBe(reason)
  })
  it.each(RSYNC.map(([reason, text, code = 23]) => ({ reason, text, code })))(
    'rsync and ssh, $reason: $text',
    ({ reason, text, code }) => {
      const stderr = `a legal banner says: Permission denied to anyone else\n${text}\nrsync error: some files could not be transferred (code ${code}) at main.c(1338) [sender=3.2.7]\n`
      expect(reasonOf('rsync_ssh', code, stderr)).toBe(reason)
    },
  )
})
