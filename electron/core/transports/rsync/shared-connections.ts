// ssh connections that the short questions of an attempt share (docs/spec.md 2): lists, small files and the records that follow a
// proof come within seconds, and each would sign in anew. A push and a proof keep connections of their own, whose messages say why
// they broke.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RsyncSshDestination } from '../../domain/config.ts'
import { type RsyncAccess, account, sshOptions } from './ssh-options.ts'

/** Longest path of a socket on macOS, less its end and what ssh adds to the name while it makes the socket (mux.c). */
const MAX_PATH = 103 - 17

export interface SharedConnections {
  /**
   * The destination with a connection that ssh keeps for some seconds and shares with the next question; as it is where no
   * socket can be had. Accounts, keys and lists of known hosts never share one. `ssh`: path of the program.
   */
  share(d: RsyncSshDestination, ssh: string): RsyncAccess
  /** Ends what is still open. */
  close(): Promise<void>
}

const makeFolder = (): string | null => {
  try {
    return mkdtempSync(join(tmpdir(), 'exlab-ssh-'))
  } catch {
    return null
  }
}

export const createSharedConnections = (): SharedConnections => {
  /** Folder of the sockets, for this account alone; null: none could be made. */
  let folder: string | null | undefined
  let program = ''
  const end = (socket: string): Promise<void> =>
    new Promise((resolve) => {
      // the host's name counts for nothing here
      const argv = ['-F', 'none', '-o', `ControlPath=${socket}`, '-O', 'exit', 'shared']
      execFile(program, argv, { timeout: 2_000 }, () => resolve())
    })
  return {
    share(d, ssh) {
      program = ssh
      folder ??= makeFolder()
      if (folder === null) return d
      const key = createHash('sha256').update(JSON.stringify([ssh, account(d), sshOptions(d)]))
      const controlPath = join(folder, key.digest('hex').slice(0, 12))
      // ssh would expand a `%` in it
      const fits = /^[\w./-]+$/.test(controlPath) && controlPath.length <= MAX_PATH
      return fits ? { ...d, controlPath } : d
    },
    async close() {
      if (typeof folder !== 'string') return
      await Promise.all(readdirSync(folder).map((name) => end(join(folder ?? '', name))))
      rmSync(folder, { recursive: true, force: true })
      folder = undefined
    },
  }
}
