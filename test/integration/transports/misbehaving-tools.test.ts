// Tools that no real fault makes on demand: endless, deaf, talkative, leaving children behind. Scripted, all of them.
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

/** A lab whose rclone is a script. Its run folder's path is in the command line of whatever it starts. */
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

describe('output without end', () => {
  it('600 MB of stderr: memory and log stay bounded, and the log says what was dropped', async () => {
    const { lab, folder } = withTool(
      `yes '2026/11/23 12:00:00 ERROR : some file.tif: Failed to copy: no space left on device' | head -c 600000000 >&2\nexit 1`,
    )
    const core = await lab.open()
    const before = process.memoryUsage().rss
    const job = await work(core, folder)
    // far less than what was said: what the collector has not come to yet, and no more
    expect(process.memoryUsage().rss - before).toBeLessThan(450 * 1024 * 1024)
    expect(job.lastError).toMatchObject({ reason: 'remote_disk_full' })
    expect(job.lastError?.stderr.length).toBeLessThan(10_000)
    const file = await logFile(core, lab, job.id)
    expect(statSync(file).size).toBeLessThan(60 * 1024 * 1024)
    expect(readFileSync(file, 'utf8')).toMatch(/\d+ lines were dropped here/)
  })

  it('one line of 50 MB', async () => {
    const { lab, folder } = withTool(
      `head -c 50000000 /dev/zero | tr '\\0' a >&2\necho >&2\nexit 1`,
    )
    const core = await lab.open()
    const job = await work(core, folder)
    expect(job.lastError).toMatchObject({ reason: 'unrecognised' })
    expect(statSync(await logFile(core, lab, job.id)).size).toBeLessThan(60 * 1024 * 1024)
  })

  it('garbage bytes', async () => {
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
  it('silence for too long is an end: network, and nothing is left running', async () => {
    const { lab, folder } = withTool('exec sleep 1000', 'sync:\n  inactivity_s: 1\n')
    const core = await lab.open()
    const job = await work(core, folder)
    expect(job).toMatchObject({
      state: 'queued',
      lastError: { kind: 'network', reason: 'connection_timeout' },
    })
    expect(processesWith(lab.dir)).toEqual([])
  })

  it('deaf to SIGTERM: killed on cancel, its children too', async () => {
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

  it('a tool that outlived a killed engine is stopped at the next start', async () => {
    const { lab, folder, marker } = withTool(`touch MARKER\nwhile :; do sleep 1; done`)
    const first = await lab.open()
    await first.handlers['engine.pause']({ paused: true })
    await add(first, folder)
    await first.handlers['engine.pause']({ paused: false })
    await vi.waitFor(() => expect(existsSync(marker)).toBe(true), { timeout: 120_000 })
    await first.stop()
    const engine = startEngine(lab.dataDir)
    // once the queue knows the process: it is written down right after it was started
    const queue = openDatabaseToRead(join(lab.dataDir, 'queue.db'))
    const noted = queue.prepare('SELECT pid FROM attempts WHERE ended_at IS NULL')
    await vi.waitFor(() => expect(noted.get()?.['pid']).toBeTypeOf('number'), { timeout: 120_000 })
    queue.close()
    engine.kill()
    await engine.ended
    expect(processesWith(folder)).not.toEqual([])
    await (await lab.open()).handlers['engine.pause']({ paused: true })
    await vi.waitFor(() => expect(processesWith(folder)).toEqual([]), { timeout: 120_000 })
  })
})
