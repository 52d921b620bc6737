// Failure classifier: from a tool's exit and its error lines to kind, reason and the phrase that decided. What the tool itself
// said decides, and of what ended it the last; lines of others are shown and not judged. The rules are ordered tables.
import { REASONS, type Reason } from '../../../../shared/reasons.ts'
import type { TransportErrorKind } from '../../../../shared/model/model.ts'
import { type ToolLine, displayText } from '../tool-line.ts'
import { type Exit, isBlocked, reasonByCode } from './exit-codes.ts'
import { toKnownWording } from './localized-errors.ts'
import { maskRsyncNames, rcloneNameMask } from './mask-names.ts'
import { isRsyncMessage, rcloneLines, scriptLines } from './own-lines.ts'
import { RCLONE_RULES } from './rclone-rules.ts'
import { REMOTE_COMMAND_RULES, RSYNC_RULES } from './rsync-rules.ts'
import type { Rule } from './rule.ts'
import {
  CONNECTION_ENDED,
  ESTABLISHED_ENDED,
  KEY_COMPLAINT,
  SSH_RULES,
  START_RULES,
  THROUGH_JUMP,
  isSshMessage,
  saysEnded,
} from './ssh-rules.ts'

interface Classified {
  /** null: the program could not be started. */
  readonly kind: TransportErrorKind | null
  readonly reason: Reason
  /** The lines that decided, newline-separated; '' where only the exit code or the signal did. */
  readonly evidence: string
  /** The words in `evidence` that decided; '' where the exit code or the signal did. */
  readonly phrase: string
}

/** A line of text: what the rules read, what it was, and what a person is shown of it. */
interface Message {
  /** In the wording that the rules know, without names. */
  readonly text: string
  readonly original: string
  readonly shown: string
}

const MAX_EVIDENCE_LINES = 20

const classified = (
  reason: Reason,
  messages: readonly Message[] = [],
  pattern: RegExp | null = null,
): Classified => {
  const [first] = messages
  const phraseIn = (text: string): string => pattern?.exec(text)?.[0].trim() ?? ''
  const phrase =
    first === undefined
      ? ''
      : [first.text, first.original].map(phraseIn).find((words) => first.shown.includes(words))
  return {
    kind: REASONS[reason].kind,
    reason,
    evidence: messages
      .slice(0, MAX_EVIDENCE_LINES)
      .map(({ shown }) => shown)
      .join('\n'),
    // a localized line is matched in English words, which a person does not see in it
    phrase: phrase ?? '',
  }
}

/** Signals that others send to stop a process; by any other signal the tool crashed. */
const STOP_SIGNALS = new Set(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'])

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
const toMessages = (
  lines: readonly Pick<ToolLine, 'object' | 'text'>[],
  mask: (text: string) => string,
  trim: (line: string) => string,
): Message[] =>
  lines.flatMap(({ object, text }) =>
    text
      .split(/[\n\r]/)
      .map(trim)
      .filter((line) => line !== '')
      .map((line) => {
        const original = toKnownWording(line)
        return { text: mask(original), original, shown: displayText({ object, text: line }) }
      }),
  )

/** The first rule of a table that any of the messages meets. */
const firstRule = (
  rules: readonly Rule[],
  messages: readonly Message[],
  { exitCode, operation }: Exit,
): Classified | null => {
  for (const rule of rules) {
    if (rule.code !== undefined && !rule.code.includes(exitCode ?? -1)) continue
    if (rule.operation !== undefined && rule.operation !== operation) continue
    const hits = messages.filter(({ text }) => rule.text.test(text))
    if (hits.length > 0) return classified(rule.reason, hits, rule.text)
  }
  return null
}

/** ssh warns of a changed key before it says that the key could not be verified. */
const HOST_KEY_RULES = SSH_RULES.filter(({ reason }) => reason.startsWith('ssh_host_key_'))

/** What ssh said of one end, in lines that stand together: the last line that says why. */
const sshEnd = (
  block: readonly Message[],
  all: readonly Message[],
  exit: Exit,
): Classified | null => {
  // what a jump host's own connection said stands before the end of the one through it
  const isJump = block.some(({ text }) => THROUGH_JUMP.test(text))
  let isEnd = false
  for (const message of block.toReversed()) {
    const rules = SSH_RULES.filter(({ explains }) => !isEnd || isJump || explains === true)
    const found = firstRule(rules, [message], exit)
    if (found?.reason === 'ssh_host_key_unknown') return firstRule(HOST_KEY_RULES, block, exit)
    // a key that cannot be used is why the sign-in was refused; alone it is only a warning (docs/tool-behaviour.md 3)
    const complaints =
      found?.reason === 'ssh_key_rejected' ? all.filter(({ text }) => KEY_COMPLAINT.test(text)) : []
    if (complaints.length > 0)
      return classified('ssh_key_unusable', [...complaints, message], KEY_COMPLAINT)
    if (found !== null) return found
    // a connection that had been made was not refused
    if (ESTABLISHED_ENDED.test(message.text)) break
    isEnd ||= saysEnded(message.text)
  }
  return isEnd || block.some(({ text }) => saysEnded(text))
    ? firstRule([{ reason: 'connection_lost', text: CONNECTION_ENDED }], block, exit)
    : null
}

/**
 * What ended a connection, or kept the remote from running our command: what was said last. ssh says why before it says that
 * the connection ended, and nothing after it.
 */
const sessionEnd = (messages: readonly Message[], exit: Exit): Classified | null => {
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    let from = at
    while (from >= 0 && isSshMessage(messages[from]?.text ?? '')) from -= 1
    const block = messages.slice(from + 1, at + 1)
    const last = messages.slice(at, at + 1)
    const found =
      block.length > 0 ? sshEnd(block, messages, exit) : firstRule(REMOTE_COMMAND_RULES, last, exit)
    if (found !== null) return found
    if (block.length > 0) at = from + 1
  }
  return null
}

/** Codes with which rsync tells of files or of itself, having spoken with the other side: the connection was not at fault. */
const RSYNC_SPOKE = new Set([1, 2, 3, 4, 11, 13, 20, 22, 23, 24, 25, 30, 35])

/** rsync's last line where the remote's half ended by itself. */
const REMOTE_HALF_ENDED = /^rsync error: .*\[(?:receiver|generator|server)=/i

const ofRsync = (exit: Exit, messages: readonly Message[]): Classified | null => {
  const started = firstRule(START_RULES, messages, exit)
  if (started !== null) return started
  const own = messages.filter(({ original }) => isRsyncMessage(original))
  const code = exit.exitCode ?? -1
  // the remote's shell ends with 1 or 2 as well, where rsync never started
  if (RSYNC_SPOKE.has(code))
    return firstRule(RSYNC_RULES, own, exit) ?? (code <= 2 ? sessionEnd(messages, exit) : null)
  const byRemote = own.some(({ text }) => REMOTE_HALF_ENDED.test(text))
  return (
    (byRemote ? firstRule(RSYNC_RULES, own, exit) : null) ??
    sessionEnd(messages, exit) ??
    firstRule(RSYNC_RULES, own, exit) ??
    firstRule([{ reason: 'connection_lost', text: CONNECTION_ENDED }], messages, exit)
  )
}

/** ssh's own exit code. */
const SSH_FAILED = 255

const ofCommand = (exit: Exit, messages: readonly Message[]): Classified | null => {
  if (exit.exitCode === SSH_FAILED) return sessionEnd(messages, exit)
  return firstRule([...REMOTE_COMMAND_RULES, ...RSYNC_RULES], messages, exit)
}

const findRule = (exit: Exit, messages: readonly Message[]): Classified | null => {
  if (exit.transport === 'rclone') return firstRule(RCLONE_RULES, messages, exit)
  return exit.operation === 'push' ? ofRsync(exit, messages) : ofCommand(exit, messages)
}

/** The error lines that are judged, and how they are read. */
export const judgedMessages = (exit: Exit): Message[] => {
  const errors = exit.lines.filter(({ level }) => level === 'error')
  if (exit.transport === 'rclone') {
    const own = rcloneLines(errors)
    const objects = exit.lines.flatMap(({ object }) => object ?? [])
    return toMessages(own, rcloneNameMask(objects), (line) => line.trim())
  }
  const own = exit.operation === 'hashsum' ? scriptLines(errors) : errors
  return toMessages(own, maskRsyncNames, (line) => line.trimEnd())
}

/** The cause of a failed run of a tool; null for a success. */
export const classify = (exit: Exit): Classified | null => {
  if (exit.spawnError !== null)
    return classified(isBlocked(exit.spawnError) ? 'binary_blocked' : 'binary_missing')
  if (exit.signal !== null)
    return classified(STOP_SIGNALS.has(exit.signal) ? 'interrupted' : 'unrecognised')
  const stray = toMessages(
    strayOutput(exit).map((text) => ({ object: null, text })),
    (text) => text,
    (line) => line.trimEnd(),
  )
  if (succeeded(exit))
    return stray.length === 0 ? null : classified('remote_shell_unusable', stray.slice(0, 1))
  const messages = judgedMessages(exit).concat(stray)
  return (
    findRule(exit, messages) ?? classified(reasonByCode(exit) ?? 'unrecognised', messages.slice(-3))
  )
}
