// Table of ssh's failures, tried before rsync's. What ends a connection wins over
// earlier warnings: a missing key is only a warning until the sign-in fails. Patterns are anchored
// to whole lines, since banners and file names may contain any words (docs/tool-behaviour.md 2, 3).
import type { Rule } from './rule.ts'

const CONNECT = String.raw`^ssh: connect to host \S+ port \d+: `

/**
 * A refused sign-in, with its list of methods, which no banner has. OpenSSH before 7
 * does not name the account.
 */
const SIGN_IN_REFUSED =
  /^(?:[^\s@]+@\S+: )?Permission denied \([\w,-]+\)\.$|^Received disconnect from .*: Too many authentication failures|^Too many authentication failures/

/** The end of a connection, in ssh's words. */
const SSH_ENDED =
  /^Connection (?:to \S+ )?(?:closed|reset) by |^Connection (?:closed|reset)\b|^client_loop: send disconnect|^(?:kex|ssh)_exchange_identification: |^(?:packet_write_wait|packet_write_poll|ssh_dispatch_run_fatal|ssh_packet_\w+): |^Read from (?:remote host|socket) .*: |^Write failed: |^Received disconnect from |^Disconnected from |^Corrupted MAC on input|^Bad packet length/

/** A program on this computer that could not be started, ssh by rsync, or rsync by the shell. */
export const START_RULES: readonly Rule[] = [
  {
    reason: 'binary_missing',
    text: /^rsync: (?:\[sender\] )?Failed to exec .*: (?:No such file or directory|Permission denied|Exec format error)/i,
  },
  // a program for another CPU is run by /bin/sh as a script, exit code 2
  // (docs/tool-behaviour.md 15)
  { reason: 'binary_missing', text: /rsync: \d+: Syntax error: /, code: [2] },
]

/** Each line is one fault's; what a line explains stands with the rule. */
export const SSH_RULES: readonly Rule[] = [
  { reason: 'dns_failure', text: /^ssh: Could not resolve hostname / },
  {
    reason: 'connection_refused',
    text: new RegExp(`${CONNECT}Connection refused`),
  },
  {
    reason: 'connection_timeout',
    text: new RegExp(`${CONNECT}(?:Connection|Operation) timed out`),
  },
  // a firewall on this computer fails connect() with "Permission denied" (docs/tool-behaviour.md
  // 2); Windows: "Unknown error"
  {
    reason: 'network_unreachable',
    text: new RegExp(
      `${CONNECT}(?:Network is (?:unreachable|down)|No route to host|Permission denied|Host is down|Can't assign requested address|Cannot assign requested address|Unknown error)`,
    ),
  },
  {
    reason: 'connection_timeout',
    text: /^Connection timed out during banner exchange|^Timeout, server \S+ not responding|^Connection to \S+ (?:port \d+ )?timed out|^ssh_dispatch_run_fatal: .*: Connection timed out/,
  },
  { reason: 'connection_lost', text: new RegExp(`${CONNECT}Connection reset`) },
  {
    reason: 'ssh_host_key_changed',
    text: /REMOTE HOST IDENTIFICATION HAS CHANGED|^\S+ host key for \S+ was revoked|^Host key for \S+ has changed/,
  },
  {
    reason: 'ssh_host_key_unknown',
    text: /^Host key verification failed\.?|^No \S+ host key is known for /,
  },
  {
    reason: 'ssh_negotiation_failed',
    text: /^Unable to negotiate with \S+ port \d+: |^no matching (?:cipher|mac|key exchange method|host key type) found|^no (?:kex|hostkey) alg|^Protocol major versions differ|^Bad server host key: |^ssh_dispatch_run_fatal: .*: Invalid key length/,
  },
  // ssh's own options and files: ssh reads them before it connects, so the
  // remote cannot print these lines
  {
    reason: 'usage_error',
    text: /^command-line(?: line \d+)?: |^(?:.*: )?Bad configuration option|^(?:ssh: )?(?:unknown|illegal) option -- |^Bad owner or permissions on |^Can't open user config file|^usage: ssh /,
  },
  {
    reason: 'credentials_rejected',
    explains: true,
    text: /^Your account has expired|^User account has expired|^You are required to change your password|^WARNING: Your password has expired|^Password change required/,
  },
  { reason: 'server_error', explains: true, text: /^"?System is (?:booting up|going down)\b/ },
  // a jump host that could not reach the server: the words of its own connect()
  {
    reason: 'dns_failure',
    text: /^channel \d+: open failed: connect failed: (?:Name or service not known|Temporary failure in name resolution|nodename nor servname)/,
  },
  {
    reason: 'connection_refused',
    text: /^channel \d+: open failed: connect failed: Connection refused/,
  },
  {
    reason: 'connection_timeout',
    text: /^channel \d+: open failed: connect failed: Connection timed out/,
  },
  {
    reason: 'network_unreachable',
    text: /^channel \d+: open failed: (?:connect failed: |administratively prohibited: open failed)/,
  },
  { reason: 'ssh_key_rejected', text: SIGN_IN_REFUSED },
]

/**
 * ssh's complaints about the key file; they explain a refused sign-in and nothing else
 * (docs/tool-behaviour.md 3).
 */
export const KEY_COMPLAINT =
  /^Warning: Identity file .* not accessible: |^no such identity: |UNPROTECTED PRIVATE KEY FILE|^Load key ".*": |^sign_and_send_pubkey: signing failed|^Permissions (?:\d+ )?for .* are too open/

/** The end of a connection over which rsync or a script had begun to speak, so that no sign-in was refused. */
export const ESTABLISHED_ENDED =
  /^client_loop: send disconnect|^Connection to \S+ closed by remote host|^Timeout, server \S+ not responding|^(?:packet_write_wait|packet_write_poll|ssh_packet_\w+): /

/** Lines of ssh's own warnings that explain nothing by themselves. */
const WARNING_TEXT =
  /^@+$|^@ .* @$|^IT IS POSSIBLE THAT SOMEONE|^Someone could be eavesdropping|^It is also possible that a host key|^The fingerprint for the |^SHA256:\S+\.$|^Please contact your system administrator\.$|^Add correct host key in |^Offending \S+ key in |^ {2}(?:remove with:|ssh-keygen -f )|^It is required that your private key|^This private key will be ignored|^stdio forwarding failed|^Disconnected from /

/** True for a line by which ssh says that the connection ended, and not why. */
export const saysEnded = (text: string): boolean => SSH_ENDED.test(text)

/** The end of a connection through another host or program (ProxyJump, ProxyCommand), which said why before. */
export const THROUGH_JUMP = /UNKNOWN port 65535|^stdio forwarding failed/

/** A line that ssh on this computer printed, or the server's account module in its place. */
export const isSshMessage = (text: string): boolean =>
  WARNING_TEXT.test(text) ||
  KEY_COMPLAINT.test(text) ||
  SSH_ENDED.test(text) ||
  SSH_RULES.some((rule) => rule.text.test(text))

/** A connection that had been made and ended, in ssh's or rsync's words. */
export const CONNECTION_ENDED = new RegExp(
  String.raw`${SSH_ENDED.source}|connection unexpectedly closed|(?:write|read) error: (?:Broken pipe|Connection reset)|(?:safe_(?:read|write)|writefd_unbuffered|whine_about_eof)\b.*: (?:Broken pipe|Connection reset)`,
)
