// Tests that recovery stops only the tool whose pid was recorded, and never another process that
// was given the number since.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { stopOrphan } from '../../../../../electron/core/engine/recovery/orphan-process.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const KILL_DELAY_MS = 200
const script = 'setInterval(() => undefined, 1_000)'

/** Starts a process as the leader of its own group, as tools are started. */
const start = async (...args: string[]): Promise<{ child: ChildProcess; pid: number }> => {
  const child = spawn(process.execPath, ['-e', script, ...args], {
    detached: true,
    stdio: 'ignore',
  })
  await once(child, 'spawn')
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, pid: child.pid ?? 0 }
}

/** True if the process is still running after the signals, if any, have had time to arrive. */
const survives = async (child: ChildProcess): Promise<boolean> => {
  await new Promise((resolve) => setTimeout(resolve, 100))
  return child.exitCode === null && child.signalCode === null
}

it('a foreign process that has the recorded pid survives', async () => {
  const { child, pid } = await start()
  expect(await stopOrphan(pid, ['/usr/bin/rclone', 'copy', '/data/run'], KILL_DELAY_MS)).toBe(false)
  expect(await survives(child)).toBe(true)
})

it('the same program with another last argument survives', async () => {
  const { child, pid } = await start('/data/other')
  const argv = [process.execPath, '-e', script, '/data/run']
  expect(await stopOrphan(pid, argv, KILL_DELAY_MS)).toBe(false)
  expect(await survives(child)).toBe(true)
})

it.skipIf(needsPosix('Windows ends tools together with their engine'))(
  'the recorded tool itself is stopped',
  async () => {
    const { child, pid } = await start('/data/run')
    const exited = once(child, 'exit')
    const argv = [process.execPath, '-e', script, '/data/run']
    expect(await stopOrphan(pid, argv, KILL_DELAY_MS)).toBe(true)
    await exited
    expect(child.signalCode).toBe('SIGTERM')
  },
)

it('nothing is looked for on Windows, which ends tools together with their engine', async () => {
  const { child, pid } = await start('/data/run')
  const argv = [process.execPath, '-e', script, '/data/run']
  expect(await stopOrphan(pid, argv, KILL_DELAY_MS, 'win32')).toBe(false)
  expect(await survives(child)).toBe(true)
})

it('a pid that nobody has is no orphan', async () => {
  const { child, pid } = await start('/data/run')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await stopOrphan(pid, [process.execPath, '/data/run'], KILL_DELAY_MS)).toBe(false)
})
