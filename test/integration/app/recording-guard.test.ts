// The recording guard by a program that really runs and by files that really grow: runs wait or are sent slowly, it is said why in
// the engine and in a process beside it, and it ends by itself, also with a change of the settings (docs/spec.md 7).
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { cli } from '../../helpers/cli.ts'
import { type Lab, add, get, localNas, makeLab, withCore } from '../../helpers/lab.ts'

const MIB = 1024 * 1024
const LONG = { timeout: 60_000 }

/** Starts a program that has this name and does nothing; answers how to end it. */
const startProgram = async (lab: Lab, name: string): Promise<() => Promise<void>> => {
  const program = join(lab.dir, name)
  copyFileSync('/bin/sleep', program)
  chmodSync(program, 0o755)
  const child = spawn(program, ['600'])
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child, 'spawn')
  return async () => {
    if (!child.kill('SIGKILL')) return
    await once(child, 'exit')
  }
}

/** Lets five seconds of the lab's clock pass, and waits for what the guard asks then. */
const turn = async (lab: Lab, core: Core, seconds = 5): Promise<void> => {
  lab.pass(seconds * 1_000)
  // the guard begins to ask in the next turn of the loop
  await new Promise((resolve) => setTimeout(resolve, 5))
  await core.sweep()
}

/** The limit of each push of a run, the oldest first; null: none. */
const bandwidths = async (core: Core, jobId: number): Promise<(string | null)[]> => {
  const { rows } = await core.handlers['attempts.list']({ jobId })
  return (
    rows
      // questions go before the copy
      .filter((row) => row.phase === 'push' && / copy /.test(row.command ?? ''))
      .map((row) => /--bwlimit[= ]\S+/.exec(row.command ?? '')?.[0] ?? null)
      .toReversed()
  )
}

it('holds the runs of an instrument while a named program runs, before the first byte is sent', async () => {
  const lab = makeLab(Date.now())
  const { instrument } = localNas(lab)
  const name = `exlab-zen-${process.pid}`
  const configure = (program: string): void =>
    lab.configure(
      [
        { ...instrument, more: [`guard_programs: [no-such-program, ${program}]`] },
        { ...instrument, id: 'FLOW_01' },
      ],
      'sync: { instrument_guard: hold }\nwatch: { enabled: false }\n',
    )
  configure(name)
  const end = await startProgram(lab, name)
  const core = await lab.open()
  const jobId = await add(core, lab.run('SCOPE_01', 'Run', { a: 'a' }))
  const other = await add(core, lab.run('FLOW_01', 'Other', { b: 'b' }))
  await core.idle()
  const words = `${name} is running`
  expect(await get(core, jobId)).toMatchObject({ state: 'queued', heldBy: words, attempts: 0 })
  expect(await get(core, other)).toMatchObject({ state: 'verified' })
  expect(core.overview()).toMatchObject({
    warning: null,
    guarded: [{ instrument: 'SCOPE_01', way: 'hold', cause: words }],
  })
  // a process beside the engine says the same
  const beside = await cli(lab, 'status')
  expect(beside.out).toContain(`held: ${words}`)
  const checked = await withCore(lab, 'reader', (reader) =>
    reader.handlers['recordings.programs']({}),
  )
  expect(checked).toEqual({
    guard: 'hold',
    rows: [
      { instrument: 'SCOPE_01', program: 'no-such-program', runs: false },
      { instrument: 'SCOPE_01', program: name, runs: true },
    ],
    fault: null,
  })

  // the settings are followed without a restart, in both directions
  configure('another-program')
  await vi.waitFor(async () => expect((await get(core, jobId)).heldBy).toBeNull(), LONG)
  await core.idle()
  expect(await get(core, jobId)).toMatchObject({ state: 'verified' })
  configure(name)
  const next = await add(core, lab.run('SCOPE_01', 'Next', { a: 'a' }))
  await vi.waitFor(async () => expect((await get(core, next)).heldBy).toBe(words), LONG)

  await end()
  await turn(lab, core, 15)
  await core.idle()
  expect(await get(core, next)).toMatchObject({ state: 'verified', heldBy: null })
  expect(core.overview().guarded).toEqual([])
})

it('sends slowly while the folder gains more than the limit, and at full speed again two minutes later', async () => {
  const lab = makeLab(Date.now())
  const { instrument } = localNas(lab)
  const flag = join(lab.dir, 'flag')
  writeFileSync(flag, '')
  const rclone = lab.wrap(
    'rclone',
    `if [ "$1" = copy ]; then while [ -e '${flag}' ]; do sleep 0.1; done; fi`,
  )
  lab.configure(
    [instrument],
    `sync: { instrument_guard: slow, guard_mbps: 1, guard_write_mb_s: 1 }
watch: { enabled: false }
tools: { rclone: ${rclone} }
`,
  )
  const core = await lab.open()
  const scratch = join(lab.dir, 'acquisition', 'SCOPE_01', 'scratch')
  mkdirSync(scratch)
  const jobId = await add(core, lab.run('SCOPE_01', 'Run', { a: 'a' }))
  const isSending = async (pushes: number): Promise<void> => {
    await vi.waitFor(async () => {
      expect((await get(core, jobId)).livePhase).toBe('sending')
      expect(await bandwidths(core, jobId)).toHaveLength(pushes)
    }, LONG)
  }
  await isSending(1)
  expect((await get(core, jobId)).slowedBy).toBeNull()
  await turn(lab, core)
  for (let look = 0; look < 2; look += 1) {
    appendFileSync(join(scratch, 'stack.dat'), Buffer.alloc(10 * MIB, 1))
    await turn(lab, core)
  }
  const words = 'SCOPE_01 is writing 2.1 MB/s'
  await isSending(2)
  expect(await get(core, jobId)).toMatchObject({ slowedBy: words, heldBy: null })
  expect(core.overview().guarded).toEqual([{ instrument: 'SCOPE_01', way: 'slow', cause: words }])
  expect((await cli(lab, 'status')).out).toContain(`slowed: ${words}`)

  // nothing is written any more: that is said at once, and the push is restarted once, two minutes later
  await turn(lab, core, 10)
  expect((await get(core, jobId)).slowedBy).toBe('SCOPE_01 was writing a moment ago')
  await turn(lab, core, 105)
  expect((await get(core, jobId)).slowedBy).toBe('SCOPE_01 was writing a moment ago')
  await turn(lab, core)
  await isSending(3)
  expect((await get(core, jobId)).slowedBy).toBeNull()
  expect(core.overview().guarded).toEqual([])
  rmSync(flag)
  await core.idle()
  expect(await get(core, jobId)).toMatchObject({ state: 'verified', failures: 0 })
  expect(await bandwidths(core, jobId)).toEqual([null, '--bwlimit=128K', null])
})
