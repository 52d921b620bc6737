// `space` says of every run what the page Space says of it: its answer, its size and why, without deleting anything.
import { appendFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cli } from '../../helpers/cli.ts'
import { localNas, makeLab, withCore } from '../../helpers/lab.ts'

const RULES = 'nas_cleanup: { enabled: false, min_verify_passes: 1, min_age_hours: 0 }\n'

it('space: what is safe, to check, not yet and not to delete, the same as in the window', async () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument], `${RULES}watch: { enabled: false }\n`)
  const folders = ['Good', 'Lost', 'Late'].map((name, index) =>
    lab.run('SCOPE_01', name, { 'a.tif': Buffer.alloc(1_024 * (index + 1), 1) }),
  )
  expect(await cli(lab, 'space')).toMatchObject({ code: 2 })
  expect((await cli(lab, 'add', ...folders.slice(0, 2))).code).toBe(0)
  expect((await cli(lab, 'run', '--until-idle')).code).toBe(0)
  expect((await cli(lab, 'add', ...folders.slice(2))).code).toBe(0)

  const unseen = await cli(lab, 'space')
  expect(unseen.code).toBe(3)
  expect(unseen.out).toContain(
    '3.0 KB in 2 runs only need a check of both sides: exlab-sync space --check\n',
  )
  expect(unseen.out).toContain('0 B in 0 runs are safe to delete now.\n')
  expect(unseen.out).toContain('Cleanup is switched off: nothing is deleted.\n')

  rmSync(join(nas, 'Lost', 'a.tif'))
  const checked = await cli(lab, '--json', 'space', '--check')
  expect(checked.code).toBe(1)
  const report = JSON.parse(checked.out)
  expect(report).toMatchObject({
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    enabled: false,
    total: 3,
    sums: {
      safe: { runs: 1, bytes: 1_024 },
      to_check: { runs: 0, bytes: 0 },
      do_not: { runs: 1, bytes: 2_048 },
    },
    instruments: [{ id: 'SCOPE_01', sums: { safe: { runs: 1, bytes: 1_024 } } }],
  })
  expect(report.rows[0]).toMatchObject({ run: 'Good', answer: 'safe', bytes: 1_024, files: 1 })
  expect(report.rows).toHaveLength(3)

  const safe = await cli(lab, 'space', '--check', '--answer', 'Safe to delete')
  expect(safe.out).toMatch(/No +Answer +Run +Instrument +Size +Why\n1 +Safe to delete +Good/)
  expect(safe.out).not.toContain('Lost')
  expect(safe.out).toContain('1.0 KB in 1 run is safe to delete now.\n')
  expect(await cli(lab, 'space', '--answer', 'maybe')).toMatchObject({
    code: 2,
    err: `--answer can't be "maybe". It is one of safe, to_check, not_yet, do_not.\n`,
  })

  const [fromWindow, preview] = await withCore(lab, 'reader', async ({ handlers }) => [
    await handlers['cleanup.space']({ look: true }),
    await handlers['cleanup.preview']({ look: false }),
  ])
  expect(fromWindow).toMatchObject({ sums: report.sums, total: 3 })
  expect(preview).toMatchObject({ runs: 1, bytes: 1_024, rows: [{ run: 'Good', bytes: 1_024 }] })
  for (const folder of folders) expect(existsSync(join(folder, 'a.tif'))).toBe(true)

  appendFileSync(lab.configFile, 'nas_cleanup: 7\n')
  const broken = await cli(lab, 'space')
  expect(broken).toMatchObject({ code: 2, out: '' })
})
