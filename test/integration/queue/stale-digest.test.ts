// A digest that no longer fits its original is found before the NAS is blamed for the difference.
import { existsSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../electron/core/db/database.ts'
import { act, filesOf, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'

const OLD = 1_700_000_000

const setUp = async () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'b.tif': 'bbb' })
  const file = join(folder, 'a.tif')
  const edit = (text: string): void => {
    writeFileSync(file, text)
    utimesSync(file, OLD, OLD)
  }
  edit('AAA')
  const noCopy = join(lab.dir, 'no-copy')
  const editAfter = join(lab.dir, 'edit-after')
  // the file is edited once, right after it was sent
  const rclone = lab.wrap(
    'rclone',
    `if [ "$1" = copy ] && [ -e "${noCopy}" ]; then echo 'dial tcp 10.0.0.9:445: connect: network is unreachable' >&2; exit 1; fi
if [ "$1" = copy ] && [ -e "${editAfter}" ]; then /usr/bin/rclone "$@"; code=$?; rm "${editAfter}"; printf EEE > "${file}"; touch -d @${OLD} "${file}"; exit $code; fi`,
  )
  lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
  const core = await lab.open()
  return { lab, nas, core, folder, edit, noCopy, editAfter }
}

/** A run whose files were hashed, and not one of them sent. */
const hashedOnly = async () => {
  const world = await setUp()
  writeFileSync(world.noCopy, '')
  const { id } = await work(world.core, world.folder)
  const hashed = (): Promise<boolean> =>
    filesOf(world.core, id).then((rows) => rows.every((row) => row.sha256 !== null))
  // hashing goes on for a moment after the tool has failed, or with the next attempt
  for (let i = 0; i < 5 && !(await hashed()); i += 1) {
    world.lab.pass(600_000)
    await world.core.idle()
  }
  expect(await hashed()).toBe(true)
  rmSync(world.noCopy)
  return { ...world, id }
}

describe('an original that was edited in place after it was hashed', () => {
  it('before it was sent: the copy equals it, and the run is verified at once', async () => {
    const { nas, core, folder, id, edit } = await hashedOnly()
    edit('CCC')
    await act(core, id, 'retry')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null })
    expect(readFileSync(join(nas, 'Run/a.tif'), 'utf8')).toBe('CCC')
    expect(await logOf(core, id)).not.toContain('Different on the NAS')
    const [row] = await filesOf(core, id)
    expect(readFileSync(join(folder, '.exlab-wizard/checksums.sha256'), 'utf8')).toContain(
      `${row?.sha256 ?? 'none'}  a.tif`,
    )
  })

  it('after it was sent: the original is named as the cause, and is sent as it is now', async () => {
    const { lab, nas, core, id, editAfter } = await hashedOnly()
    writeFileSync(editAfter, '')
    await act(core, id, 'retry')
    await core.idle()
    expect(existsSync(editAfter)).toBe(false)
    expect(await get(core, id)).toMatchObject({
      lastError: { reason: 'source_changed', message: expect.stringContaining('a.tif') },
    })
    expect(await logOf(core, id)).not.toContain('Different on the NAS')
    lab.pass(600_000)
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null })
    expect(readFileSync(join(nas, 'Run/a.tif'), 'utf8')).toBe('EEE')
  })

  it('beside a copy that was altered too: the original is named, and nothing is sent over the copy', async () => {
    const { nas, core, folder, edit } = await setUp()
    const { id } = await work(core, folder)
    edit('CCC')
    writeFileSync(join(nas, 'Run/a.tif'), 'XXX')
    await act(core, id, 'verify')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ lastError: { reason: 'changed_since_verified' } })
    const [row] = await filesOf(core, id)
    expect(row?.lastError).toContain('the copy on the NAS differs too')
    expect(readFileSync(join(nas, 'Run/a.tif'), 'utf8')).toBe('XXX')
  })
})

it('a stored digest that is wrong, whatever made it so, is replaced where the copy equals the original', async () => {
  const { lab, core, folder } = await setUp()
  const { id } = await work(core, folder)
  await core.stop()
  const db = openDatabase(join(lab.dataDir, 'queue.db'))
  db.exec(`UPDATE files SET sha256 = zeroblob(32) WHERE path = 'a.tif'`)
  db.close()
  const again = await lab.open()
  await act(again, id, 'verify')
  await again.idle()
  expect(await get(again, id)).toMatchObject({ state: 'verified', lastError: null, failures: 0 })
  expect((await filesOf(again, id))[0]?.sha256).not.toBe('00'.repeat(32))
})

it('a copy that was altered is blamed, and a person decides: the original is as it was', async () => {
  const { nas, core, folder } = await setUp()
  const { id } = await work(core, folder)
  writeFileSync(join(nas, 'Run/a.tif'), 'XXX')
  await act(core, id, 'verify')
  await core.idle()
  expect(await get(core, id)).toMatchObject({
    state: 'failed',
    lastError: {
      reason: 'remote_changed',
      message: 'Changed on the NAS since it was verified: a.tif.',
    },
  })
  expect(readFileSync(join(nas, 'Run/a.tif'), 'utf8')).toBe('XXX')
  await act(core, id, 'retry')
  await core.idle()
  expect(await get(core, id)).toMatchObject({ state: 'verified' })
  expect(readFileSync(join(nas, 'Run/a.tif'), 'utf8')).toBe('AAA')
  const [kept = ''] = readdirSync(join(nas, 'Run')).filter((name) => name.includes('.replaced-'))
  expect(readFileSync(join(nas, 'Run', kept), 'utf8')).toBe('XXX')
})
