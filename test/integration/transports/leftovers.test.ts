// What lies beside a run on the NAS: unfinished files of our own pushes go after the proof, everything else stays and is told.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { act, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

/** Files that are not ours, though they look so. */
const OTHERS = ['notes.txt', 'big.h5.61d25e8e.partial', 'sub/.rsync-partial/big.h5']

const put = (folder: string, paths: readonly string[]): void => {
  for (const path of paths) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), 'x')
  }
}

it('rclone: our unfinished files are removed after the proof, others stand in the receipt', async () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const core = await lab.open()
  const job = await work(core, lab.run('SCOPE_01', 'Run', { 'big.h5': 'data', 'sub/a.h5': 'a' }))
  const there = join(nas, 'Run')
  const ours = ['big.h5.61d25e8e.exlab-partial', 'sub/a.h5.0a1b2c3d.exlab-partial']
  put(there, [...ours, ...OTHERS])
  await act(core, job.id, 'verify')
  await core.idle()
  expect(await get(core, job.id)).toMatchObject({ state: 'verified', lastError: null })
  for (const path of ours) expect(existsSync(join(there, path))).toBe(false)
  for (const path of OTHERS) expect(existsSync(join(there, path))).toBe(true)
  expect(await logOf(core, job.id)).toContain('removed 2 unfinished files of earlier attempts')
  const receipt = [...(await core.receiptOf(job.id, 'text'))].join('')
  expect(receipt).toContain(
    `Other files in its folder on the NAS: 3, left as they are: ${OTHERS[1]}`,
  )
})

it('rsync: the same, with its folder of unfinished files', async () => {
  const { lab, nas } = await makeSshLab()
  const core = await lab.open()
  const job = await work(core, lab.run('FLOW_01', 'Run', { 'big.h5': 'data', 'sub/a.h5': 'a' }))
  const there = join(nas, 'Run')
  put(there, ['sub/.exlab-partial/a.h5', ".exlab-partial/it's $(touch hacked)", ...OTHERS])
  await act(core, job.id, 'verify')
  await core.idle()
  expect(await get(core, job.id)).toMatchObject({ state: 'verified', lastError: null })
  expect(readdirSync(there).toSorted()).toEqual(
    ['.exlab-wizard', 'big.h5', 'big.h5.61d25e8e.partial', 'notes.txt', 'sub'].toSorted(),
  )
  expect(readdirSync(join(there, 'sub')).toSorted()).toEqual(['.rsync-partial', 'a.h5'])
})
