// rclone's words, in order. Its exit codes say little (1 is nearly everything) and changed meaning in 1.69, so text decides.
import { parseRcloneLine } from './rclone-log.ts'
import type { Rule, Said } from './classify.ts'

const STAMP = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (?:(ERROR|NOTICE|INFO|DEBUG|CRITICAL) ?: )?/

/**
 * The lines that speak of a failure, without what can mislead: time, level, notices, and the name of the file that a
 * line is about (a file may be called "permission denied.tif"). HTML pages of proxies shrink to their status line.
 */
export const rcloneLines = (stderr: string): Said[] => {
  const out: Said[] = []
  const say = (text: string, path: string | null): void => {
    const trimmed = text.trim()
    if (trimmed !== '')
      out.push({ text: trimmed, shown: path === null ? trimmed : `${path}: ${trimmed}` })
  }
  for (const raw of stderr.split('\n')) {
    const parsed = parseRcloneLine(raw)
    if (parsed.stats !== null) continue
    if (parsed.json) {
      if (parsed.level === 'error')
        for (const text of parsed.text.split('\n')) say(text, parsed.path)
      continue
    }
    const stamp = STAMP.exec(raw)
    if (stamp?.[1] === 'NOTICE' || stamp?.[1] === 'INFO' || stamp?.[1] === 'DEBUG') continue
    const text = raw.slice(stamp?.[0].length ?? 0)
    // "ERROR : name: what happened": a failure of the whole attempt has no name
    const named =
      stamp?.[1] === 'ERROR' && !/^(Attempt \d|Fatal error|Can't retry)/.test(text)
        ? text.indexOf(': ')
        : -1
    if (named === -1) say(text, null)
    else say(text.slice(named + 2), text.slice(0, named))
  }
  return out
}

/** Order: set-up, then sign-in and trust, then what a person must mend, then reach, then what clears by itself. */
export const RCLONE_RULES: readonly Rule[] = [
  // usage: cobra's own words before anything is tried (rc-push-usage-*, rc-hash-unknown-hash)
  {
    reason: 'usage_error',
    text: /^(?:Error|Fatal error): (?:unknown (?:flag|shorthand flag|command|hash type)|invalid argument|flag needs an argument)/,
  },
  // rclone.conf: section, backend, file (fs/newfs.go, fs/config)
  {
    reason: 'remote_not_configured',
    text: /didn't find (?:section in config file|backend called)|Failed to load config file|unable to decrypt configuration|couldn't parse known_hosts_file/,
  },
  // a GET/PROPFIND answered 405 means that no WebDAV is spoken there (rc-push-webdav-not-dav)
  { reason: 'remote_not_configured', text: /(?:^|: )405 (?:Method )?Not Allowed$/ },
  // sftp backend, before any connection
  {
    reason: 'ssh_key_unusable',
    text: /failed to (?:read|parse) private key file|couldn't connect to ssh-agent|SSH agent requested but|no key found$/,
  },
  // golang.org/x/crypto/ssh/knownhosts
  { reason: 'ssh_host_key_changed', text: /knownhosts: key mismatch/ },
  { reason: 'ssh_host_key_unknown', text: /knownhosts: key is unknown/ },
  { reason: 'ssh_key_rejected', text: /ssh: unable to authenticate/ },
  { reason: 'ssh_negotiation_failed', text: /ssh: no common algorithm/ },
  {
    reason: 'tls_failure',
    text: /x509: |tls: |server gave HTTP response to HTTPS client|certificate (?:has expired|is not valid|signed by unknown authority)/,
  },
  // 403 that is not a sign-in: the clock (corpus fact 13)
  { reason: 'clock_skew', text: /RequestTimeTooSkewed|clock skew/i },
  {
    reason: 'credentials_rejected',
    text: /(?:^|: )401 |Unauthorized|status code: 401|InvalidAccessKeyId|SignatureDoesNotMatch|(?:^|: )530 |attempted logon is invalid|STATUS_LOGON_FAILURE|invalid_grant|couldn't fetch token|token expired/,
  },
  // the md5 command of an sftp remote cannot run: looks like corruption, is not (corpus fact 9)
  {
    reason: 'remote_tool_missing',
    text: /Failed to calculate dst hash|failed to run "|subsystem request failed|hash differ "[0-9a-f]*" vs ""/,
  },
  { reason: 'remote_hash_unsupported', text: /hash unsupported|hash type not supported/ },
  // our own files: the message names the source side
  {
    reason: 'source_changed',
    text: /source file is being updated|failed to open source object: .*: (?:device or resource busy|resource busy|text file busy|The process cannot access the file)/,
  },
  {
    reason: 'local_permission_denied',
    text: /(?:failed to open source object|failed to open directory|error reading source (?:root )?directory): .*: (?:permission denied|operation not permitted|Access is denied\.)$/i,
  },
  {
    reason: 'local_permission_denied',
    text: /^failed to open directory ".*": open .*: permission denied$/,
  },
  {
    reason: 'file_rejected',
    text: /file name too long$|EntityTooLarge|(?:^|: )413 |invalid argument$|The filename, directory name, or volume label syntax is incorrect/,
  },
  // rights on the far side
  {
    reason: 'remote_permission_denied',
    text: /(?:permission denied|operation not permitted|Access is denied\.)$|(?:^|: )403 |status code: 403|AccessDenied|(?:^|: )55[03] (?!No such)/i,
    operation: 'hashsum',
  },
  {
    reason: 'remote_permission_denied',
    text: /(?:mkdir|mkParentDir|parent directories|initialize SMB|open|Update|Put|create|chtimes|SetModTime|dirExists)\b.*(?:permission denied|operation not permitted|Access is denied\.)$/i,
  },
  {
    reason: 'remote_permission_denied',
    text: /(?:^|: )403 |status code: 403|AccessDenied|(?:^|: )55[03] /,
  },
  {
    reason: 'source_vanished',
    text: /failed to open source object: .*: (?:no such file or directory|The system cannot find the file specified\.)$|error reading source (?:root )?directory: directory not found/,
  },
  { reason: 'checksum_mismatch', text: /corrupted on transfer: .*(?:differ|mismatch)/ },
  {
    reason: 'remote_disk_full',
    text: /no space left on device|not enough space|disk quota exceeded|file too big for remaining disk space|(?:^|: )507 |Insufficient Storage|storageQuotaExceeded|QuotaExceeded|There is not enough space on the disk|(?:^|: )452 |(?:^|: )552 /i,
  },
  {
    reason: 'local_io_error',
    text: /\bread (?:\/|[A-Za-z]:\\).*: (?:input\/output error|i\/o error)$/,
  },
  {
    reason: 'interrupted',
    text: /max transfer limit reached|max transfer duration|context canceled/,
  },
  {
    reason: 'rate_limited',
    text: /(?:^|: )429 |status code: 429|TooManyRequests|SlowDown|rateLimitExceeded|(?:^|: )421 /,
  },
  {
    reason: 'server_error',
    text: /(?:^|: )50[0-46-9] |status code: 50\d|InternalError|ServiceUnavailable/,
  },
  // reach: Go's net package, then Windows' winsock words
  {
    reason: 'dns_failure',
    text: /lookup .*: (?:no such host|server misbehaving|i\/o timeout|Temporary failure)|no such host/,
  },
  { reason: 'connection_refused', text: /connect(?:ex)?: connection refused|actively refused it/ },
  {
    reason: 'network_unreachable',
    text: /(?:network is unreachable|no route to host|host is unreachable|unreachable (?:network|host))|dial .*connect: (?:permission denied|operation not permitted)/,
  },
  {
    reason: 'remote_storage_error',
    text: /host is down$|stale (?:NFS )?file handle|input\/output error$|read-only file system|SSH_FX_FAILURE|(?:^|\* )45[01] |transport endpoint is not connected/,
  },
  {
    reason: 'connection_timeout',
    text: /i\/o timeout|deadline exceeded|Client\.Timeout|timed out|TLS handshake timeout|timeout awaiting response/i,
  },
  {
    reason: 'connection_lost',
    text: /connection lost|connection reset|handshake failed: (?:EOF|read)|broken pipe|unexpected EOF|\bEOF$|use of closed network connection|forcibly closed|connection was aborted|closed SSH connection/,
  },
  {
    reason: 'remote_path_missing',
    text: /directory not found|share name cannot be found|is a file not a directory|object not found|not a directory$|NoSuchBucket|no such file or directory$|mkdir .*: file exists$|The system cannot find the path specified/,
  },
]
