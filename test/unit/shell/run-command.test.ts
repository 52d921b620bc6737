// A command that Electron runs is stopped politely: what would quit the app asks the command to end instead, and never ends it
// with the exit code for "all proven".
import { EventEmitter } from 'node:events'
import { beforeEach, expect, it, vi } from 'vitest'
import type { CliIo } from '../../../electron/cli/output.ts'

let ready = Promise.resolve()
let chromiumIsReady = (): void => undefined
const app = Object.assign(new EventEmitter(), {
  getVersion: () => '1.2.3',
  whenReady: () => ready,
  exit: vi.fn(),
})
vi.mock('electron', () => ({ app }))
vi.mock('../../../electron/cli/run-cli.ts', () => ({
  runCli: async (argv: readonly string[], io: CliIo) => {
    if (argv[0] === 'status') {
      started()
      return new Promise(() => undefined)
    }
    const stopped = new Promise<void>((resolve) => {
      const stopListening = io.onStop(() => {
        stopListening()
        resolve()
      })
    })
    started()
    await stopped
    return argv.length
  },
}))
let started = (): void => undefined
beforeEach(() => {
  app.removeAllListeners()
  app.exit.mockClear()
  ready = new Promise((resolve) => {
    chromiumIsReady = resolve
  })
})

it('a quit stops the command, and its exit code is answered', async () => {
  const { runCommand } = await import('../../../electron/shell/run-command.ts')
  const running = new Promise<void>((resolve) => {
    started = resolve
  })
  const code = runCommand(['run', '--until-idle'], null)
  await running
  const event = { preventDefault: vi.fn() }
  app.emit('before-quit', event)
  expect(event.preventDefault).toHaveBeenCalledOnce()
  expect(await code).toBe(2)
  expect(app.exit).not.toHaveBeenCalled()
})

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s stops it too', async (signal) => {
  const before = process.listenerCount(signal)
  const { runCommand } = await import('../../../electron/shell/run-command.ts')
  const running = new Promise<void>((resolve) => {
    started = resolve
  })
  const code = runCommand(['run'], null)
  await running
  // Chromium has taken the signals by then
  process.removeAllListeners(signal)
  chromiumIsReady()
  await ready
  process.emit(signal)
  expect(await code).toBe(1)
  expect(process.listenerCount(signal)).toBe(before)
})

it('a quit ends a command that settles nothing at once, with another exit code than 0', async () => {
  const { runCommand } = await import('../../../electron/shell/run-command.ts')
  const running = new Promise<void>((resolve) => {
    started = resolve
  })
  void runCommand(['status'], null)
  await running
  app.emit('before-quit', { preventDefault: vi.fn() })
  expect(app.exit).toHaveBeenCalledExactlyOnceWith(2)
})
