// Stops a transfer tool that outlived a killed engine: found by its recorded pid, and checked to be
// the same command still.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

const commandOf = (pid: number, platform: NodeJS.Platform): string => {
  try {
    if (platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    // tools are started as leaders of their own group, so that their children go with them
    process.kill(-pid, name)
  } catch {
    // the process ended meanwhile
  }
}

/**
 * Stops the process `pid` if it is still the tool that was started with `argv`: the same program
 * with the same last argument. Another process that was given the number since is not touched.
 * `killDelayMs`: time between SIGTERM and SIGKILL. Answers true where a process was stopped. On Windows no tool outlives its
 * engine: the system ends them together (the job object of libuv), so nothing is looked for.
 */
export const stopOrphan = async (
  pid: number,
  argv: readonly string[],
  killDelayMs = 5_000,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> => {
  const [program, ...rest] = argv
  const last = rest.at(-1)
  if (program === undefined || platform === 'win32') return false
  const isOurs = (): boolean => {
    const command = commandOf(pid, platform)
    return command.includes(basename(program)) && (last === undefined || command.includes(last))
  }
  if (!isOurs()) return false
  signal(pid, 'SIGTERM')
  const deadline = performance.now() + killDelayMs
  while (isOurs() && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20))
  if (isOurs()) signal(pid, 'SIGKILL')
  return true
}
