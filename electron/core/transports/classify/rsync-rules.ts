// Table of rsync's and the remote's failures, tried after ssh's, first match wins. Exit codes
// 12, 255 and 127 are a race inside rsync and 23 says only that something failed
// (docs/tool-behaviour.md 21), so the text decides; the number of a system error (errno) is
// the same in every language.
import type { Rule } from './rule.ts'

/** errno by name, on Linux and on macOS and the BSDs where it differs. */
const ERRNO = {
  denied: '1|13',
  missing: '2',
  inTheWay: '17|20|21',
  full: '28|69|122',
  io: '5|61|117',
  storage: '5|11|30|64|70|107|112|116|117|121|123',
  busy: '16|26',
  name: '22|27|36|63|84|92',
} as const

/**
 * Start of a message that only the sender prints (this computer); since 3.2.4
 * rsync also names the role.
 */
const SENDER = String.raw`^rsync: (?:\[sender\] .*|(?:send_files failed to open|opendir|readlink_stat|link_stat|read errors mapping|change_dir) ?[("].*)`
/** Start of a message that only the receiver prints (the remote). */
const RECEIVER = String.raw`^rsync: (?:\[(?:receiver|generator|Receiver|Generator)\] .*|(?:mkstemp|mkdir|recv_generator|write failed on|rename|failed to set|delete_\w+|chgrp|chown|chmod|symlink|change_dir#\d|ftruncate|failed to open)\b.*)`

const senderError = (errno: string): RegExp =>
  new RegExp(String.raw`${SENDER}: .* ?\((?:${errno})\)$`)
const receiverError = (errno: string): RegExp =>
  new RegExp(String.raw`${RECEIVER}: .* ?\((?:${errno})\)$`)

/** Start of a shell's message, in any language: `bash: line 1: `. */
const SHELL = String.raw`^-?(?:\S*\/)?(?:ba|da|a|z|k|mk|c|tc|fi)?sh: (?:(?:\p{L}+ )?\d+: )?`

/** Programs that our command lines and scripts start on the remote. */
const PROGRAM = String.raw`(?:exec: )?(?:\S*\/)?(?:rsync|sha256sum|sha256|shasum|find|sh|cat|wc|tr|df)`

/**
 * What kept the remote from running our command at all, in the words of its shell or of its ssh server. Only a program that we
 * start can be missing: an rc file may call others.
 */
export const REMOTE_COMMAND_RULES: readonly Rule[] = [
  { reason: 'remote_tool_missing', text: /^exlab-sync-none$/ },
  {
    reason: 'remote_tool_missing',
    text: new RegExp(
      String.raw`(?:${SHELL}|^)['"]?${PROGRAM}['"]?: (?:(?:command |inaccessible or )?not found|No such file or directory|Permission denied|cannot execute\b.*|Exec format error)\.?$`,
      'iu',
    ),
  },
  {
    reason: 'remote_tool_missing',
    text: new RegExp(
      String.raw`^(?:zsh:\d+: command not found|fish: Unknown command):? '?${PROGRAM}'?$|^'?${PROGRAM}'? is not recognized as an internal or external command`,
      'i',
    ),
  },
  {
    reason: 'server_error',
    text: new RegExp(
      String.raw`${SHELL}(?:\d+ )?(?:Killed|Out of memory)\b|^(?:Killed|Out of memory)\.?$|^find: .*(?:terminated by signal|killed)`,
      'u',
    ),
  },
  {
    reason: 'remote_shell_unusable',
    text: /^This account is (?:currently not available|restricted)|rrsync error: |This service allows sftp connections only|^exlab-sync-noise$|^(?:exec|shell|subsystem) request failed on channel|open failed: administratively prohibited|^-?r(?:ba|k|z)sh: |^(?:lshell|git-shell|rssh|scponly)\b|^\*\*\* (?:forbidden|unknown) |^fatal: (?:unrecognized command|Interactive git shell)|: restricted(?:: cannot .*)?$/,
  },
]

export const RSYNC_RULES: readonly Rule[] = [
  // an older version does not know our options; its last line has its number, and openrsync has words of its own
  {
    reason: 'remote_tool_outdated',
    text: /^rsync: on remote machine: .*: unknown option|^(?:open)?rsync: unrecognized option [`'"]?--no-msgs2stderr/,
  },
  {
    reason: 'tool_outdated',
    text: /^rsync error: syntax or usage error .*\[client=(?:[12]\.|3\.[01]\.|3\.2\.[0-2]\b)|^(?:open)?rsync: (?:unrecognized|illegal) option|^openrsync: .*option/,
  },
  {
    reason: 'usage_error',
    text: /^rsync: .*: unknown option|^The --\S+ option may only be used/,
  },
  {
    reason: 'usage_error',
    text: /^rsync: .*: (?:invalid|bad) |^rsync error: requested action not supported/,
    code: [1, 4],
  },
  { reason: 'usage_error', text: /^sha256sum: (?:invalid|unrecognized) option/ },
  { reason: 'remote_shell_unusable', text: /is your shell clean\?/ },
  // single files: rsync names the role and the path
  { reason: 'source_changed', text: senderError(ERRNO.busy) },
  { reason: 'local_permission_denied', text: senderError(ERRNO.denied) },
  { reason: 'file_rejected', text: receiverError(ERRNO.name) },
  { reason: 'remote_permission_denied', text: receiverError(ERRNO.denied) },
  {
    reason: 'remote_permission_denied',
    text: /^rsync: (?!\[sender\]).* failed: .* \((?:1|13)\)$/,
  },
  { reason: 'source_vanished', text: /^file has vanished: "/ },
  { reason: 'source_vanished', text: senderError(ERRNO.missing) },
  { reason: 'local_io_error', text: senderError(ERRNO.io) },
  {
    reason: 'checksum_mismatch',
    text: /^ERROR: .* failed verification -- update (?:discarded|retained)/,
  },
  {
    reason: 'remote_disk_full',
    text: new RegExp(
      String.raw`: .* \((?:${ERRNO.full})\)$|: (?:No space left on device|Disk quota exceeded) \(\d+\)`,
      'i',
    ),
  },
  { reason: 'remote_storage_error', text: receiverError(ERRNO.storage) },
  {
    reason: 'remote_storage_error',
    text: /^(?:sha256sum|find): .*: (?:Input\/output error|Stale (?:NFS )?file handle|Transport endpoint is not connected|Host is down)$/,
  },
  { reason: 'remote_path_missing', text: receiverError(`${ERRNO.missing}|${ERRNO.inTheWay}`) },
  { reason: 'remote_path_missing', text: /^exlab-sync-nodir$/ },
  // the remote's shell and find are translated; their colons and the path are not
  // (docs/tool-behaviour.md 23)
  {
    reason: 'remote_permission_denied',
    text: /^(?:sha256sum|find|\S*sh): .*: Permission denied$/i,
    operation: 'hashsum',
  },
  {
    reason: 'server_error',
    text: /^ERROR: out of memory/,
  },
  { reason: 'remote_path_missing', text: /^find: ['‘"`]?\/.*: /, code: [1], operation: 'hashsum' },
  {
    reason: 'remote_path_missing',
    text: new RegExp(String.raw`${SHELL}cd: |^\S*sh:cd:\d+: |^cd: `, 'u'),
    operation: 'hashsum',
  },
  {
    reason: 'connection_timeout',
    text: /io timeout after \d+ seconds|^rsync error: timeout (?:in data|waiting)/,
  },
  {
    reason: 'interrupted',
    text: /^rsync error: received SIG(?:INT|USR1).*\[sender=/,
  },
  // a full disk whose text was lost: code 11 is file I/O on the remote (docs/tool-behaviour.md 1)
  {
    reason: 'remote_storage_error',
    text: /^rsync error: error in file IO \(code 11\)/,
    code: [11],
  },
]
