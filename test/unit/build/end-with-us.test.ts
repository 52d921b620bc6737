// A build command that is ended takes the programs with it that it started, whoever sent the signal.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { root } from '../../../build/bootstrap/paths.mjs'
import { needsPosix } from '../../helpers/needs-posix.ts'

const MODULE = pathToFileURL(join(root, 'build/bootstrap/process.mjs')).href

/** A program that lives until it is ended and says its number first. */
const LIVES = `process.stdout.write(process.pid + '\\n'); setInterval(() => undefined, 1000)`
/** The same, deaf to what asks it to end, as Wine is. */
const DEAF = `for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => undefined); ${LIVES}`

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Starts a build command, or the shell that npm starts it from; answers it, and the number of the program that it started. */
const start = async (
  script: string,
  fromNpm = false,
): Promise<{ command: ChildProcess; started: number }> => {
  const node = [process.execPath, '--input-type=module', '-e', script] as const
  const shell = ['sh', '-c', '"$@"; exit $?', 'sh', ...node] as const
  const [program, ...args] = fromNpm ? shell : node
  const command = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, npm_lifecycle_event: fromNpm ? 'test' : undefined },
  })
  const [line] = await once(createInterface(command.stdout), 'line')
  const started = Number(line)
  onTestFinished(() => {
    command.kill('SIGKILL')
    if (lives(started)) process.kill(started, 'SIGKILL')
  })
  return { command, started }
}

describe.skipIf(needsPosix('Windows has no signals'))('a command that is ended by', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s passes it on, waits for its program and ends by it',
    async (signal) => {
      const { command, started } = await start(
        `import { run } from ${JSON.stringify(MODULE)}
         await run(process.execPath, ['-e', ${JSON.stringify(LIVES)}])
         console.log('the next step')`,
      )
      let said = ''
      command.stdout?.on('data', (chunk) => {
        said += String(chunk)
      })
      const ended = once(command, 'close')
      command.kill(signal)
      expect(await ended).toEqual([null, signal])
      expect(lives(started)).toBe(false)
      expect(said).toBe('')
    },
  )

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s kills a program that would not listen',
    async (signal) => {
      const { command, started } = await start(
        `import { spawn } from 'node:child_process'
         import { endWithUs } from ${JSON.stringify(MODULE)}
         endWithUs(spawn(process.execPath, ['-e', ${JSON.stringify(DEAF)}], { stdio: 'inherit' }), 'SIGKILL')`,
      )
      const ended = once(command, 'close')
      command.kill(signal)
      expect(await ended).toEqual([null, signal])
      expect(lives(started)).toBe(false)
    },
  )

  it('npm, which ends no more than the shell of its script', async () => {
    const { command, started } = await start(
      `import { run } from ${JSON.stringify(MODULE)}
       await run(process.execPath, ['-e', ${JSON.stringify(LIVES)}])`,
      true,
    )
    command.kill('SIGTERM')
    await expect.poll(() => lives(started), { timeout: 20_000 }).toBe(false)
  }, 30_000)
})
