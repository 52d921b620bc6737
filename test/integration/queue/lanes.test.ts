// A short run does not wait for a long one that is sent to the same destination; a run that is not short does, and the limits are
// shared by both.
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { add, get, localNas, logOf, makeLab } from '../../helpers/lab.ts'

const SIZES = { long: 1_000, short: 100 }
const WAIT = { timeout: 60_000, interval: 100 }

const setUp = async (more = '') => {
  const lab = makeLab(undefined, SIZES)
  const { nas, instrument } = localNas(lab)
  const flag = join(lab.dir, 'long-is-sent')
  writeFileSync(flag, '')
  // the push of the long run goes on until the flag is gone
  const rclone = lab.wrap(
    'rclone',
    `case "$1 $*" in 'copy '*SCOPE_01/Long*) while [ -e '${flag}' ]; do sleep 0.05; done;; esac`,
  )
  const transport = [...instrument.transport, 'bandwidth: { upload_mbps: 80 }']
  lab.configure([{ ...instrument, transport }], `tools: { rclone: ${rclone} }\n${more}`)
  const core = await lab.open()
  const run = (name: string, bytes: number): Promise<number> =>
    add(core, lab.run('SCOPE_01', name, { 'a.bin': 'x'.repeat(bytes) }))
  const long = await run('Long', 2_000)
  await vi.waitFor(async () => expect((await get(core, long)).livePhase).toBe('sending'), WAIT)
  return { core, nas, run, long, stop: () => rmSync(flag) }
}

it('the short run is proven while the long one is sent, and the one in between comes after it', async () => {
  const { core, nas, run, long, stop } = await setUp()
  const middle = await run('Middle', 500)
  const short = await run('Short', 50)
  // the whole run, so that a failure shows what keeps it
  await vi.waitFor(
    async () => expect(await get(core, short)).toMatchObject({ state: 'verified' }),
    WAIT,
  )
  expect((await get(core, long)).state).toBe('running')
  expect((await get(core, middle)).state).toBe('queued')
  expect(await core.handlers['queue.estimate']({})).toMatchObject({
    places: [{ jobId: middle, place: 1 }],
  })
  // seven eighths of 80 megabits per second, and the rest
  expect(await logOf(core, long)).toContain('--bwlimit=8960K')
  expect(await logOf(core, short)).toContain('--bwlimit=1280K')
  stop()
  await core.idle()
  for (const id of [long, middle]) expect((await get(core, id)).state).toBe('verified')
  expect(existsSync(join(nas, 'Middle/a.bin'))).toBe(true)
})

it('every run waits for its turn where IT allows one at a time', async () => {
  const { core, run, long, stop } = await setUp('sync: { parallel_jobs: 1 }\n')
  const short = await run('Short', 50)
  // it was measured, so that nothing but the setting keeps it
  await vi.waitFor(async () => {
    const { places } = await core.handlers['queue.estimate']({})
    expect(places).toMatchObject([{ jobId: short, place: 1 }])
    expect(core.overview().bytesLeft).toBe(2_050)
  }, WAIT)
  expect((await get(core, short)).state).toBe('queued')
  expect(await logOf(core, long)).toContain('--bwlimit=10240K')
  stop()
  await core.idle()
  expect((await get(core, short)).state).toBe('verified')
})
