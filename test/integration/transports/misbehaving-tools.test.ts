// Misbehaving transfer programs, as scripts: endless output, no output, ignored signals, children left behind.
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { openDatabaseToRead } from '../../../electron/core/db/database.ts'
import { startEngine } from '../../helpers/cli-process.ts'
import {
  type Lab,
  act,
  add,
  get,
  localNas,
  makeLab,
  processesWith,
  work,
} from '../../helpers/lab.ts'

/** A lab whose rclone is a script; the run folder stands in the command line of all that it starts. */
const withTool = (script: string, more = ''): { lab: Lab; folder: string; marker: string } => {
  const lab = makeLab()
  const { instrument } = localNas(lab)
  const marker = join(lab.dir, 'started')
  const tool = join(lab.dir, 'rclone')
  writeFileSync(tool, `#!/bin/sh\n${script.replaceAll('MARKER', marker)}\n`)
  chmodSync(tool, 0o755)
  lab.configure([instrument], `tools:\n  rclone: ${tool}\n${more}`)
  return { lab, folder: lab.run('SCOPE_01', 'Run', { 'a.txt': 'a' }), marker }
}

const started = (marker: string): Promise<void> =>
  vi.waitFor(() => expect(existsSync(marker)).toBe(true), { timeout: 120_000 })

const logFile = async (core: Core, lab: Lab, jobId: number): Promise<string> => {
  const { rows } = await core.handlers['attempts.list']({ jobId })
  return join(lab.dataDir, 'logs', 'runs', String(jobId), `${rows[0]?.id}.log`)
}

describe('output', () => {
  it('of 600 MB leaves memory and log bounded, and the log says what was dropped', async () => {
    const { lab, folder } = withTool(
      `yes '2026/11/23 12:00:00 ERROR : some file.tif: Failed to copy: no space left on device' | head -c 600000000 >&2\nexit 1`,
    )
    const core = await lab.open()
    const before = process.memoryUsage().rss
    const job = await work(core, folder)
    // far less than the output: garbage that was not collected yet, and no more
    expect(process.memoryUsage().rss - before).toBeLessThan(450 * 1024 * 1024)
    expect(job.lastError).toMatchObject({ reason: 'remote_disk_full' })
    expect(job.lastError?.stderr.length).toBeLessThan(10_000)
    const file = await logFile(core, lab, job.id)
    expect(statSync(file).size).toBeLessThan(60 * 1024 * 1024)
    expect(readFileSync(file, 'utf8')).toMatch(/\d+ lines were dropped here/)
  })

  it('in one line of 50 MB leaves the log bounded', async () => {
    const { lab, folder } = withTool(
      `head -c 50000000 /dev/zero | tr '\\0' a >&2\necho >&2\nexit 1`,
    )
    const core = await lab.open()
    const job = await work(core, folder)
    expect(job.lastError).toMatchObject({ reason: 'unrecognised' })
    expect(statSync(await logFile(core, lab, job.id)).size).toBeLessThan(60 * 1024 * 1024)
  })

  it('of random bytes is recorded with the exit code', async () => {
    const { lab, folder } = withTool(
      `head -c 3000000 /dev/urandom >&2\nhead -c 3000000 /dev/urandom\nexit 7`,
    )
    const core = await lab.open()
    expect(await work(core, folder)).toMatchObject({
      state: 'queued',
      lastError: { kind: 'unknown', exitCode: 7 },
    })
  })
})

describe('tools that do not end', () => {
  it('without output for too long are stopped as a network fault, and nothing is left running', async () => {
    const { lab, folder } = withTool('exec sleep 1000', 'sync:\n  inactivity_s: 1\n')
    const core = await lab.open()
    const job = await work(core, folder)
    expect(job).toMatchObject({
      state: 'queued',
      lastError: { kind: 'network', reason: 'connection_timeout' },
    })
    expect(processesWith(lab.dir)).toEqual([])
  })

  it('that ignore SIGTERM are killed on cancel, with their children', async () => {
    const { lab, folder, marker } = withTool(
      `trap '' TERM\n(trap '' TERM; while :; do sleep 1; done; echo "$0") &\ntouch MARKER\nwhile :; do sleep 1; done`,
    )
    const core = await lab.open()
    const jobId = await add(core, folder)
    await started(marker)
    expect(processesWith(lab.dir).length).toBeGreaterThanOrEqual(2)
    await act(core, jobId, 'cancel')
    expect(processesWith(lab.dir)).toEqual([])
    expect(await get(core, jobId)).toMatchObject({ state: 'cancelled' })
  })

  it('that outlived a killed engine are stopped at the next start', async () => {
    const { lab, folder, marker } = withTool(`touch MARKER\nwhile :; do sleep 1; done`)
    const first = await lab.open()
    await first.handlers['engine.pause']({ paused: true })
    await add(first, folder)
    await first.handlers['engine.pause']({ paused: false })
    await vi.waitFor(() => expect(existsSync(marker)).toBe(true), { timeout: 120_000 })
    await first.stop()
    const engine = startEngine(lab.dataDir)
    // the engine records the process right after it started it
    const queue = openDatabaseToRead(join(lab.dataDir, 'queue.db'))
    const recorded = queue.prepare(
      'SELECT json_array_length(pids) AS started FROM attempts WHERE ended_at IS NULL',
    )
    // two questions are asked at once, and both tools hang
    await vi.waitFor(() => expect(recorded.get()?.['started']).toBe(2), {
      timeout: 120_000,
    })
    queue.close()
    engine.kill()
    await engine.ended
    expect(processesWith(lab.dir)).not.toEqual([])
    await (await lab.open()).handlers['engine.pause']({ paused: true })
    await vi.waitFor(() => expect(processesWith(lab.dir)).toEqual([]), { timeout: 120_000 })
  })
})
