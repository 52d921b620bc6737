// A destination that people gave a name is called by it in everything that window, tray and command line show of a failure.
import { expect, it } from 'vitest'
import { add, get } from '../../helpers/lab.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

it('says the name in rows, cards, holds and Activity, and finds runs and lines by it', async () => {
  const { lab, sshd, nas, configure } = await makeSshLab()
  const place = `${sshd.user}@127.0.0.1`
  configure(
    {},
    `destinations: [{ name: Lab NAS, ssh_target: '${place}', ssh_port: ${sshd.port} }]\n`,
  )
  await sshd.stop()
  const core = await lab.open()
  await core.handlers['engine.pause']({ paused: true })
  const first = await add(core, lab.run('FLOW_01', 'Run 1', { a: '1' }))
  const second = await add(core, lab.run('FLOW_01', 'Run 2', { a: '2' }))
  await core.handlers['engine.pause']({ paused: false })
  await core.idle()
  lab.pass(30_000)
  await core.idle()

  const one = await get(core, first)
  const all = { view: 'all', search: '', offset: 0, limit: 50 } as const
  const said = {
    row: one.lastError?.message,
    place: one.place,
    waits: (await get(core, second)).heldBy,
    holds: core.overview().holds.map(({ destination, message }) => [destination, message]),
    activity: (await core.handlers['activity.page']({ ...all, level: 'warning' })).rows.map(
      ({ text }) => text,
    ),
  }
  for (const [what, text] of Object.entries(said)) {
    expect(JSON.stringify(text), what).toContain('Lab NAS')
    expect(JSON.stringify(text), what).not.toContain('127.0.0.1')
  }
  // for scripts and IT it is as the transfer program takes it
  expect(one.destination).toBe(`${place}:${nas}`)

  const found = async (search: string) =>
    (await core.handlers['jobs.list']({ ...all, search })).rows.map(({ run }) => run)
  expect(await found('lab nas')).toEqual(['Run 1', 'Run 2'])
  expect(await found('archive nas')).toEqual([])
  const lines = await core.handlers['activity.page']({ ...all, level: 'info', search: 'Lab' })
  expect(lines.rows.map(({ text }) => text)).toEqual(said.activity)

  for (const wait of [120_000, 480_000, 1_800_000]) {
    lab.pass(wait)
    await core.idle()
  }
  const [card] = (await core.handlers['causes.list']({})).rows
  expect(card).toMatchObject({
    destination: 'Lab NAS',
    error: { message: expect.stringContaining('Lab NAS') as string },
  })
})
