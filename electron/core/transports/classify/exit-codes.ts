// The end of a tool as the classifier takes it, and the reasons that an exit code gives by itself, for a tool whose text was lost
// or that ended without any (docs/tool-behaviour.md 1, 4, 21, 22).
import type { Reason } from '../../../../shared/reasons.ts'
import type { ToolLine } from '../tool-line.ts'

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

/** Codes of the system for a program that is there, is marked as one, and may not be started all the same. */
const BLOCKED: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'UNKNOWN'])

/** True where a scanner or a rule of IT forbids a program to start, by the system's code. */
export const isBlocked = (code: string): boolean => BLOCKED.has(code)

const RCLONE: Readonly<Record<number, Reason>> = {
  3: 'remote_path_missing',
  4: 'remote_path_missing',
  5: 'connection_lost',
  8: 'interrupted',
  10: 'interrupted',
}

/** rsync's errcode.h. */
const RSYNC: Readonly<Record<number, Reason>> = {
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
}

/**
 * Codes of a command over ssh: ssh's own and the shell's. Any other code is the command's
 * and says nothing by itself.
 */
const COMMAND: Readonly<Record<number, Reason>> = {
  126: 'remote_tool_missing',
  127: 'remote_tool_missing',
  255: 'connection_lost',
}

/** The reason that an exit code alone gives; undefined: none. */
export const reasonByCode = ({
  transport,
  operation,
  exitCode,
}: Pick<Exit, 'transport' | 'operation' | 'exitCode'>): Reason | undefined => {
  const table = transport === 'rclone' ? RCLONE : operation === 'push' ? RSYNC : COMMAND
  return table[exitCode ?? -1]
}
