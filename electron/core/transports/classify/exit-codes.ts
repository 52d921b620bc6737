// Reasons by exit code, for a tool whose text was lost or that ended without any (docs/tool-behaviour.md 1, 4, 21, 22).
import type { Reason } from '../../../../shared/reasons.ts'
import type { Exit } from './classify.ts'

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
