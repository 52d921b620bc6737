// A clock that is set while the program works, in both directions: nothing is put off for years, nothing counts as old or as new
// that is not.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CleanupDecision } from '../../../shared/model/reports.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/duration.ts'
import { act, add, blockFiles, get, localNas, makeLab, work } from '../../helpers/lab.ts'

const YEARS = 11 * 365 * DAY_MS

/** A lab whose first push of `Run/bad.tif` fails, where `blocked`. */
const setUp = async (more: string, blocked = false) => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  const places = blocked ? [join(nas, 'Run', 'bad.tif')] : []
  const rclone = blocked
    ? `tools:\n  rclone: ${lab.wrap('rclone', blockFiles(places, join(lab.dir, 'block')))}\n`
    : ''
  lab.configure([instrument], `${more}${rclone}`)
  return { lab, core: await lab.open() }
}

const lookAt = async (
  core: Awaited<ReturnType<typeof setUp>>['core'],
  jobId: number,
): Promise<CleanupDecision> => {
  await core.handlers['cleanup.look']({ jobId })
  return core.handlers['cleanup.decision']({ jobId })
}
const condition = ({ conditions }: CleanupDecision, id: string) =>
  conditions.find((one) => one.id === id)

describe('due times', () => {
  it('a retry that was planned while the clock was years ahead is due once it is right', async () => {
    const { lab, core } = await setUp('sync:\n  retry_delays_s: [60, 600]\n', true)
    lab.setClock(YEARS)
    const id = await add(core, lab.run('SCOPE_01', 'Run', { 'bad.tif': 'bad' }))
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'queued', failures: 1, attempts: 1 })
    lab.setClock(-YEARS)
    await core.idle()
    expect((await get(core, id)).attempts).toBe(2)
  })

  it('a wait is never longer than the longest of its rule, also where the clock is set back in it', async () => {
    const { lab, core } = await setUp('sync:\n  retry_delays_s: [60, 600]\n', true)
    const id = await add(core, lab.run('SCOPE_01', 'Run', { 'bad.tif': 'bad' }))
    await core.idle()
    expect((await get(core, id)).attempts).toBe(1)
    lab.setClock(-9 * MINUTE_MS)
    await core.idle()
    expect((await get(core, id)).attempts).toBe(1)
    lab.setClock(-DAY_MS)
    await core.idle()
    expect((await get(core, id)).attempts).toBe(2)
  })

  it('a pause until a time that a wrong clock gave ends', async () => {
    const { lab, core } = await setUp('')
    lab.setClock(YEARS)
    await core.handlers['engine.pause']({ paused: true, until: lab.now() + HOUR_MS })
    expect(core.overview().paused).toBe(true)
    lab.setClock(-YEARS)
    expect(core.overview().paused).toBe(false)
  })

  it('a run that was verified while the clock was years ahead is checked again, and then as planned', async () => {
    const { lab, core } = await setUp('')
    lab.setClock(YEARS)
    const { id } = await work(core, lab.run('SCOPE_01', 'Run', { a: 'a' }))
    lab.setClock(-YEARS)
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', attempts: 3 })
    lab.pass(HOUR_MS)
    await core.idle()
    expect(condition(await lookAt(core, id), 'passes')?.holds).toBe(true)
  })
})

describe('evidence', () => {
  const RULES = 'nas_cleanup:\n  min_verify_passes: 2\n  min_age_hours: 24\n'

  it('a clock that was set forward makes no second occasion, and no pass old', async () => {
    const { lab, core } = await setUp(RULES)
    const { id } = await work(core, lab.run('SCOPE_01', 'Run', { a: 'a' }))
    lab.setClock(2 * DAY_MS)
    await act(core, id, 'verify')
    await core.idle()
    const decision = await lookAt(core, id)
    expect(decision.verdict).toBe('not_yet')
    expect(condition(decision, 'passes')).toMatchObject({ holds: false })
    lab.pass(HOUR_MS)
    await core.idle()
    expect(condition(await lookAt(core, id), 'passes')?.holds).toBe(true)

    lab.setClock(2 * DAY_MS)
    await core.idle()
    const young = condition(await lookAt(core, id), 'age')
    expect(young).toMatchObject({ holds: false })
    expect(young?.words).toMatch(/^At least 0 h since the last pass \(the clock was set/)
    lab.pass(24 * HOUR_MS)
    await core.idle()
    expect(await lookAt(core, id)).toMatchObject({ verdict: 'safe' })
  })

  it('a look is old after ten minutes, whatever the clock says', async () => {
    const { lab, core } = await setUp('nas_cleanup:\n  min_verify_passes: 1\n  min_age_hours: 0\n')
    const { id } = await work(core, lab.run('SCOPE_01', 'Run', { a: 'a' }))
    expect((await lookAt(core, id)).verdict).toBe('safe')
    lab.pass(11 * MINUTE_MS)
    lab.setClock(-5 * MINUTE_MS)
    const decision = await core.handlers['cleanup.decision']({ jobId: id })
    expect(decision).toMatchObject({ verdict: 'not_yet', needsLook: true })
  })
})
