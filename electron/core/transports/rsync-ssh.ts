// The rsync-over-ssh transport (SPEC 2): argv builders, rsync's output as events, the hash list over ssh.
import { REASONS, fill } from '../../../shared/reasons.ts'
import type { RsyncSshDestination } from '../domain/config.ts'
import { classify } from './classify.ts'
import { createDigestParser, digestScript, roomIn, roomScript } from './digest-lines.ts'
import {
  UnsafeValue,
  safeFolder,
  safeHost,
  safeLocalPath,
  safeRemotePath,
  safeUser,
} from './safe-value.ts'
import {
  type ToolDeps,
  createBatcher,
  locate,
  mustHaveRoom,
  mustSucceed,
  runTool,
  toResult,
} from './tool-run.ts'
import {
  type AttemptIo,
  type DigestSummary,
  type PushRequest,
  type Transport,
  TransportError,
} from './transport.ts'

/** ssh's options: no questions, no unknown hosts, only the key that was named, and an end to silence (corpus README). */
export const sshOptions = (d: RsyncSshDestination): string[] => {
  // a list of files to ssh, split at blanks unless quoted
  const known = d.knownHostsFile === null ? null : safeLocalPath(d.knownHostsFile)
  return [
    '-i',
    safeLocalPath(d.keyPath),
    '-p',
    String(d.port),
    '-o',
    'BatchMode=yes',
    '-o',
    'IdentitiesOnly=yes',
    '-o',
    'StrictHostKeyChecking=yes',
    '-o',
    'ConnectTimeout=15',
    '-o',
    'ServerAliveInterval=15',
    '-o',
    'ServerAliveCountMax=3',
    ...(known === null
      ? []
      : [
          '-o',
          `UserKnownHostsFile="${known.replaceAll('"', '')}"`,
          '-o',
          'GlobalKnownHostsFile=/dev/null',
        ]),
  ]
}

/** rsync splits the value of -e at blanks and knows both quotes, but no escape inside them (rsync(1), --rsh). */
export const remoteShell = (program: string, args: readonly string[]): string =>
  [program, ...args]
    .map((word) => {
      if (/^[\w@%+=:,./-]+$/.test(word)) return word
      if (!word.includes("'")) return `'${word}'`
      if (!word.includes('"')) return `"${word}"`
      throw new UnsafeValue('The ssh setting', word, 'it cannot hold both kinds of quotes')
    })
    .join(' ')

const account = (d: RsyncSshDestination): string => `${safeUser(d.user)}@${safeHost(d.host)}`

const folderOf = (d: RsyncSshDestination, runPath: string): string => {
  const parent = safeRemotePath(d.remotePath)
  return runPath === '' ? parent : `${parent === '/' ? '' : parent}/${safeRemotePath(runPath)}`
}

const FLAGS = [
  '-rt',
  '--omit-dir-times',
  '--checksum',
  '--partial-dir=.rsync-partial',
  '--timeout=60',
  // the only mode in which the far side's words never get lost (corpus fact 1)
  '--stderr=client',
  '--8-bit-output',
  '--outbuf=L',
  '--no-inc-recursive',
  // no remote shell ever parses a path
  '--protect-args',
  '--info=progress2',
  '--out-format=%i|%l|%n',
]

/** The folder above the run that ends where the run's path on the far side begins; null: the run is one level deep. */
const above = (folder: string, runPath: string): string | null => {
  if (!runPath.includes('/')) return null
  return folder.endsWith(`/${runPath}`) ? folder.slice(0, -runPath.length - 1) : null
}

/**
 * `rsync` push. A run several levels deep is sent with --relative from the folder above it, which makes its parents
 * on the far side but never the destination's own path: a NAS whose volume is not mounted must not be filled.
 */
export const rsyncPushArgs = (
  d: RsyncSshDestination,
  request: PushRequest,
  ssh: string,
): string[] => {
  const folder = safeFolder(request.folder)
  const top = above(folder, request.runPath)
  const list = request.files !== null
  const from = top === null ? `${folder}/` : list ? `${top}/` : `${top}/./${request.runPath}/`
  const to = top === null ? folderOf(d, request.runPath) : folderOf(d, '')
  return [
    ...FLAGS,
    ...(top === null ? [] : ['--relative']),
    ...(request.bwlimitKibps === null ? [] : [`--bwlimit=${request.bwlimitKibps}`]),
    ...(list ? ['--from0', '--files-from=-'] : []),
    '-e',
    remoteShell(ssh, sshOptions(d)),
    '--',
    from,
    `${account(d)}:${to}/`,
  ]
}

/** The hash list: a constant command, the script comes on stdin (digest-lines.ts). */
export const sshDigestArgs = (d: RsyncSshDestination): string[] => [
  '-T',
  ...sshOptions(d),
  '--',
  account(d),
  'exec sh -s',
]

const PROGRESS = /^\s*([\d,.]+)\s+(\d+)%\s+\S+\s+[\d:]+/
const ITEM = /^[<>ch.*][fdLDS][^|]{0,12}\|(\d+)\|(.+)$/s
const NAMED = /"([^"]+)"/

/** A file name in one of rsync's messages, relative to the run; null: none, or not of this run. */
export const pathInMessage = (line: string, folder: string): string | null => {
  const name = NAMED.exec(line)?.[1]
  return name !== undefined && name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : null
}

const FAILED_FILE = /^(?:rsync: \[sender\] |file has vanished: )/

const follow = (io: AttemptIo, request: PushRequest) => {
  const prefix = above(request.folder, request.runPath) === null ? '' : `${request.runPath}/`
  return (stream: 'stdout' | 'stderr', record: Buffer): void => {
    const text = record.toString('utf8')
    const progress = stream === 'stdout' ? PROGRESS.exec(text) : null
    if (progress !== null) {
      const bytes = Number(progress[1]?.replaceAll(/[,.]/g, ''))
      io.onEvent({
        type: 'progress',
        bytes,
        totalBytes: null,
        rate: null,
        etaSeconds: null,
        active: [],
      })
      return
    }
    const item = stream === 'stdout' ? ITEM.exec(text) : null
    if (item?.[2] !== undefined && text[1] === 'f') {
      // the path comes last, since a name may hold the separator
      const path = item[2].startsWith(prefix) ? item[2].slice(prefix.length) : item[2]
      io.log.write('info', 'rsync', `sent ${path}`)
      io.onEvent({ type: 'file_sent', path })
      return
    }
    if (text.trim() === '') return
    const bad = stream === 'stderr' && !text.startsWith('Warning: Permanently added')
    io.log.write(
      bad ? 'error' : 'info',
      /^(?:ssh|Connection|Host key|Warning|Load key|kex)/.test(text) ? 'ssh' : 'rsync',
      text,
    )
    if (!FAILED_FILE.test(text)) return
    const path = pathInMessage(text, request.folder)
    if (path === null) return
    const cause = classify({
      transport: 'rsync_ssh',
      operation: 'push',
      exitCode: 23,
      signal: null,
      spawnError: null,
      stdout: '',
      stderr: text,
    })
    io.onEvent({ type: 'file_failed', path, message: text, reason: cause?.reason ?? null })
  }
}

/** NUL-ended names for --from0, below the folder that rsync is given. */
function* names(files: Iterable<string>, prefix: string): Generator<string> {
  for (const file of files) yield `${prefix}${file}\0`
}

export const createRsyncSsh = (d: RsyncSshDestination, deps: ToolDeps): Transport => {
  const target = (runPath: string): string => `${account(d)}:${folderOf(d, runPath)}/`
  const words = (headline: string): string => fill(headline, { destination: account(d) })
  return {
    type: 'rsync_ssh',
    followsWindows: false,
    target,

    async probe(bytesNeeded, io) {
      const lines: string[] = []
      const end = await runTool(
        {
          tool: 'ssh',
          argv: sshDigestArgs(d),
          input: [roomScript(folderOf(d, ''))],
          stdout: 'lines',
          onRecord(stream, record) {
            if (stream === 'stdout') lines.push(record.toString('utf8'))
          },
        },
        deps,
        io,
      )
      mustSucceed('rsync_ssh', end, words)
      if (bytesNeeded > 0) mustHaveRoom(roomIn(lines), bytesNeeded, words)
    },

    async push(request, io) {
      const ssh = locate('ssh', deps)
      const prefix = above(request.folder, request.runPath) === null ? '' : `${request.runPath}/`
      const end = await runTool(
        {
          tool: 'rsync',
          argv: rsyncPushArgs(d, request, ssh),
          input: request.files === null ? null : names(request.files, prefix),
          stdout: 'lines',
          onRecord: follow(io, request),
        },
        deps,
        io,
      )
      return toResult('rsync_ssh', end)
    },

    async digests(request, io, onBatch): Promise<DigestSummary> {
      let files = 0
      const batcher = createBatcher(onBatch)
      const parser = createDigestParser((digest) => {
        files += 1
        batcher.add(digest)
      })
      const end = await runTool(
        {
          tool: 'ssh',
          argv: sshDigestArgs(d),
          input: [digestScript(folderOf(d, request.runPath))],
          stdout: 'nul',
          onRecord(stream, record) {
            if (stream === 'stdout') parser.push(record)
            else io.log.write('warning', 'ssh', record.toString('utf8'))
          },
        },
        deps,
        io,
      )
      const { began, exit, strange } = parser.state()
      mustSucceed(
        'rsync_ssh',
        exit !== null && exit !== 0 ? { ...end, exitCode: exit } : end,
        words,
      )
      if (!began || exit === null || strange > 0) {
        throw new TransportError(words(REASONS.remote_shell_unusable.headline), {
          errorKind: REASONS.remote_shell_unusable.kind,
          reason: 'remote_shell_unusable',
          stderr: end.stderr === '' ? end.stdout.slice(0, 2_000) : end.stderr,
          returncode: end.exitCode,
        })
      }
      batcher.end()
      return { level: 'sha256', files }
    },
  }
}
