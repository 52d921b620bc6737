// Tests the heartbeat of remote scripts with real shells and real processes: one that works in silence, one that is stopped.
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import {
  rsyncWorkScript,
  saysStill,
  withHeartbeat,
} from '../../../../../electron/core/transports/rsync/heartbeat.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'sh']].filter(
  ([program = '']) => spawnSync(program, ['-c', 'true']).error === undefined,
)

/** Runs a script to its end in a shell, as sshd does; answers its output and what its heartbeats said. */
const run = (shell: readonly string[], script: string, inactivityMs = 3_000) =>
  new Promise<{ stdout: string; stderr: string[]; beats: string[]; exit: number | null }>(
    (resolve) => {
      const { script: text, heartbeat } = withHeartbeat(script, inactivityMs)
      const [program = '', ...args] = shell
      const child = spawn(program, [...args, '-s'])
      const got = { stdout: '', stderr: '' }
      child.stdout.on('data', (chunk: Buffer) => (got.stdout += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (got.stderr += chunk.toString()))
      // `close` comes when nothing holds the output open any more: until then ssh would not end
      child.on('close', (exit) => {
        const lines = got.stderr.split('\n').filter((line) => line !== '')
        const read = lines.map((line) => ({ line, beat: heartbeat(line) }))
        resolve({
          stdout: got.stdout,
          stderr: read.filter(({ beat }) => beat === null).map(({ line }) => line),
          beats: read.flatMap(({ beat }) => (beat === null ? [] : [beat])),
          exit,
        })
      })
      child.stdin.end(text)
    },
  )

/** Reads 1 MB and hashes it, over and over, with pauses in which it does nothing. */
const SLOW =
  'for i in 1 2 3 4 5 6 7 8 9; do head -c 1000000 /dev/zero | sha256sum >/dev/null; sleep 0.5; done'

// the tests wait for seconds of heartbeats: side by side
const SIDE_BY_SIDE = { concurrent: true }
const inShell = describe.skipIf(needsPosix('Windows has no POSIX shell')).each(SHELLS)

inShell('in %s', SIDE_BY_SIDE, (...shell) => {
  it('it tells of a program that works without a word, and ends with the script', async () => {
    const from = performance.now()
    const { stdout, stderr, beats, exit } = await run(
      shell,
      `echo begin\nsh -c '${SLOW}'\necho end; exit 3`,
    )
    expect({ stdout, stderr, exit }).toEqual({ stdout: 'begin\nend\n', stderr: [], exit: 3 })
    expect(beats.length).toBeGreaterThanOrEqual(3)
    expect(new Set(beats)).toEqual(new Set(['alive']))
    expect(performance.now() - from).toBeLessThan(60_000)
  })

  it('it tells of a program that does nothing any more', async () => {
    // a process that is stopped reads and computes nothing, as one whose disk hangs
    const { beats } = await run(
      shell,
      `sh -c 'sha256sum /dev/zero & p=$!; kill -STOP $p; (sleep 8; kill -KILL $p) & wait' 2>/dev/null; exit 0`,
    )
    expect(beats.filter((beat) => beat === 'still').length).toBeGreaterThanOrEqual(2)
  })

  it('a script that ends at once is not held up', async () => {
    const from = performance.now()
    const ended = await run(shell, 'echo x', 600_000)
    expect(ended).toMatchObject({ stdout: 'x\n', beats: [], exit: 0 })
    // the loop sleeps for 15 seconds
    expect(performance.now() - from).toBeLessThan(10_000)
  })
})

describe.skipIf(needsPosix('Windows has no POSIX shell'))(
  'of an rsync that is silent the remote says',
  SIDE_BY_SIDE,
  () => {
    /** Has a process of the name rsync read and hash without end. */
    const startRsync = (done: (end: () => void) => void) => {
      const dir = mkdtempSync(join(tmpdir(), 'exlab-test-'))
      copyFileSync('/usr/bin/sha256sum', join(dir, 'rsync'))
      const child = spawn(join(dir, 'rsync'), ['/dev/zero'], { stdio: 'ignore' })
      done(() => {
        child.kill('SIGKILL')
        rmSync(dir, { recursive: true })
      })
      return child
    }
    /** Asks about one process: rsyncs of other tests would be seen too. */
    const ask = async (shell: readonly string[], pid: number | undefined): Promise<string> => {
      const [program = '', ...args] = shell
      const child = spawn(program, [...args, '-s'])
      child.stdin.end(rsyncWorkScript(3_000).replace('/proc/[0-9]*', `/proc/${pid}`))
      return text(child.stdout)
    }

    for (const shell of SHELLS)
      it(`by ${shell.join(' ')} that it works, or that it does nothing`, async ({
        onTestFinished,
      }) => {
        const rsync = startRsync(onTestFinished)
        expect(saysStill(await ask(shell, rsync.pid))).toBe(false)
        rsync.kill('SIGSTOP')
        expect(saysStill(await ask(shell, rsync.pid))).toBe(true)
        // nothing is known of no process at all
        expect(saysStill(await ask(shell, process.pid))).toBe(false)
      })
  },
)

it('a remote that does not tell what its programs did counts as alive', () => {
  const { heartbeat } = withHeartbeat('true', 600_000)
  expect(['exlab-sync-alive', 'exlab-sync-alive', 'Welcome'].map(heartbeat)).toEqual([
    'alive',
    'alive',
    null,
  ])
})

it('comes every 15 seconds, and often enough for a shorter limit', () => {
  expect(withHeartbeat('true', 600_000).script).toContain('sleep 15 ')
  expect(withHeartbeat('true', 12_000).script).toContain('sleep 4 ')
  expect(withHeartbeat('true', 500).script).toContain('sleep 1 ')
})
