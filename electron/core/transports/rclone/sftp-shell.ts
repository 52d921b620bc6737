// Finds out whether the account of an SFTP remote has a shell that sees the destination's folder, so that the server's own
// sha256sum can hash the files over ssh (docs/spec.md 5).
import { randomUUID } from 'node:crypto'
import { homedir, userInfo } from 'node:os'
import { HOUR_MS, MINUTE_MS } from '../../../../shared/duration.ts'
import type { RcloneDestination } from '../../domain/config.ts'
import { shellQuote } from '../../lib/shell-quote.ts'
import { ownKnownHosts } from '../own-known-hosts.ts'
import { remoteScript } from '../rsync/remote-script.ts'
import { sshScriptArgs } from '../rsync/rsync-args.ts'
import { requireScriptSuccess } from '../rsync/shell-lists.ts'
import { type SshAccess, account } from '../rsync/ssh-options.ts'
import { type ToolDeps, requireSuccess, runTool } from '../run-tool.ts'
import { type AttemptIo, TransportError, silentIo } from '../transport.ts'
import { OWN_RECORDS } from '../trial-file.ts'
import { rcloneRemoveFileArgs, rcloneTarget, rcloneWriteArgs } from './rclone-args.ts'
import type { ResolvedRemote } from './remote-chain.ts'
import { sftpAccess, shellFolders } from './sftp-access.ts'
import { knownHostsFor } from './sftp-host-keys.ts'

/** A shell that sees the destination. */
export interface SftpShell {
  readonly access: SshAccess
  /** The destination's own folder, as the shell names it. */
  readonly folder: string
}

/** After this time it is found out again: a volume of the NAS may have moved, or the account may have got a shell. */
const FOUND_VALID_MS = HOUR_MS
const NONE_VALID_MS = 10 * MINUTE_MS

interface Answer {
  readonly shell: SftpShell | null
  readonly isSure: boolean
}

interface Known {
  /** Of a clock that nobody sets. */
  validUntil: number
  readonly answer: Promise<Answer>
}

/** What was found out, by account and path. */
const known = new Map<string, Known>()

const FOUND = 'exlab-sync-folder '

/** Name of the folder of a connection test: random, and made a moment ago. */
const TEST_FOLDER = /^exlab-sync-test-[0-9a-f]+$/

/**
 * Prints those of the folders that hold `marker`, without links in their names, each once. Fails where no program computes
 * SHA-256. `remove`: the marker is removed.
 */
const lookScript = (folders: readonly string[], marker: string, remove: boolean): string =>
  remoteScript(
    'command -v sha256sum >/dev/null || command -v sha256 >/dev/null || command -v shasum >/dev/null || exit 127',
    `for f in ${folders.join(' ')}; do`,
    `  [ -e "$f"/${marker} ] || continue`,
    `  printf '${FOUND}%s\\n' "$(cd "$f" && pwd -P)"`,
    ...(remove ? [`  rm -f -- "$f"/${marker}; break`] : []),
    'done',
    'exit 0',
  )

/** Finds the shell behind an SFTP destination. */
export interface SftpShells {
  /**
   * The shell of the account, proven to see the destination's folder; null: there is none that can be used. `test`: name of the
   * folder of a connection test that was just made through SFTP. Throws TransportError only where `io` was stopped.
   */
  find(destination: ResolvedRemote, test: string, io: AttemptIo): Promise<SftpShell | null>
  /** Forgets the answer, where the shell failed later. */
  forget(destination: ResolvedRemote): void
}

/** `dataDir`: where the app's own known_hosts lies, by which ssh checks the server as rclone does. */
export const createSftpShells = (
  destination: RcloneDestination,
  deps: ToolDeps,
  dataDir: string,
): SftpShells => {
  const accessOf = ({ storage }: ResolvedRemote): SshAccess | null =>
    storage?.type === 'sftp'
      ? sftpAccess(storage.options, {
          user: userInfo().username,
          home: homedir(),
          knownHostsFile: knownHostsFor(storage.options, ownKnownHosts(dataDir)),
        })
      : null
  const keyOf = (access: SshAccess, resolved: ResolvedRemote): string =>
    JSON.stringify([access, resolved.storage?.path, resolved.storage?.options['path_override']])

  const look = async (
    access: SshAccess,
    folders: readonly string[],
    marker: string,
    remove: boolean,
    io: AttemptIo,
  ): Promise<readonly string[]> => {
    const found: string[] = []
    const end = await runTool(
      {
        tool: 'ssh',
        argv: sshScriptArgs(access),
        input: [lookScript(folders, marker, remove)],
        onOutput(record) {
          const line = record.toString('utf8')
          if (line.startsWith(FOUND)) found.push(line.slice(FOUND.length))
        },
      },
      deps,
      io,
    )
    requireScriptSuccess(end, access)
    return [...new Set(found)]
  }

  /** Runs an rclone command on the marker. */
  const mark = async (
    argv: readonly string[],
    input: readonly string[] | null,
    io: AttemptIo,
  ): Promise<void> => {
    const end = await runTool({ tool: 'rclone', argv, input }, deps, io)
    requireSuccess(end, {
      transport: 'rclone',
      operation: 'push',
      destination: rcloneTarget(destination, ''),
    })
  }

  /**
   * Looks for the destination's records through the shell; then rclone writes a file of a random name beside them, and the folder
   * in which the shell sees it is the one: a mirror or a snapshot has the same records.
   */
  const findOut = async (
    access: SshAccess,
    { storage }: ResolvedRemote,
    test: string,
    io: AttemptIo,
  ): Promise<SftpShell | null> => {
    const folders = shellFolders(storage?.path ?? '', storage?.options ?? {})
    if (folders.length === 0) return null
    if (TEST_FOLDER.test(test)) {
      const [folder] = await look(access, folders, test, false, io)
      return folder === undefined ? null : { access, folder }
    }
    const candidates = await look(access, folders, OWN_RECORDS, false, io)
    if (candidates.length === 0) return null
    const marker = `${OWN_RECORDS}/shell-${randomUUID()}`
    await mark(rcloneWriteArgs(destination, marker), ['seen\n'], io)
    let folder: string | undefined
    try {
      ;[folder] = await look(access, candidates.map(shellQuote), marker, true, io)
    } finally {
      if (folder === undefined) await mark(rcloneRemoveFileArgs(destination, marker), null, io)
    }
    return folder === undefined ? null : { access, folder }
  }

  /** Answers whether it holds for a while, too: a connection that failed says nothing. */
  const attempt = async (
    access: SshAccess,
    resolved: ResolvedRemote,
    test: string,
    io: AttemptIo,
  ): Promise<Answer> => {
    const who = `over ssh, ${account(access)}`
    try {
      const shell = await findOut(access, resolved, test, silentIo(io.signal))
      if (shell === null)
        io.log.write('info', 'app', `${who} has no shell that sees the folder of the remote`)
      return { shell, isSure: true }
    } catch (error) {
      if (!(error instanceof TransportError) || error.cancelled || io.signal.aborted) throw error
      const said = error.stderr.trim().split('\n').at(-1) ?? ''
      io.log.write('info', 'app', `${who} can't hash its files: ${error.message} ${said}`.trim())
      return { shell: null, isSure: error.errorKind !== 'network' }
    }
  }

  return {
    async find(resolved, test, io) {
      const access = accessOf(resolved)
      if (access === null) return null
      if (TEST_FOLDER.test(test)) return (await attempt(access, resolved, test, io)).shell
      const key = keyOf(access, resolved)
      const before = known.get(key)
      if (before !== undefined && performance.now() < before.validUntil)
        try {
          return (await before.answer).shell
        } catch (error) {
          // it was stopped with the attempt that asked
          if (io.signal.aborted) throw error
        }
      const answer = attempt(access, resolved, test, io)
      const entry: Known = { validUntil: Number.POSITIVE_INFINITY, answer }
      known.set(key, entry)
      try {
        const { shell, isSure } = await answer
        const valid = shell === null ? NONE_VALID_MS : FOUND_VALID_MS
        entry.validUntil = performance.now() + (isSure ? valid : 0)
        return shell
      } catch (error) {
        if (known.get(key) === entry) known.delete(key)
        throw error
      }
    },
    forget(resolved) {
      const access = accessOf(resolved)
      if (access !== null) known.delete(keyOf(access, resolved))
    },
  }
}
