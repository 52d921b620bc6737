// From (exit code, signal, stdout, stderr) to kind and reason: ordered tables, the first rule that fits wins.
import { REASONS, type Reason } from '../../../../shared/reasons.ts'
import type { TransportErrorKind } from '../../../../shared/model/model.ts'
import { RCLONE_RULES, rcloneLines } from './rclone-rules.ts'
import { RSYNC_RULES, sshLines } from './rsync-rules.ts'
import { KEY_COMPLAINT, SSH_RULES } from './ssh-rules.ts'

export interface Exit {
  readonly transport: 'rclone' | 'rsync_ssh'
  readonly operation: 'push' | 'hashsum'
  /** null: killed by a signal, or never started. */
  readonly exitCode: number | null
  readonly signal: string | null
  /** The system's code where the program could not be started. */
  readonly spawnError: string | null
  readonly stdout: string
  readonly stderr: string
}

/** One rule of a table. `text` is tried on each line by itself, so that `^` and `$` are the line's own. */
export interface Rule {
  readonly reason: Reason
  readonly text: RegExp
  readonly code?: readonly number[]
  readonly operation?: 'push' | 'hashsum'
}

export interface Classified {
  readonly kind: TransportErrorKind | null
  readonly reason: Reason
  /** The lines that decided, newline-separated; '' where only the exit code or the signal did. */
  readonly evidence: string
}

/** A line of the tool: what the rules look at, and what a person is shown of it. */
export interface OutputLine {
  readonly text: string
  readonly shown: string
}

const MAX_EVIDENCE = 20

const because = (reason: Reason, lines: readonly OutputLine[] = []): Classified => ({
  kind: REASONS[reason].kind,
  reason,
  evidence: lines
    .slice(0, MAX_EVIDENCE)
    .map((line) => line.shown)
    .join('\n'),
})

/** SIGTERM and its like, sent by someone else: nothing is wrong with the run. A crash of the tool is not that. */
const STOPPED = new Set(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'])

/** What a code says where no line does: the text was lost (corpus fact 1) or the tool ended without a word (fact 4). */
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

/** A command over ssh: ssh's own code and the shell's; any other is the far side's command's and says nothing alone. */
const SSH_CODES: Readonly<Record<number, Reason>> = {
  126: 'remote_tool_missing',
  127: 'remote_tool_missing',
  255: 'connection_lost',
}

/** True for an exit that is no failure: 0, and rclone's "nothing to transfer" (corpus, rc-push-ok-nothing-error-on-no-transfer). */
const succeeded = (exit: Exit): boolean =>
  exit.exitCode === 0 ||
  (exit.transport === 'rclone' && exit.operation === 'push' && exit.exitCode === 9)

const DIGEST = /^\\?[0-9a-f]{64} [ *]/

/**
 * The first record of a hash list over ssh that is no digest: something that the login shell printed (corpus fact 5).
 * A list with our own marks around it (remote-sha256.ts) is judged by its parser.
 */
const noiseIn = (exit: Exit): string | null => {
  if (exit.transport !== 'rsync_ssh' || exit.operation !== 'hashsum') return null
  if (exit.stdout.includes('exlab-sync-')) return null
  const records = exit.stdout.split(exit.stdout.includes('\0') ? '\0' : '\n')
  return records.find((record) => record.trim() !== '' && !DIGEST.test(record)) ?? null
}

/** The cause of a failed run of a tool; null for a success. */
export const classify = (exit: Exit): Classified | null => {
  if (exit.spawnError !== null) return because('binary_missing')
  if (exit.signal !== null)
    return because(STOPPED.has(exit.signal) ? 'interrupted' : 'unrecognised')
  if (succeeded(exit)) {
    const noise = noiseIn(exit)
    return noise === null ? null : because('remote_shell_unusable', [{ text: noise, shown: noise }])
  }
  const rclone = exit.transport === 'rclone'
  const lines = rclone ? rcloneLines(exit.stderr) : sshLines(exit)
  const rules = rclone ? RCLONE_RULES : [...SSH_RULES, ...RSYNC_RULES]
  for (const rule of rules) {
    if (rule.code !== undefined && !rule.code.includes(exit.exitCode ?? -1)) continue
    if (rule.operation !== undefined && rule.operation !== exit.operation) continue
    const hits = lines.filter((line) => rule.text.test(line.text))
    if (hits.length === 0) continue
    // a key that could not be used is why the sign-in was refused; alone it is only a warning (corpus fact 3)
    const complaints =
      rule.reason === 'ssh_key_rejected'
        ? lines.filter((line) => KEY_COMPLAINT.test(line.text))
        : []
    return complaints.length > 0
      ? because('ssh_key_unusable', [...complaints, ...hits])
      : because(rule.reason, hits)
  }
  const codes = !rclone && exit.operation === 'hashsum' ? SSH_CODES : BY_CODE[exit.transport]
  const byCode = codes[exit.exitCode ?? -1]
  return because(byCode ?? 'unrecognised', lines.slice(-3))
}

/** A line, and what is left of it behind each of its colons: a message may have a path before it. */
const tails = (line: string): string[] => {
  const parts = line.split(': ')
  return parts.map((_part, i) => parts.slice(i).join(': '))
}

/** The words in the tool's lines that decided for a reason, to be marked on the screen; '' where a code did. */
export const decidingPhrase = (reason: string, stderr: string): string => {
  const rules = [...SSH_RULES, ...RSYNC_RULES, ...RCLONE_RULES].filter((r) => r.reason === reason)
  for (const line of stderr.split('\n'))
    for (const tail of tails(line.trim()))
      for (const rule of rules) {
        const phrase = rule.text.exec(tail)?.[0].trim() ?? ''
        if (phrase !== '') return phrase
      }
  return ''
}
