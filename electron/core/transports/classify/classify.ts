// Failure classifier: from a tool's exit and its error lines to kind, reason and the phrase that
// decided. The rules are ordered tables; the first rule that matches any line wins.
import { REASONS, type Reason } from '../../../../shared/reasons.ts'
import type { TransportErrorKind } from '../../../../shared/model/model.ts'
import { type ToolLine, displayText } from '../tool-line.ts'
import { toKnownWording } from './localized-errors.ts'
import { RCLONE_RULES } from './rclone-rules.ts'
import { RSYNC_RULES } from './rsync-rules.ts'
import { KEY_COMPLAINT, SSH_RULES } from './ssh-rules.ts'

/** How a tool ended. */
export interface Exit {
  readonly transport: 'rclone' | 'rsync_ssh'
  /**
   * `push`: a copy by rclone or rsync; `hashsum`: any other rclone command, or a command over ssh.
   */
  readonly operation: 'push' | 'hashsum'
  /** null: killed by a signal, or never started. */
  readonly exitCode: number | null
  readonly signal: string | null
  /** The system's code where the program could not be started. */
  readonly spawnError: string | null
  /** Lines of stderr, as they were parsed on arrival. */
  readonly lines: readonly ToolLine[]
  /** Tail of stdout; only read for a command over ssh, whose login shell may complain there. */
  readonly stdout: string
}

interface Classified {
  /** null: the program could not be started. */
  readonly kind: TransportErrorKind | null
  readonly reason: Reason
  /** The lines that decided, newline-separated; '' where only the exit code or the signal did. */
  readonly evidence: string
  /** The words in `evidence` that decided; '' where the exit code or the signal did. */
  readonly phrase: string
}

/** A line of text: what the rules read, and what a person is shown of it. */
interface Message {
  readonly text: string
  readonly shown: string
}

const MAX_EVIDENCE_LINES = 20

const classified = (
  reason: Reason,
  messages: readonly Message[] = [],
  pattern: RegExp | null = null,
): Classified => {
  const [first] = messages
  const phrase = first === undefined ? '' : (pattern?.exec(first.text)?.[0].trim() ?? '')
  return {
    kind: REASONS[reason].kind,
    reason,
    evidence: messages
      .slice(0, MAX_EVIDENCE_LINES)
      .map(({ shown }) => shown)
      .join('\n'),
    // a localized line is matched in English words, which a person does not see in it
    phrase: first?.shown.includes(phrase) === true ? phrase : '',
  }
}

/** Signals that others send to stop a process; by any other signal the tool crashed. */
const STOP_SIGNALS = new Set(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'])

/**
 * Reasons by exit code, for a tool whose text was lost or that ended without any
 * (docs/tool-behaviour.md 1, 4, 21, 22).
 */
const BY_CODE: Readonly<Record<Exit['transport'], Readonly<Record<number, Reason>>>> = {
  rclone: {
    3: 'remote_path_missing',
    4: 'remote_path_missing',
    5: 'connection_lost',
    8: 'interrupted',
    10: 'interrupted',
  },
  // rsync's errcode.h
  rsync_ssh: {
    1: 'usage_error',
    4: 'usage_error',
    10: 'connection_lost',
    11: 'remote_storage_error',
    12: 'connection_lost',
    19: 'interrupted',
    20: 'interrupted',
    24: 'source_vanished',
    30: 'connection_timeout',
    35: 'connection_timeout',
    126: 'remote_tool_missing',
    127: 'remote_tool_missing',
    255: 'connection_lost',
  },
}

/**
 * Codes of a command over ssh: ssh's own and the shell's. Any other code is the command's
 * and says nothing by itself.
 */
const SSH_CODES: Readonly<Record<number, Reason>> = {
  126: 'remote_tool_missing',
  127: 'remote_tool_missing',
  255: 'connection_lost',
}

/** True for exit code 0, and for rclone's "nothing to transfer" (docs/tool-behaviour.md 22). */
const succeeded = (exit: Exit): boolean =>
  exit.exitCode === 0 ||
  (exit.transport === 'rclone' && exit.operation === 'push' && exit.exitCode === 9)

const DIGEST = /^\\?[0-9a-f]{64} [ *]/

/**
 * What a login shell printed on stdout where only a hash list belongs
 * (docs/tool-behaviour.md 5). Output with the marks of our own scripts (remote-script.ts) is
 * checked by the parser of the list instead.
 */
const strayOutput = (exit: Exit): string[] =>
  exit.transport === 'rclone' || exit.operation === 'push' || exit.stdout.includes('exlab-sync-')
    ? []
    : exit.stdout
        .split(exit.stdout.includes('\0') ? '\0' : /[\n\r]/)
        .filter((record) => record.trim() !== '' && !DIGEST.test(record))

/**
 * The lines of a message. rclone indents the continuation of its own; other
 * indented lines may be a banner's.
 */
const toMessages = (rclone: boolean, object: string | null, text: string): Message[] =>
  text
    .split(/[\n\r]/)
    .map((line) => (rclone ? line.trim() : line.trimEnd()))
    .filter((line) => line !== '')
    .map((line) => ({ text: toKnownWording(line), shown: displayText({ object, text: line }) }))

/** The cause of a failed run of a tool; null for a success. */
export const classify = (exit: Exit): Classified | null => {
  if (exit.spawnError !== null) return classified('binary_missing')
  if (exit.signal !== null)
    return classified(STOP_SIGNALS.has(exit.signal) ? 'interrupted' : 'unrecognised')
  const rclone = exit.transport === 'rclone'
  const stray = strayOutput(exit).flatMap((text) => toMessages(rclone, null, text))
  if (succeeded(exit))
    return stray.length === 0 ? null : classified('remote_shell_unusable', stray.slice(0, 1))

  const errors = exit.lines.filter(({ level }) => level === 'error')
  const messages = errors
    .flatMap(({ object, text }) => toMessages(rclone, object, text))
    .concat(stray)
  const rules = rclone ? RCLONE_RULES : [...SSH_RULES, ...RSYNC_RULES]
  for (const rule of rules) {
    if (rule.code !== undefined && !rule.code.includes(exit.exitCode ?? -1)) continue
    if (rule.operation !== undefined && rule.operation !== exit.operation) continue
    const hits = messages.filter(({ text }) => rule.text.test(text))
    if (hits.length === 0) continue
    // a key that cannot be used is why the sign-in was refused; alone it is only a warning
    // (docs/tool-behaviour.md 3)
    const complaints =
      rule.reason === 'ssh_key_rejected'
        ? messages.filter(({ text }) => KEY_COMPLAINT.test(text))
        : []
    return complaints.length > 0
      ? classified('ssh_key_unusable', [...complaints, ...hits], KEY_COMPLAINT)
      : classified(rule.reason, hits, rule.text)
  }
  const codes = !rclone && exit.operation === 'hashsum' ? SSH_CODES : BY_CODE[exit.transport]
  return classified(codes[exit.exitCode ?? -1] ?? 'unrecognised', messages.slice(-3))
}
