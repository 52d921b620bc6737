// Table of rclone's failures, first match wins: set-up, sign-in and trust, what a person must mend,
// reach, and what clears by itself. Sources: rclone, its backends, Go's net package and the systems
// it runs on. rclone's exit codes say little (docs/tool-behaviour.md 22), so the text decides.
import type { Rule } from './rule.ts'

/**
 * A status as backends write it: "403 Forbidden", "status code: 403", "StatusCode: 403" (aws
 * v2), "Error 403:" (Google).
 */
const status = (code: string): string =>
  String.raw`(?:(?:^|: )${code} |[Ss]tatus ?[Cc]ode: ?${code}\b|\bError ${code}\b|HTTP(?: error| status)? ${code}\b)`

const any = (...parts: readonly string[]): RegExp => new RegExp(parts.join('|'))
const anyCase = (...parts: readonly string[]): RegExp => new RegExp(parts.join('|'), 'i')

/**
 * Start of a message about a file on this computer, up to the words of the system. On Windows rclone opens files by a call of
 * its own, whose error names no path.
 */
const LOCAL_FILE = String.raw`(?:(?:failed to open source object|failed to open directory|error reading source (?:root )?directory|failed to read metadata from source object): (?:.*: )?|Failed to calculate src hash: .*: )`
/** Start of a message about bytes of a file on this computer. */
const LOCAL_READ = String.raw`\bread (?:\/|\\\\\?\\|[A-Za-z]:\\).*: `
const DENIED = String.raw`(?:permission denied|operation not permitted|Access is denied\.?)$`

export const RCLONE_RULES: readonly Rule[] = [
  // usage: the option parser (cobra), before anything is tried
  {
    reason: 'usage_error',
    text: /^(?:Error|Fatal error): (?:unknown (?:flag|shorthand flag|command|hash type)|invalid argument|flag needs an argument|required flag)|^(?:Fatal error: )?Command \S+ needs \d+ arguments|^unknown (?:flag|shorthand flag|command)/,
  },
  // a proxy between (net/http, HTTP_PROXY and HTTPS_PROXY): of its answer to CONNECT only the words are told, without the number
  {
    reason: 'proxy_refused',
    text: /proxyconnect |(?:^|: )407 |Proxy Authentication Required|"…": (?:Bad Request|Forbidden|Not Found|Method Not Allowed|Internal Server Error|Bad [Gg]ateway|Service Unavailable|Gateway Time-?[Oo]ut)$/,
  },
  // --immutable (fs/sync, fs/operations): something came to the place after it was found free
  { reason: 'place_taken', text: /immutable file modified/ },
  // rclone.conf: section, backend, file, passwords (fs/newfs.go, fs/config, fs/config/obscure)
  {
    reason: 'remote_not_configured',
    text: /didn't find (?:section in config file|backend called)|Failed to load config file|(?:unable to|couldn't) decrypt (?:configuration|password)|couldn't parse known_hosts_file|input does not look obscured|is it obscured\?|not a valid (?:remote|url)|unsupported protocol scheme|stopped after \d+ redirects|Failed to read line: EOF|Couldn't decrypt configuration/i,
  },
  // a server that answers 405 to GET or PROPFIND does not speak WebDAV
  { reason: 'remote_not_configured', text: /(?:^|: )405 (?:Method )?Not Allowed$/ },
  // sftp backend, before any connection; x/crypto/ssh on keys with a passphrase
  {
    reason: 'ssh_key_unusable',
    text: /failed to (?:read|parse|open) private key(?: file)?|couldn't connect to ssh-agent|SSH agent requested but|no key found$|this private key is passphrase protected|cannot decode encrypted private keys|x509: decryption password incorrect/,
  },
  // golang.org/x/crypto/ssh/knownhosts
  {
    reason: 'ssh_host_key_changed',
    text: /knownhosts: key (?:mismatch|is revoked)|host key mismatch/,
  },
  { reason: 'ssh_host_key_unknown', text: /knownhosts: key is unknown/ },
  { reason: 'ssh_key_rejected', text: /ssh: unable to authenticate/ },
  {
    reason: 'ssh_negotiation_failed',
    text: /ssh: no common algorithm|ssh: overflow reading version string|ssh: invalid packet length/,
  },
  // "context deadline exceeded" inside a handshake is time, not trust
  { reason: 'connection_timeout', text: /TLS handshake timeout/ },
  {
    reason: 'tls_failure',
    text: /x509: |tls: |server gave HTTP response to HTTPS client|HTTP request to an HTTPS server|malformed HTTP (?:response|version)|certificate (?:has expired|is not valid|signed by unknown authority)|SSL\/TLS required|must use encryption|Use AUTH first|(?:requires?|must (?:use|be)|only) (?:explicit )?(?:FTP over )?(?:TLS|SSL)|Policy requires SSL|first record does not look like a TLS handshake|failed to make FTP connection to "[^"]*": 50[0-4] |short response: "\\x1[56]\\x03|(?:^|: )(?:522|534) /,
  },
  // a 403 that is no refused sign-in: the clock (docs/tool-behaviour.md 13), free
  // space and rate limit (Google)
  { reason: 'clock_skew', text: /RequestTimeTooSkewed|clock skew|Request has expired/i },
  {
    reason: 'remote_disk_full',
    text: anyCase(
      'no space left on device',
      'not enough (?:free )?space',
      'disk (?:was|is) full',
      'disk quota exceeded',
      'file too big for remaining disk space',
      status('507'),
      status('4?52'),
      status('552'),
      'Insufficient[ _]?(?:Storage|space)',
      '(?:storage)?QuotaExceeded',
      'quota_?(?:Limit)?_?(?:Reached|Exceeded)',
      'storage_cap_exceeded',
      'StorageFull',
      'SSH_FX_(?:NO_SPACE_ON_FILESYSTEM|QUOTA_EXCEEDED)',
    ),
  },
  {
    reason: 'rate_limited',
    text: anyCase(
      status('429'),
      status('421'),
      'Too_?Many_?Requests',
      'SlowDown',
      'RateLimitExceeded',
      'activityLimitReached',
      'too many (?:connected )?users',
    ),
  },
  {
    reason: 'credentials_rejected',
    text: anyCase(
      status('401'),
      'Unauthorized',
      status('530'),
      'InvalidAccessKeyId',
      'SignatureDoesNotMatch',
      'ExpiredToken',
      'InvalidToken',
      'attempted logon is invalid',
      'Logon failure',
      'user name or password is incorrect',
      'STATUS_(?:LOGON_FAILURE|ACCOUNT_\\w+|PASSWORD_EXPIRED)',
      'account (?:is currently (?:disabled|locked out)|has been (?:automatically )?locked)|password (?:for this account )?has expired',
      'trust relationship between this workstation|more than one user name, are not allowed|network password is not correct|password must be changed before',
      'invalid_(?:grant|client)',
      "couldn't fetch token",
      '(?:empty )?token (?:expired|found|has been expired)',
      'NoCredentialProviders|no valid providers in chain',
    ),
  },
  // the hash command of an sftp remote ran and could not read the file: it is not where SFTP has it, or the NAS cannot read it
  {
    reason: 'shell_path_differs',
    text: /failed to run "[^"]*": .*\S*sum: .*: No such file or directory: Process exited with status 1\b/,
  },
  {
    reason: 'remote_storage_error',
    text: /failed to run "[^"]*": .*: (?:Input\/output error|I\/O error|Stale (?:NFS )?file handle|Structure needs cleaning): Process exited/,
  },
  {
    reason: 'remote_permission_denied',
    text: /failed to run "[^"]*": .*\S*sum: .*: Permission denied: Process exited with status 1\b/,
  },
  // a file that vanished or cannot be read while rclone compares what it sent, which looks like corruption
  {
    reason: 'source_vanished',
    text: /Failed to calculate src hash: .*: (?:no such file or directory|The system cannot find the (?:file|path) specified\.?)$/,
  },
  {
    reason: 'local_permission_denied',
    text: new RegExp(`Failed to calculate src hash: .*: ${DENIED}`, 'i'),
  },
  // a greeting in front of SFTP is read as its first packet (pkg/sftp)
  {
    reason: 'remote_shell_unusable',
    text: /couldn't initialise SFTP: .*(?:packet|message|unmarshal|version|unexpected)|sftp: (?:unexpected|invalid) packet|recvPacket|message too long/i,
  },
  // the md5 command of an sftp remote cannot run, which looks like corruption
  // (docs/tool-behaviour.md 9)
  {
    reason: 'remote_tool_missing',
    text: /Failed to calculate dst hash|failed to run "|subsystem request failed|hash(?:es)? differ .*vs (?:dst\(.*\) )?""/,
  },
  { reason: 'remote_hash_unsupported', text: /hash unsupported|hash type not supported/ },
  // files on this computer: the message names the source
  {
    reason: 'source_changed',
    text: new RegExp(
      String.raw`source file is being updated|${LOCAL_FILE}(?:device or resource busy|resource busy|text file busy|The process cannot access the file|another process has locked)`,
      'i',
    ),
  },
  {
    reason: 'source_changed',
    text: new RegExp(
      String.raw`${LOCAL_READ}(?:The process cannot access the file|another process has locked)`,
    ),
    operation: 'push',
  },
  {
    reason: 'source_in_cloud',
    text: new RegExp(
      String.raw`(?:${LOCAL_FILE}|${LOCAL_READ})(?:The cloud (?:file|sync|operation)\b|Access to the cloud file is denied)`,
    ),
  },
  {
    reason: 'source_quarantined',
    text: new RegExp(
      String.raw`(?:${LOCAL_FILE}|${LOCAL_READ}).*contains a virus or potentially unwanted software`,
    ),
  },
  { reason: 'local_permission_denied', text: new RegExp(`${LOCAL_FILE}${DENIED}`, 'i') },
  {
    reason: 'local_permission_denied',
    text: new RegExp(`^failed to open directory ".*": open .*: ${DENIED}`, 'i'),
  },
  {
    reason: 'local_io_error',
    text: new RegExp(
      String.raw`(?:${LOCAL_FILE}|${LOCAL_READ})(?:input\/output error|i\/o error|no data available|structure needs cleaning|Data error \(cyclic redundancy check\)|The request could not be performed because of an I\/O device error|The device is not ready|A device which does not exist was specified)\.?$`,
    ),
  },
  {
    reason: 'file_rejected',
    text: /file ?name (?:or extension is )?too long\.?$|EntityTooLarge|KeyTooLong|(?:^|: )41[34] |invalid argument$|illegal byte sequence$|The filename, directory name, or volume label syntax is incorrect|object name is invalid|SSH_FX_INVALID_FILENAME|STATUS_OBJECT_NAME_INVALID/i,
  },
  // a name that a share refuses or hides (smb); that its own folder is there was seen right before the push
  {
    reason: 'file_rejected',
    text: /^(?:Failed to copy: |Attempt \d+\/\d+ failed with \d+ errors? and: |Failed to copy(?: with \d+ errors: last error was)?: )?failed to (?:open: open|make parent directories: mkdir) .*: file does not exist$/,
    operation: 'push',
  },
  // permissions on the remote
  {
    reason: 'remote_permission_denied',
    text: anyCase(DENIED, status('403'), 'AccessDenied'),
    operation: 'hashsum',
  },
  {
    reason: 'remote_permission_denied',
    text: new RegExp(
      // rclone's own call to open a file on Windows names nothing
      String.raw`^Failed to copy: ${DENIED}|(?:mkdir|mkParentDir|parent directories|initialize SMB|open(?:at)?|Update|Put|create|chtimes|SetModTime|dirExists|rename|remove)\b.*${DENIED}`,
      'i',
    ),
  },
  {
    reason: 'remote_permission_denied',
    text: anyCase(
      status('403'),
      'AccessDenied',
      'SSH_FX_PERMISSION_DENIED',
      'STATUS_ACCESS_DENIED',
      String.raw`\{Access Denied\}`,
      'insufficient(?:FilePermissions|_scope)',
      // an FTP server answers 550 both for a missing permission and for a missing file
      String.raw`(?:^|: )55[03] (?!.*(?:no such|not found|does(?:n't| not) exist))`,
    ),
  },
  {
    reason: 'source_vanished',
    text: new RegExp(
      String.raw`${LOCAL_FILE}(?:no such file or directory|The system cannot find the (?:file|path) specified\.?)$|error reading source (?:root )?directory: directory not found`,
    ),
  },
  {
    reason: 'checksum_mismatch',
    text: /corrupted on transfer: (?!.*"" vs ).*(?:differ|mismatch)|\bBadDigest\b|Content-MD5/,
  },
  // what an overlay checks of a stored file (crypt, compress, chunker)
  {
    reason: 'checksum_mismatch',
    text: /failed to authenticate decrypted block|not an encrypted file - |bad magic string|file is truncated|zstd: invalid|gzip: invalid|(?:md5|sha1) (?:hash )?mismatch/i,
  },
  {
    reason: 'interrupted',
    text: /max transfer limit reached|max transfer duration|context canceled/,
  },
  {
    reason: 'server_error',
    text: any(
      status('50[0-46-9]'),
      status('52[0-6]'),
      'InternalError',
      'ServiceUnavailable',
      'INSUFFICIENT_RESOURCES|Insufficient system resources',
      'backendError',
    ),
  },
  // reach: Go's net package, then Windows' sockets and SMB
  {
    reason: 'dns_failure',
    text: /lookup .*: (?:no such host|server misbehaving|i\/o timeout|Temporary failure)|no such host|getaddrinfow?: |No such host is known|nodename nor servname/i,
  },
  { reason: 'connection_refused', text: /connect(?:ex)?: connection refused|actively refused it/ },
  {
    reason: 'network_unreachable',
    text: /(?:network is (?:unreachable|down)|no route to host|host is unreachable|unreachable (?:network|host))|dial .*connect: (?:permission denied|operation not permitted|host is down|can't assign requested address|cannot assign requested address)|The network path was not found|access a socket in a way forbidden/,
  },
  {
    reason: 'remote_storage_error',
    text: /host is down$|(?:^|: )The process cannot access the file|stale (?:NFS )?file handle|(?:input\/output|remote I\/O) error$|structure needs cleaning$|read-only file system|(?:media is )?write protect|SSH_FX_(?:FAILURE|WRITE_PROTECT|LOCK_CONFLICT|INVALID_HANDLE)|(?:^|\* |: )45[01] |(?:^|: )423 |transport endpoint is not connected|share access flags are incompatible|STATUS_SHARING_VIOLATION|The device is not ready|I\/O device error|resource temporarily unavailable$/i,
  },
  {
    reason: 'connection_timeout',
    text: /i\/o timeout|deadline exceeded|Client\.Timeout|timed out|timeout awaiting response|did not properly respond after a period of time|semaphore timeout period has expired|(?:^|: )408 |RequestTimeout/i,
  },
  {
    reason: 'connection_lost',
    text: /connection lost|connection reset|handshake failed: (?:EOF|read)|broken pipe|unexpected EOF|\bEOF$|use of closed network connection|forcibly closed|connection was aborted|closed SSH connection|SSH_FX_(?:CONNECTION_LOST|NO_CONNECTION)|(?:^|: )42[56] |GOAWAY|http2: |stream error: |specified network name is no longer available|unexpected network error|network name was deleted|session (?:has been|was) deleted/i,
  },
  {
    reason: 'remote_path_missing',
    text: /directory not found|(?:share|network) name cannot be found|is a file not a directory|object not found|not a directory$|NoSuch(?:Bucket|Key)|no such (?:file or directory|bucket|share)|mkdir .*: file exists$|The system cannot find the (?:path|file) specified|The directory name is invalid|(?:^|: )(?:404|409) |[Ss]tatus ?[Cc]ode: ?404|(?:^|: )550 |SSH_FX_NO_SUCH_(?:FILE|PATH)|file does not exist|\{(?:File|Path) Not Found\}|path not found/i,
  },
  // a remote that could not be set up, for none of the reasons above
  { reason: 'remote_not_configured', text: /^(?:Fatal error: )?Failed to create file system for / },
]
