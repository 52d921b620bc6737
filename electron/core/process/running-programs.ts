// Lists the names of the programs that run on this computer, for the recording guard (docs/spec.md 7): from /proc on Linux, by
// tasklist on Windows, by ps elsewhere. The names that the guard looks for are compared with the list and are no part of a command.
import { execFile } from 'node:child_process'
import { readFile, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { msg } from '../../../shared/language/msg.ts'
import { errorCode } from '../errors.ts'
import { toolEnvironment } from './environment.ts'

/** Names of programs, without their folders. */
export interface ProgramList {
  readonly names: readonly string[]
  /** Why programs that run may be missing in it, as a sentence; null: all are listed. */
  readonly fault: string | null
}

/** How the list is had; tests give another one. */
export interface ProgramSystem {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where Linux shows its processes. */
  readonly proc: string
  /** What a command printed. Rejects where it failed or took too long. */
  run(command: readonly string[]): Promise<string>
}

const LIMIT_MS = 10_000
const MAX_OUTPUT = 8 << 20
const execute = promisify(execFile)

export const programSystem = (
  env: Readonly<Record<string, string | undefined>>,
): ProgramSystem => ({
  platform: process.platform,
  env,
  proc: '/proc',
  async run([program = '', ...args]) {
    const { stdout } = await execute(program, args, {
      // tasklist writes in the code page of the computer
      encoding: process.platform === 'win32' ? 'latin1' : 'utf8',
      // in the C locale ps writes other letters than those of ASCII as escapes
      env: { ...toolEnvironment(env), LC_ALL: 'en_US.UTF-8' },
      maxBuffer: MAX_OUTPUT,
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
      windowsHide: true,
    })
    return stdout
  },
})

/** The name behind the last slash of either kind: programs of Wine go by paths of Windows. */
const baseName = (path: string): string => path.replace(/^.*[\\/]/s, '')

const lines = (text: string): string[] => text.split(/\r?\n/).filter((line) => line !== '')

/** The first field of each line of `tasklist /FO CSV /NH`; a name of Windows has no quote. */
const fromTasklist = (text: string): string[] =>
  lines(text).flatMap((line) => /^"([^"]*)",/.exec(line)?.[1] ?? [])

/** The names of one process of Linux: as the system cuts it to 15 letters, as it was started, and of its file where that is shown. */
const namesOf = async (folder: string): Promise<readonly string[]> => {
  const [comm, started, file] = await Promise.all([
    readFile(join(folder, 'comm'), 'utf8').catch(() => ''),
    readFile(join(folder, 'cmdline'), 'utf8').catch(() => ''),
    readlink(join(folder, 'exe')).catch(() => ''),
  ])
  return [comm.replace(/\n$/, ''), baseName(started.split('\0', 1)[0] ?? ''), baseName(file)]
}

/** Processes that are read at once. */
const AT_ONCE = 16

const fromProc = async (proc: string): Promise<ProgramList> => {
  const ids = (await readdir(proc)).filter((name) => /^\d+$/.test(name))
  const names: string[] = []
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE)
    const found = await Promise.all(some.map((id) => namesOf(join(proc, id))))
    names.push(...found.flat().filter((name) => name !== ''))
  }
  // the first process is another account's: where it is hidden, all others of it are
  const isHidden = await readFile(join(proc, '1', 'comm')).then(
    () => false,
    () => true,
  )
  return {
    names,
    fault: isHidden ? msg`This system hides the programs of other accounts (hidepid).` : null,
  }
}

/** Lists the programs that run now, of all accounts. Never rejects: what could not be asked is the fault of an empty list. */
export const listPrograms = async (system: ProgramSystem): Promise<ProgramList> => {
  const { platform, env, proc } = system
  try {
    if (platform === 'linux') return await fromProc(proc)
    const names =
      platform === 'win32'
        ? fromTasklist(
            await system.run([
              `${env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\tasklist.exe`,
              '/FO',
              'CSV',
              '/NH',
            ]),
          )
        : lines(await system.run(['/bin/ps', '-axo', 'comm='])).map((path) => baseName(path.trim()))
    // the program that asks is always among them
    return names.length === 0
      ? { names, fault: msg`The system names no program that runs.` }
      : { names, fault: null }
  } catch (error) {
    return {
      names: [],
      fault: msg`The programs that run can't be listed (${errorCode(error)}).`,
    }
  }
}
