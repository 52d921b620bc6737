// A command that Electron runs is stopped politely: what would quit the app asks the command to end instead.
import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import type { CliIo } from '../../../electron/cli/output.ts'

const app = Object.assign(new EventEmitter(), { getVersion: () => '1.2.3' })
vi.mock('electron', () => ({ app }))
vi.mock('../../../electron/cli/run-cli.ts', () => ({
  runCli: async (argv: readonly string[], io: CliIo) => {
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
  expect(app.listenerCount('before-quit')).toBe(0)
})
