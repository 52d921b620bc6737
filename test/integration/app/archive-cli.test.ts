// The list on the command line: what add found, archive, unarchive, and names that several runs had.
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cli } from '../../helpers/cli.ts'
import { localNas, makeLab } from '../../helpers/lab.ts'

const setUp = async () => {
  const lab = makeLab()
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'a' })
  expect((await cli(lab, 'add', folder)).out).toContain('New.')
  expect((await cli(lab, 'run', '--until-idle')).code).toBe(0)
  return { lab, folder }
}

it('archive takes a run off the list, unarchive puts it back, and add says what it found', async () => {
  const { lab, folder } = await setUp()
  expect((await cli(lab, 'add', folder)).out).toMatch(/In the list already as run 1 .*unchanged/)
  expect(await cli(lab, 'archive', 'Run')).toMatchObject({ code: 0, out: 'archive: 1 run\n' })
  expect((await cli(lab, 'status')).out).toContain('No runs')
  expect((await cli(lab, 'status', '--archived')).out).toContain('Verified')
  expect((await cli(lab, 'receipt', 'Run')).out).toContain('a.tif')
  const again = await cli(lab, 'add', folder)
  expect(again.code).toBe(2)
  expect(again.err).toMatch(/in the archive since .* as run 1 \(Verified\)/)
  expect((await cli(lab, 'unarchive', '1')).code).toBe(0)
  expect((await cli(lab, 'status')).code).toBe(0)
  expect((await cli(lab, 'archive', '--finished')).out).toBe('archive: 1 run\n')
  expect((await cli(lab, 'archive')).code).toBe(2)
  // changed in the archive: it needs a person, and the exit code says so
  appendFileSync(join(folder, 'a.tif'), '!')
  expect((await cli(lab, 'add', folder)).out).toContain('back on the list, because it changed')
  const status = await cli(lab, 'status')
  expect(status.code).toBe(1)
  expect(status.out).toContain('Changed since verified')
})

it('a run made anew says so, and its name and folder mean the new run', async () => {
  const { lab, folder } = await setUp()
  await cli(lab, 'archive', 'Run')
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  writeFileSync(join(folder, 'a.tif'), 'another')
  const added = await cli(lab, 'add', folder)
  expect(added.out).toMatch(
    /2 {2}Run {2}-> {2}nas:raw\/Run \(2\)\n {4}A new run under a known name/,
  )
  await cli(lab, 'run', '--until-idle')
  for (const name of ['Run', folder, '2'])
    expect(JSON.parse((await cli(lab, 'status', name, '--json')).out).jobs[0].id).toBe(2)
  expect(JSON.parse((await cli(lab, 'status', '1', '--json')).out).jobs[0]).toMatchObject({
    id: 1,
    folderReusedAt: expect.any(String),
    archivedAt: expect.any(String),
  })
})
