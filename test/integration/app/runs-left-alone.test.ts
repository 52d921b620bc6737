// Finished runs that were there before their instrument was set up: they are counted, and left alone where a person says so.
import { cpSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { type Lab, localNas, makeLab } from '../../helpers/lab.ts'

/** Makes a run, or adds to it. */
const put = (lab: Lab, run: string, files: Readonly<Record<string, string>>): string => {
  const folder = join(lab.dir, 'acquisition', 'SCOPE_01', run)
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

const runs = async (core: Core): Promise<string[]> => {
  const query = { view: 'all', search: '', offset: 0, limit: 200 } as const
  const { rows } = await core.handlers['jobs.list'](query)
  return rows.map((row) => `${row.run}: ${row.state}`).toSorted()
}

describe('runs that were there before the instrument was set up', () => {
  const rule = {
    id: 'SCOPE_01',
    localRoot: '',
    signal: 'sentinel_file',
    filename: 'done.txt',
    quietMinutes: 1,
  } as const
  /** Lets a settle time pass between two looks. */
  const settle = async (lab: Lab, core: Core): Promise<void> => {
    await core.idle()
    lab.pass(21_000)
    await core.idle()
  }
  it('are counted by day, and left alone while "only new ones" holds; a copy of an old run is a new one', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([])
    const old = put(lab, 'Old', { a: 'aaaa', 'done.txt': '' })
    const day = new Date(2024, 4, 3, 12).getTime() / 1_000
    for (const name of ['a', 'done.txt']) utimesSync(join(old, name), day, day)
    put(lab, 'Recording', { a: 'a' })
    const core = await lab.open()
    const localRoot = join(lab.dir, 'acquisition', 'SCOPE_01')
    const counted = await core.handlers['instruments.countRuns']({ ...rule, localRoot })
    expect(counted).toMatchObject({
      days: [{ day: '2024-05-03', runs: 1, bytes: 4 }],
      unfinished: 1,
      complete: true,
    })

    const after = new Date(counted.newestChange).toISOString()
    const lines = ['completeness_signal: sentinel_file', 'sentinel_filename: done.txt']
    lab.configure([{ ...instrument, more: [...lines, `only_after: ${after}`] }])
    await core.handlers['config.reload']({})
    await settle(lab, core)
    expect(await runs(core)).toEqual([])
    // its files keep their times, as a copy does
    cpSync(old, join(localRoot, 'Copied'), { recursive: true, preserveTimestamps: true })
    put(lab, 'Recording', { 'done.txt': '' })
    await settle(lab, core)
    expect(await runs(core)).toEqual(['Copied: verified', 'Recording: verified'])
    // something is added to the old one
    put(lab, 'Old', { b: 'b' })
    await settle(lab, core)
    expect(await runs(core)).toContain('Old: verified')
  })
  it('are left alone by the day of one instrument, which stands above the day of all', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure(
      [
        {
          ...instrument,
          more: [
            'completeness_signal: sentinel_file',
            'sentinel_filename: done.txt',
            'ignore_before: 2024-05-04',
          ],
        },
      ],
      'watch:\n  ignore_before: 2099-01-01\n',
    )
    const core = await lab.open()
    for (const [run, dayOfMonth] of [
      ['Older', 3],
      ['Newer', 5],
    ] as const) {
      const folder = put(lab, run, { a: 'a', 'done.txt': '' })
      const at = new Date(2024, 4, dayOfMonth, 12).getTime() / 1_000
      for (const name of ['a', 'done.txt']) utimesSync(join(folder, name), at, at)
    }
    await settle(lab, core)
    expect(await runs(core)).toEqual(['Newer: verified'])
  })
})
