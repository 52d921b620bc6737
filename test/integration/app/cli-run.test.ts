// `run` as a person and a script see it: a line for everything it does, an outcome however it is ended, and nothing left unsettled.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { cli } from '../../helpers/cli.ts'
import { CLI, NODE } from '../../helpers/cli-process.ts'
import { type Lab, localNas, makeLab, obstructPush } from '../../helpers/lab.ts'

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('run', () => {
  it('says each move of each run, and the outcome last', async () => {
    const lab = makeLab()
    lab.configure([localNas(lab).instrument])
    await cli(lab, 'add', lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' }))
    lab.run('SCOPE_01', 'Run 2', { 'b.tif': 'b' })
    const { code, out } = await cli(lab, 'run', '--until-idle')
    expect(code).toBe(3)
    const lines = out.trimEnd().split('\n')
    expect(lines.slice(0, -1).every((line) => /^\d\d:\d\d:\d\d {2}\S/.test(line))).toBe(true)
    const words = lines.map((line) => line.replace(/^[\d:]+ {2}/, ''))
    expect(words[0]).toBe('Started: 1 waiting, 0 need a person, 1 instrument')
    expect(words.filter((line) => line.startsWith('SCOPE_01  Run 1'))).toEqual([
      'SCOPE_01  Run 1: Sending',
      'SCOPE_01  Run 1: Checking',
      'SCOPE_01  Run 1: Verified',
    ])
    expect(words).toContainEqual(expect.stringMatching(/^SCOPE_01 {2}Run 2: Recording, waits for/))
    expect(words.at(-1)).toBe('1 done, 0 need a person, 0 waiting, 1 being recorded')
  })

  it('names a folder that needs a person, and counts it in the outcome', async () => {
    const lab = makeLab()
    lab.configure([localNas(lab).instrument])
    rmSync(join(lab.dir, 'acquisition', 'SCOPE_01'), { recursive: true, force: true })
    const { code, out } = await cli(lab, 'run', '--until-idle')
    expect(code).toBe(1)
    const said = out.split('\n').filter((line) => line.includes('is not there, so no run'))
    expect(said).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d {2}The folder of SCOPE_01, /)])
    expect(out).toContain('0 done, 1 needs a person, 0 waiting')
  })

  it('says the same as JSON lines, with ISO times', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const rclone = lab.wrap('rclone', obstructPush(join(nas, 'Run 1'), join(lab.dir, 'obstructed')))
    lab.configure([instrument], `sync:\n  max_attempts: 1\ntools:\n  rclone: ${rclone}\n`)
    await cli(lab, 'add', lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' }))
    const events = jsonLines((await cli(lab, 'run', '--until-idle', '--json')).out)
    expect(events[0]).toMatchObject({
      event: 'started',
      counts: { all: 1 },
      at: expect.stringMatching(ISO),
    })
    expect(events).toContainEqual(
      expect.objectContaining({
        event: 'activity',
        at: expect.stringMatching(ISO),
        level: 'error',
        jobId: 1,
        run: 'Run 1',
        text: expect.stringContaining('Failed: '),
      }),
    )
    expect(events.at(-1)).toMatchObject({ event: 'ended', counts: { needs_you: 1 }, exitCode: 1 })
  })
})

/** A lab whose push never ends by itself; `pid` is written when it begins. */
const makeEndless = async (): Promise<{ lab: Lab; pid: string }> => {
  const lab = makeLab()
  const pid = join(lab.dir, 'pid')
  const rclone = lab.wrap(
    'rclone',
    `if [ "$1" = copy ]; then echo $$ > '${pid}'; exec sleep 600; fi`,
  )
  lab.configure(
    [localNas(lab).instrument],
    `watch:\n  sweep_seconds: 5\ntools:\n  rclone: ${rclone}\n`,
  )
  await cli(lab, 'add', lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' }))
  return { lab, pid }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The built command line, and what it printed; its output can be closed as `| head` does. */
const start = (lab: Lab, ...args: readonly string[]) => {
  const child = spawn(NODE, [CLI, '--data-dir', lab.dataDir, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return {
    child,
    ended,
    out: () => out,
  }
}

describe('a command that is ended from outside', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s settles what runs and prints the outcome',
    async (signal) => {
      const { lab, pid } = await makeEndless()
      const run = start(lab, 'run')
      await vi.waitFor(() => expect(existsSync(pid)).toBe(true), 60_000)
      // npm and a terminal send it twice
      run.child.kill(signal)
      run.child.kill(signal)
      expect(await run.ended).toBe(3)
      expect(run.out()).toMatch(/\n0 done, 0 need a person, 1 waiting\n$/)
      const tool = Number(readFileSync(pid, 'utf8'))
      expect(isAlive(tool)).toBe(false)
      const { attempt } = JSON.parse((await cli(lab, 'log', 'Run 1', '--json')).out)
      expect(attempt).toMatchObject({ outcome: 'interrupted', endedAt: expect.stringMatching(ISO) })
    },
  )

  it('a reader that goes away ends run like a signal', async () => {
    const { lab, pid } = await makeEndless()
    const run = start(lab, 'run')
    await vi.waitFor(() => expect(existsSync(pid)).toBe(true), 60_000)
    run.child.stdout.destroy()
    // the next line finds nobody who reads it
    lab.run('SCOPE_01', 'Run 2', { 'b.tif': 'b' })
    expect(await run.ended).toBe(3)
    expect(isAlive(Number(readFileSync(pid, 'utf8')))).toBe(false)
  })
})
