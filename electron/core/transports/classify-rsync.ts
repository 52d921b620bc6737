// ssh's and rsync's words, in order. Codes 12, 255 and 127 are a race inside rsync (corpus README), so text decides;
// code 23 says only "something". Whole lines are anchored: banners and file names say anything.
import type { Exit, Rule, Said } from './classify.ts'

/** stderr, and for a hash list also stdout, where a login shell that refuses speaks (corpus fact 5). */
export const sshLines = (exit: Exit): Said[] => {
  const text = exit.operation === 'hashsum' ? `${exit.stderr}\n${exit.stdout}` : exit.stderr
  return text
    .split(/[\n\r\0]/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .map((line) => ({ text: line, shown: line }))
}

/** What ends a connection phase wins over earlier warnings: a missing key is only a warning until the sign-in fails. */
export const SSH_RULES: readonly Rule[] = [
  {
    reason: 'binary_missing',
    text: /^rsync: (?:\[sender\] )?Failed to exec .*: (?:No such file or directory|Permission denied)/,
  },
  // another CPU's program is run by /bin/sh as a script, exit 2 (corpus fact 15)
  { reason: 'binary_missing', text: /rsync: \d+: Syntax error: /, code: [2] },
  { reason: 'dns_failure', text: /^ssh: Could not resolve hostname / },
  { reason: 'connection_refused', text: /^ssh: connect to host \S+ port \d+: Connection refused/ },
  {
    reason: 'connection_timeout',
    text: /^ssh: connect to host \S+ port \d+: (?:Connection|Operation) timed out/,
  },
  // a firewall of this computer answers connect() with "Permission denied" (corpus fact 2)
  {
    reason: 'network_unreachable',
    text: /^ssh: connect to host \S+ port \d+: (?:Network is unreachable|No route to host|Permission denied|Host is down|Network is down)/,
  },
  {
    reason: 'connection_timeout',
    text: /^Connection timed out during banner exchange|^Timeout, server \S+ not responding\.|^Connection to \S+ port \d+ timed out/,
  },
  { reason: 'ssh_host_key_changed', text: /REMOTE HOST IDENTIFICATION HAS CHANGED/ },
  {
    reason: 'ssh_host_key_unknown',
    text: /^Host key verification failed\.|^No \S+ host key is known for /,
  },
  { reason: 'ssh_negotiation_failed', text: /^Unable to negotiate with \S+ port \d+: / },
  {
    reason: 'usage_error',
    text: /^command-line(?: line \d+)?: |^(?:.*: )?Bad configuration option|^unknown option -- /,
  },
  {
    reason: 'credentials_rejected',
    text: /^Your account has expired|^You are required to change your password|^WARNING: Your password has expired|^Password change required/,
  },
]

const PERSON = String.raw`(?:Permission denied \(13\)|Operation not permitted \(1\))`

/** Sign-in comes in two steps: an unusable key is the cause only where the refusal follows. */
export const RSYNC_RULES: readonly Rule[] = [
  {
    reason: 'usage_error',
    text: /^rsync: .*: unknown option|^The --\S+ option may only be used|^rsync: .*: (?:invalid|bad) /,
    code: [1],
  },
  { reason: 'usage_error', text: /^sha256sum: (?:invalid|unrecognized) option/ },
  {
    reason: 'remote_tool_missing',
    text: /: (?:command not found|not found|Kommando nicht gefunden\.?)$|^exlab-sync-none$/,
    code: [12, 127, 1, 255],
  },
  {
    reason: 'remote_tool_missing',
    text: /: line \d+: \S+rsync: No such file or directory$|^\S+: line \d+: /,
    code: [127],
  },
  {
    reason: 'remote_shell_unusable',
    text: /is your shell clean\?|^This account is currently not available|rrsync error: |This service allows sftp connections only|^exlab-sync-noise$/,
  },
  // files of this computer: rsync names the role and the path
  {
    reason: 'source_changed',
    text: /^rsync: \[sender\] .*: (?:Device or resource busy \(16\)|Text file busy \(26\))$/,
  },
  {
    reason: 'local_permission_denied',
    text: new RegExp(
      String.raw`^rsync: \[sender\] (?:send_files failed to open|opendir|readlink_stat|link_stat|change_dir) .*: ${PERSON}$`,
    ),
  },
  {
    reason: 'file_rejected',
    text: /^rsync: \[(?:receiver|generator|Receiver)\] .*: (?:File too large \(27\)|Invalid argument \(22\)|File name too long \(36\)|File name too long \(63\))$/,
  },
  {
    reason: 'remote_permission_denied',
    text: new RegExp(
      String.raw`^rsync: (?:\[(?:receiver|generator|Receiver)\] )?.* failed: ${PERSON}$|^rsync: \[(?:receiver|generator|Receiver)\] .*: ${PERSON}$`,
    ),
  },
  {
    reason: 'remote_permission_denied',
    text: /^rsync: \[generator\] failed to set times on .*: (?:Operation not permitted|Permission denied) \(\d+\)$/,
  },
  {
    reason: 'source_vanished',
    text: /^file has vanished: "|^rsync: \[sender\] (?:link_stat|change_dir) ".*" failed: No such file or directory \(2\)$/,
  },
  {
    reason: 'local_io_error',
    text: /^rsync: \[sender\] (?:read errors mapping|send_files failed to open|opendir) .*: Input\/output error \(5\)/,
  },
  {
    reason: 'checksum_mismatch',
    text: /^ERROR: .* failed verification -- update (?:discarded|retained)/,
  },
  {
    reason: 'remote_disk_full',
    text: /: (?:No space left on device \(28\)|Disk quota exceeded \(\d+\))/,
  },
  {
    reason: 'remote_storage_error',
    text: /^rsync: \[(?:receiver|generator|Receiver)\] .*: (?:Input\/output error \(5\)|Read-only file system \(30\)|Stale (?:NFS )?file handle \(\d+\))|^sha256sum: .*: (?:Input\/output error|Stale file handle)$/,
  },
  {
    reason: 'remote_path_missing',
    text: /^rsync: \[Receiver\] (?:mkdir|change_dir).* failed: (?:No such file or directory \(2\)|Not a directory \(20\)|File exists \(17\))|^exlab-sync-nodir$/,
  },
  // find's words are translated on the far side; its colon and the quoted path are not (corpus, "Where LC_ALL matters")
  {
    reason: 'remote_permission_denied',
    text: /^(?:sha256sum|find|sh|bash|dash): .*: (?:Permission denied|Keine Berechtigung)$/,
    operation: 'hashsum',
  },
  { reason: 'server_error', text: /^find: .*(?:terminated by signal|killed)/ },
  { reason: 'remote_path_missing', text: /^find: ['‘"]?\/.*: /, code: [1], operation: 'hashsum' },
  // sign-in: the key first where ssh complained of it, then the refusal itself
  { reason: 'connection_timeout', text: /io timeout after \d+ seconds/, code: [30] },
  {
    reason: 'interrupted',
    text: /^rsync error: received SIGINT, SIGTERM, or SIGHUP \(code 20\).*\[sender=/,
  },
  {
    reason: 'ssh_key_rejected',
    text: /^[^\s@]+@\S+: Permission denied \([\w,-]+\)\.$|^Received disconnect from .*: Too many authentication failures/,
  },
  {
    reason: 'connection_lost',
    text: /^Connection (?:to \S+ )?(?:closed|reset) by |^client_loop: send disconnect|^kex_exchange_identification: |connection unexpectedly closed|write error: Broken pipe|^ssh_exchange_identification: /,
  },
  // a full disk whose text was lost: code 11 is file I/O on the far side (corpus fact 1)
  {
    reason: 'remote_storage_error',
    text: /^rsync error: error in file IO \(code 11\)/,
    code: [11],
  },
]

/** ssh's complaints about the key file; they explain a refusal and nothing else (corpus fact 3). */
export const KEY_COMPLAINT =
  /^Warning: Identity file .* not accessible: |UNPROTECTED PRIVATE KEY FILE|^Load key ".*": /
