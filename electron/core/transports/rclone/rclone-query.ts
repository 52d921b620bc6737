// Runs an rclone command that must succeed, and gives its output line by line.
import type { RcloneDestination } from '../../domain/config.ts'
import { type ToolDeps, requireSuccess, runTool } from '../run-tool.ts'
import { displayText } from '../tool-line.ts'
import type { AttemptIo } from '../transport.ts'
import { rcloneName } from './rclone-args.ts'
import { rcloneSigns } from './rclone-progress.ts'

/** Asks rclone something. Throws TransportError where it fails. */
export type RcloneQuery = (
  argv: readonly string[],
  io: AttemptIo,
  onLine: (line: string) => void,
) => Promise<void>

export const createRcloneQuery =
  (destination: RcloneDestination, deps: ToolDeps): RcloneQuery =>
  async (argv, io, onLine) => {
    const end = await runTool(
      {
        tool: 'rclone',
        argv,
        input: null,
        onOutput: (record) => onLine(record.toString('utf8')),
        onLine: (line) => {
          if (line.stats === null) io.log.write(line.level, 'rclone', displayText(line))
        },
        // digests are asked of storage on this computer in another way (rclone-digests.ts)
        ...rcloneSigns(async () => false),
      },
      deps,
      io,
    )
    requireSuccess(end, {
      transport: 'rclone',
      operation: 'hashsum',
      destination: rcloneName(destination),
    })
  }
