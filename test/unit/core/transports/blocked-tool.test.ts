// A program that the computer does not let start is told from one that is missing.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { ProcessEnd } from '../../../../electron/core/process/run-process.ts'
import { runTool } from '../../../../electron/core/transports/run-tool.ts'
import { silentIo } from '../../../../electron/core/transports/transport.ts'

const { runProcess } = vi.hoisted(() => ({ runProcess: vi.fn<() => Promise<ProcessEnd>>() }))
vi.mock('../../../../electron/core/process/run-process.ts', () => ({ runProcess }))

const program = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-blocked-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  writeFileSync(join(dir, 'rclone'), '')
  chmodSync(join(dir, 'rclone'), 0o755)
  return join(dir, 'rclone')
}

it.each([
  ['EPERM', 'binary_blocked'],
  ['EACCES', 'binary_blocked'],
  ['UNKNOWN', 'binary_blocked'],
  ['ENOENT', 'binary_missing'],
  ['ENOEXEC', 'binary_missing'],
])('%s: %s', async (spawnError, reason) => {
  const stopped = {
    exitCode: null,
    signal: null,
    cancelled: false,
    timedOut: false,
    stdout: '',
    stderr: '',
  }
  runProcess.mockResolvedValue({ ...stopped, spawnError })
  const rclone = program()
  const deps = {
    env: {},
    tools: { rclone, rsync: null, ssh: null },
    bundled: null,
    inactivityMs: 1,
  }
  const run = runTool(
    { tool: 'rclone', argv: [], input: null },
    deps,
    silentIo(new AbortController().signal),
  )
  await expect(run).rejects.toMatchObject({ reason, errorKind: null })
  await expect(run).rejects.toThrow(`${rclone} could not be started (${spawnError})`)
})
