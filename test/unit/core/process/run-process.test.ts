// Tests when a silent process is stopped: by its signs of life and a clock that nobody can set, and never for good work.
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { runProcess } from '../../../../electron/core/process/run-process.ts'
import { processesWith } from '../../../helpers/lab.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

type Request = Parameters<typeof runProcess>[0]

const run = (script: string, request: Partial<Request> = {}) =>
  runProcess({
    command: '/bin/sh',
    argv: ['-c', script],
    env: { PATH: process.env['PATH'] ?? '' },
    input: null,
    signal: new AbortController().signal,
    inactivityMs: 2_000,
    killDelayMs: 1_000,
    stdout: 'lines',
    onStart: () => undefined,
    onRecord: () => true,
    ...request,
  })

/** Prints a line every half second, `n` times. */
const talk = (n: number, line: string): string =>
  `i=0; while [ $i -lt ${n} ]; do i=$((i+1)); echo "${line}"; sleep 0.5; done`

/** The tests wait for limits of silence. */
const SIDE_BY_SIDE = { concurrent: true }

describe.skipIf(needsPosix('Windows has no POSIX shell'))(
  'a process that shows no sign of life',
  SIDE_BY_SIDE,
  () => {
    it('is stopped with what it started', async () => {
      const mark = `1000.${process.pid}`
      const end = await run(`trap '' TERM; (trap '' TERM; sleep ${mark}; :) & sleep ${mark}; :`)
      expect(end).toMatchObject({ timedOut: true, signal: 'SIGKILL' })
      await vi.waitFor(() => expect(processesWith(mark)).toEqual([]))
    })

    it('is stopped although it prints, where the lines say that nothing was done', async () => {
      const end = await run(talk(30, 'nothing'), {
        onRecord: (_stream, record) => record.toString() !== 'nothing',
      })
      expect(end.timedOut).toBe(true)
    })

    it('is stopped although its heartbeat goes on, where nothing was done; heartbeats are no output', async () => {
      const end = await run(`echo first >&2; { ${talk(30, 'beat')}; } >&2`, {
        heartbeat: (line) => (line.toString() === 'beat' ? 'still' : null),
      })
      expect(end).toMatchObject({ timedOut: true, stderr: 'first\n' })
    })

    it('is let go on as long as the answer to the question is that it works', async () => {
      let asked = 0
      const end = await run('sleep 5; echo done', {
        async worksOn(): Promise<boolean> {
          asked += 1
          return true
        },
      })
      expect(end).toMatchObject({ timedOut: false, exitCode: 0, stdout: 'done\n' })
      expect(asked).toBeGreaterThanOrEqual(1)
    })

    const answers: Readonly<Record<string, NonNullable<Request['worksOn']>>> = {
      no: () => Promise.resolve(false),
      'not to be had': () => Promise.reject(new Error('no answer')),
    }
    it.each(Object.keys(answers))('is stopped where that answer is %s', async (answer) => {
      const worksOn = answers[answer] ?? (() => Promise.resolve(true))
      expect(await run('sleep 1000', { worksOn })).toMatchObject({ timedOut: true })
    })
  },
)

describe.skipIf(needsPosix('Windows has no POSIX shell'))('a process that works', () => {
  it('is not stopped by a heartbeat that tells of work', SIDE_BY_SIDE, async () => {
    const end = await run(`{ ${talk(8, 'beat')}; } >&2; exit 3`, { heartbeat: () => 'alive' })
    expect(end).toMatchObject({ timedOut: false, exitCode: 3 })
  })

  it('is not stopped while it reads without a word', SIDE_BY_SIDE, async () => {
    const read =
      'import sys, time\nfor _ in range(16):\n  sys.stdin.buffer.read(500000)\n  time.sleep(0.25)\n'
    const end = await run(`exec python3 -c '${read}' </dev/zero`)
    expect(end).toMatchObject({ timedOut: false, exitCode: 0 })
  })

  it('is not stopped when the clock of the computer is set', async () => {
    const real = Date.now
    onTestFinished(() => void vi.restoreAllMocks())
    const from = performance.now()
    // the clock is a day ahead after a second
    vi.spyOn(Date, 'now').mockImplementation(
      () => real() + (performance.now() - from > 1_000 ? 86_400_000 : 0),
    )
    expect(await run(talk(8, 'x'))).toMatchObject({ timedOut: false, exitCode: 0 })
  })
})
