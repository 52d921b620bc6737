// Listings and small files of an rsync destination. rsync alone does it, so it works for accounts
// without a shell too.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { RsyncSshDestination } from '../../domain/config.ts'
import { type ToolDeps, type ToolEnd, locate, requireSuccess, runTool } from '../run-tool.ts'
import { displayText } from '../tool-line.ts'
import { SMALL_FILE } from '../small-file.ts'
import { blamedOn, makeToolFolder } from '../tool-folder.ts'
import type { AttemptIo, ListRequest, RemoteEntry, RemoteFiles } from '../transport.ts'
import { fileList } from './file-list.ts'
import { TRIAL_FILE, TRIAL_TEXT } from '../trial-file.ts'
import {
  rsyncListArgs,
  rsyncMakeFolderArgs,
  rsyncPullArgs,
  rsyncWriteFileArgs,
} from './rsync-args.ts'
import { type RsyncAccess, account } from './ssh-options.ts'

/** An entry of rsync's list: `-rw-r--r--          5242 2026/03/14 10:22:05 name`. */
const LISTED = /^([-dl])\S{9}\s+(\d+)\s+\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (.+)$/s

/** null: a line that is no entry, or the listed folder itself. */
const parseRsyncEntry = (line: string): RemoteEntry | null => {
  const [, type, size, path] = LISTED.exec(line) ?? []
  if (path === undefined || path === '.') return null
  if (type === '-') return { path, kind: 'file', size: Number(size) }
  return { path, kind: type === 'd' ? 'folder' : 'link', size: null }
}

/**
 * The end of a run that copies from the remote, with the roles of a push: there the sender is this
 * computer, and the classifier knows the remote as the receiver.
 */
const withPushRoles = (end: ToolEnd): ToolEnd => ({
  ...end,
  errors: end.errors.map((line) => ({
    ...line,
    text: line.text.replace('[sender]', '[Receiver]'),
  })),
})

/** Complaint about a file or folder that is not on the remote. */
const NOT_THERE = /^rsync: .*(?:link_stat|change_dir) ".*" failed: No such file or directory/

/** What rsync ends with after such complaints; its other half may lose the connection meanwhile. */
const AFTERWARDS =
  /^rsync error: (?:some files\/attrs were not transferred|errors selecting input\/output files)|^rsync: .*write error: Broken pipe/

/**
 * True where rsync, which copies from the remote, found nothing but that files are not there. Lines
 * that are not rsync's, such as a banner, say nothing about it.
 */
export const foundNothing = ({ exitCode, errors }: ToolEnd): boolean =>
  (exitCode === 23 || exitCode === 3) &&
  errors.some(({ text }) => NOT_THERE.test(text)) &&
  errors.every(
    ({ text }) =>
      !/^rsync(?: error)?: /.test(text) || NOT_THERE.test(text) || AFTERWARDS.test(text),
  )

/** How a short question is asked: over the connection that such questions share, where there is one. */
export const asked = (
  d: RsyncSshDestination,
  deps: ToolDeps,
): { over: RsyncAccess; ssh: string } => {
  const ssh = locate('ssh', deps)
  return { over: deps.connections?.share(d, ssh) ?? d, ssh }
}

interface RsyncRun {
  readonly argv: readonly string[]
  readonly input?: Iterable<string>
  onOutput?(line: string): void
}

/** Runs rsync to its end; false: what it should read is not there. Throws TransportError where it failed. */
const runRsync = async (
  d: RsyncSshDestination,
  { argv, input = [], onOutput }: RsyncRun,
  deps: ToolDeps,
  io: AttemptIo,
): Promise<boolean> => {
  const end = await runTool(
    {
      tool: 'rsync',
      argv,
      input,
      onOutput: (record) => onOutput?.(record.toString('utf8')),
      onLine: (line) => io.log.write('debug', 'rsync', displayText(line)),
    },
    deps,
    io,
  )
  if (!end.cancelled && foundNothing(end)) return false
  requireSuccess(withPushRoles(end), {
    transport: 'rsync_ssh',
    operation: 'push',
    destination: account(d),
    keyPath: d.keyPath,
  })
  return true
}

/**
 * Lists a folder without a shell; false: there is no such folder. Throws TransportError where rsync
 * is not allowed.
 */
export const listFolder = (
  d: RsyncSshDestination,
  request: ListRequest,
  deps: ToolDeps,
  io: AttemptIo,
  onEntry: (entry: RemoteEntry) => void,
): Promise<boolean> => {
  const { over, ssh } = asked(d, deps)
  const onOutput = (line: string): void => {
    const entry = parseRsyncEntry(line)
    if (entry !== null) onEntry(entry)
  }
  return runRsync(d, { argv: rsyncListArgs(over, request, ssh), onOutput }, deps, io)
}

/** Runs `use` with a new folder, in which is what `fill` writes, and removes it. */
const inTemporaryFolder = async <T>(
  use: (folder: string) => Promise<T>,
  fill?: (folder: string) => void,
): Promise<T> => {
  const folder = makeToolFolder('exlab-sync-', fill)
  try {
    return await use(folder)
  } catch (error) {
    throw blamedOn(folder, error)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes a small file and the folders above it. */
const writeFile = (
  d: RsyncSshDestination,
  path: string,
  text: string,
  existing: 'stays' | 'anew',
  deps: ToolDeps,
  io: AttemptIo,
): Promise<void> =>
  inTemporaryFolder(
    async (folder) => {
      const { over, ssh } = asked(d, deps)
      const argv = rsyncWriteFileArgs(over, folder, path, existing, ssh)
      await runRsync(d, { argv }, deps, io)
    },
    (folder) => {
      mkdirSync(join(folder, dirname(path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    },
  )

/** Copies a file back; null where it is not there, or larger than that. */
const readBytes = (
  d: RsyncSshDestination,
  path: string,
  most: number,
  deps: ToolDeps,
  io: AttemptIo,
): Promise<Buffer | null> =>
  inTemporaryFolder(async (folder) => {
    const parent = dirname(path)
    const request = { runPath: parent === '.' ? '' : parent, maxStreamBytes: most }
    const { over, ssh } = asked(d, deps)
    const argv = rsyncPullArgs(over, request, folder, ssh)
    const found = await runRsync(d, { argv, input: fileList([basename(path)]) }, deps, io)
    // a file above the limit is not copied
    const file = join(folder, basename(path))
    return found && existsSync(file) ? readFileSync(file) : null
  })

export const createRsyncRemoteFiles = (d: RsyncSshDestination, deps: ToolDeps): RemoteFiles => ({
  list: (request, io, onEntry) => listFolder(d, request, deps, io, onEntry),

  read: async (path, io) =>
    (await readBytes(d, path, SMALL_FILE, deps, io))?.toString('utf8') ?? null,

  readBytes: (path, most, io) => readBytes(d, path, most, deps, io),

  write: (path, text, io) => writeFile(d, path, text, 'stays', deps, io),

  // one file stays there: an account that may run rsync alone cannot remove it
  tryWrite: (io) => writeFile(d, TRIAL_FILE, TRIAL_TEXT, 'anew', deps, io),

  makeFolder: (io) =>
    inTemporaryFolder(async (folder) => {
      const { over, ssh } = asked(d, deps)
      await runRsync(d, { argv: rsyncMakeFolderArgs(over, folder, ssh) }, deps, io)
    }),
})
