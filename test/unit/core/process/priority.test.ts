// Lets the acquisition go before a transfer program where the system has one priority for a whole process.
import { constants, getPriority } from 'node:os'
import { expect, it } from 'vitest'
import { toolEnvironment } from '../../../../electron/core/process/environment.ts'
import { runProcess } from '../../../../electron/core/process/run-process.ts'

it('a tool has a lower priority, but on Linux that of this program', async () => {
  const end = await runProcess({
    command: process.execPath,
    argv: ['-p', 'os.getPriority()'],
    env: toolEnvironment(process.env),
    input: null,
    signal: new AbortController().signal,
    inactivityMs: 60_000,
    killDelayMs: 1_000,
    stdout: 'lines',
    onStart: () => undefined,
    onRecord: () => true,
  })
  const lower = constants.priority.PRIORITY_BELOW_NORMAL
  expect(end).toMatchObject({ exitCode: 0 })
  expect(Number(end.stdout)).toBe(process.platform === 'linux' ? getPriority() : lower)
})
