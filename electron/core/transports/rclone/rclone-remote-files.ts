// Listings and small files of an rclone destination, each by one rclone command.
import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RcloneDestination } from '../../domain/config.ts'
import { type ToolDeps, requireSuccess, runTool } from '../run-tool.ts'
import { displayText } from '../tool-line.ts'
import { SMALL_FILE } from '../small-file.ts'
import { makeToolFolder } from '../tool-folder.ts'
import type { AttemptIo, RemoteEntry, RemoteFiles } from '../transport.ts'
import { TRIAL_FILE, TRIAL_TEXT } from '../trial-file.ts'
import {
  rcloneListArgs,
  rcloneMakeFolderArgs,
  rcloneReadArgs,
  rcloneRemoveFileArgs,
  rcloneName,
  rcloneWriteArgs,
  rcloneWriteFileArgs,
} from './rclone-args.ts'
import { DIRECTORY_NOT_FOUND, FILE_NOT_FOUND } from './rclone-output.ts'

/** rclone lists a symbolic link as a file with this ending (rclone docs, --links). */
const LINK_ENDING = '.rclonelink'

/** A line `size;path` of the listing; folders end in a slash. null: no such line. */
const parseRcloneEntry = (line: string): RemoteEntry | null => {
  const cut = line.indexOf(';')
  if (cut < 1) return null
  const path = line.slice(cut + 1)
  if (path.endsWith('/')) return { path: path.slice(0, -1), kind: 'folder', size: null }
  if (path.endsWith(LINK_ENDING))
    return { path: path.slice(0, -LINK_ENDING.length), kind: 'link', size: null }
  return { path, kind: 'file', size: Number(line.slice(0, cut)) }
}

export const createRcloneRemoteFiles = (
  destination: RcloneDestination,
  deps: ToolDeps,
): RemoteFiles => {
  const context = {
    transport: 'rclone',
    operation: 'hashsum',
    destination: rcloneName(destination),
  } as const

  /** Runs a command; false where it found nothing at the path. */
  const run = async (
    argv: readonly string[],
    io: AttemptIo,
    onOutput: (record: Buffer) => void,
    stdout: 'lines' | 'raw' = 'lines',
  ): Promise<boolean> => {
    const end = await runTool(
      {
        tool: 'rclone',
        argv,
        input: null,
        stdout,
        onOutput,
        onLine: (line) => io.log.write('debug', 'rclone', displayText(line)),
      },
      deps,
      io,
    )
    if (!end.cancelled && (end.exitCode === DIRECTORY_NOT_FOUND || end.exitCode === FILE_NOT_FOUND))
      return false
    requireSuccess(end, context)
    return true
  }

  const readBytes = async (path: string, most: number, io: AttemptIo): Promise<Buffer | null> => {
    const pieces: Buffer[] = []
    const argv = rcloneReadArgs(destination, path, most)
    // the buffer of a piece may be used again
    const found = await run(argv, io, (bytes) => void pieces.push(Buffer.from(bytes)), 'raw')
    return found ? Buffer.concat(pieces) : null
  }

  return {
    list: (request, io, onEntry) =>
      run(rcloneListArgs(destination, request), io, (line) => {
        const entry = parseRcloneEntry(line.toString('utf8'))
        if (entry !== null) onEntry(entry)
      }),

    read: async (path, io) => (await readBytes(path, SMALL_FILE, io))?.toString('utf8') ?? null,
    readBytes,

    async write(path, text, io) {
      const folder = makeToolFolder('exlab-sync-', (made) =>
        writeFileSync(join(made, 'file'), text),
      )
      try {
        const file = join(folder, 'file')
        await run(rcloneWriteFileArgs(destination, file, path), io, () => undefined)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },

    async tryWrite(io) {
      // of another name each time: some storage gives no new room to a file that is there
      const path = `${TRIAL_FILE}-${randomUUID()}`
      const steps = [
        { argv: rcloneWriteArgs(destination, path), input: [TRIAL_TEXT] },
        { argv: rcloneRemoveFileArgs(destination, path), input: null },
      ]
      for (const step of steps) {
        const end = await runTool({ tool: 'rclone', ...step }, deps, io)
        requireSuccess(end, { ...context, operation: 'push' })
      }
    },

    async makeFolder(io) {
      await run(rcloneMakeFolderArgs(destination), io, () => undefined)
    },
  }
}
