// Lists the folders of a connection, before or after it is saved.
import * as z from 'zod'
import { REASONS } from '../../../../shared/reasons.ts'
import { SECOND_MS } from '../../../../shared/duration.ts'
import type { RcloneDestination } from '../../domain/config.ts'
import { Refusal } from '../../errors.ts'
import { rcloneFoldersArgs, rcloneTarget } from '../../transports/rclone/rclone-args.ts'
import { type ToolDeps, requireSuccess, runTool } from '../../transports/run-tool.ts'
import { TransportError, silentIo } from '../../transports/transport.ts'

export interface Folder {
  readonly name: string
  /** Below the root of the connection. */
  readonly path: string
}

/** Most folders of one answer. */
const MAX_FOLDERS = 1_000

const TIMEOUT_MS = 60 * SECOND_MS

const row = z.object({ Name: z.string(), IsDir: z.boolean() })

/** A failure of a transport as a refusal with its reason and the way out; anything else as it is. */
export const asRefusal = (error: unknown): unknown =>
  error instanceof TransportError
    ? new Refusal(
        'unavailable',
        error.cancelled
          ? 'The server did not answer in time.'
          : `${error.message}. ${REASONS[error.reason].remedy}`,
      )
    : error

/** Runs rclone for an answer. Throws Refusal with the reason of a failure and what to do about it. */
const run = async (
  d: RcloneDestination,
  argv: readonly string[],
  deps: ToolDeps,
  onLine: (line: string) => void,
): Promise<void> => {
  try {
    const end = await runTool(
      { tool: 'rclone', argv, input: null, onOutput: (line) => onLine(line.toString('utf8')) },
      { ...deps, inactivityMs: TIMEOUT_MS },
      silentIo(AbortSignal.timeout(2 * TIMEOUT_MS)),
    )
    if (end.timedOut || end.cancelled)
      throw new Refusal('unavailable', 'The server did not answer in time.')
    requireSuccess(end, {
      transport: 'rclone',
      operation: 'hashsum',
      destination: rcloneTarget(d, ''),
    })
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Lists the folders in the folder of a destination, by name. */
export const listFolders = async (
  d: RcloneDestination,
  deps: ToolDeps,
): Promise<{ readonly rows: Folder[]; readonly more: boolean }> => {
  const rows: Folder[] = []
  await run(d, rcloneFoldersArgs(d), deps, (line) => {
    // one object a line, in brackets
    const text = line.trim().replace(/,$/, '')
    if (!text.startsWith('{') || rows.length > MAX_FOLDERS) return
    const { Name: name, IsDir } = row.parse(JSON.parse(text))
    if (IsDir) rows.push({ name, path: d.remotePath === '' ? name : `${d.remotePath}/${name}` })
  })
  return {
    rows: rows
      .slice(0, MAX_FOLDERS)
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
    more: rows.length > MAX_FOLDERS,
  }
}
