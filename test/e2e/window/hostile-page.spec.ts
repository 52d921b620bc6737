// A page that was taken over, in the real app over the real preload: no input ends the app or is answered untyped, no call names a
// program or opens one; and what went wrong in the app itself is told in words.
import { type ElectronApplication, expect } from '@playwright/test'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { contract } from '../../../shared/contract/index.ts'
import { hasHidden } from '../../../shared/escape.ts'
import { localNas } from '../../helpers/lab-files.ts'
import { addRuns, callCore, grid, runRow, test, willChoose } from '../support/app.ts'

/** Answers every dialog with Cancel, and keeps what the system was asked to open. */
const withoutDesktop = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ dialog, shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] })
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' })
    dialog.showMessageBox = () => Promise.resolve({ response: 2, checkboxChecked: false })
    dialog.showErrorBox = (title) => void opened.push(`error box: ${title}`)
    shell.openPath = (path) => (opened.push(path), Promise.resolve(''))
    shell.showItemInFolder = (path) => void opened.push(path)
  })
const openedBy = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(() => Reflect.get(globalThis, 'opened') as string[])

const METHODS = Object.keys(contract)

test('no input of any method ends the app, stalls it or is answered without a type', async ({
  lab,
  start,
}) => {
  test.setTimeout(60_000)
  const { instrument } = localNas(lab)
  lab.configure([instrument], 'watch: { enabled: false }\n')
  lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' })
  const { app, page } = await start()
  await withoutDesktop(app)
  const begun = Date.now()
  // in the page, because that is where a page that was taken over would call from
  const { answers, untyped, slowest } = await page.evaluate(async (methods) => {
    const bridge = Reflect.get(globalThis, 'exlab')
    const cycle: unknown[] = []
    cycle.push(cycle)
    let deep: unknown = 1
    for (let n = 0; n < 500; n += 1) deep = [deep]
    const values = [
      null,
      -1,
      Number.NaN,
      2 ** 60,
      10n,
      '',
      '../../etc/passwd',
      '/proc/self/mem',
      '-oProxyCommand=x',
      'a\0b',
      '\u202e\ud800',
      'x'.repeat(100_000),
      { __proto__: { x: 1 } },
      cycle,
      deep,
      new Uint8Array(10),
      new Date(Number.NaN),
    ]
    const keys = [
      'jobId',
      'attemptId',
      'instrumentId',
      'config',
      'folder',
      'folders',
      'edits',
      'jobs',
      'typed',
      'seq',
    ]
    const inputs = [
      ...values,
      ...values.map((value) => Object.fromEntries(keys.map((key) => [key, value]))),
      // right for the methods of one instrument, a run and a file
      ...['', '../x', '-rf', 'SCOPE_01\0', 'nobody'].map((instrumentId) => ({ instrumentId })),
      { jobId: 999 },
      { jobId: 999, seq: 1 },
      { attemptId: 999 },
    ]
    const names = [
      ...methods,
      '',
      'constructor',
      '__proto__',
      10n,
      cycle,
      null,
      Symbol.iterator.description,
    ]
    let answers = 0
    let slowest = 0
    const untyped: string[] = []
    const call = async (method: unknown, input: unknown): Promise<void> => {
      const from = performance.now()
      try {
        const answer = JSON.parse(await bridge.call(method, input)) as {
          ok?: unknown
          error?: { code?: unknown }
        }
        if (answer.ok !== true && typeof answer.error?.code !== 'string')
          untyped.push(String(method))
        if (answer.error?.code === 'internal') untyped.push(`${String(method)}: internal`)
      } catch (error) {
        // what Electron itself cannot send, it refuses in the page
        if (!/could not be cloned|recursion depth/i.test(String(error)))
          untyped.push(`${String(method)}: ${String(error)}`)
      }
      answers += 1
      slowest = Math.max(slowest, performance.now() - from)
    }
    for (const method of names) await Promise.all(inputs.map((input) => call(method, input)))
    return { answers, untyped, slowest }
  }, METHODS)
  expect([...new Set(untyped)]).toEqual([])
  expect(answers).toBeGreaterThan(2_500)
  expect(slowest).toBeLessThan(10_000)
  expect(Date.now() - begun).toBeLessThan(20_000)
  await addRuns(page, [join(lab.dir, 'acquisition/SCOPE_01/Run 1')])
  await expect(runRow(page, 'Run 1')).toContainText('Verified', { timeout: 30_000 })
  const log = readFileSync(join(lab.dataDir, 'logs/app.log'), 'utf8')
  expect(log).toMatch(/ipc: refused: .*\n/)
  // thousands of refusals are some lines
  expect(log.split('\n').length).toBeLessThan(200)
})

test('no call names a program, and none is opened', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  const mark = join(lab.dir, 'ran')
  const evil = join(lab.dir, 'evil')
  writeFileSync(evil, `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 })
  lab.configure(
    [instrument, { ...instrument, id: 'EVIL', more: [] }],
    'watch: { enabled: false }\n',
  )
  writeFileSync(
    lab.configFile,
    readFileSync(lab.configFile, 'utf8').replace(join(lab.dir, 'acquisition', 'EVIL'), evil),
  )
  const { app, page } = await start()
  await withoutDesktop(app)
  const version = async (): Promise<string> => {
    const answer = await callCore(page, 'config.document', {})
    return (answer as { value: { version: string } }).value.version
  }
  const save = async (path: (string | number)[], value: unknown): Promise<unknown> =>
    callCore(page, 'config.save', { edits: [{ path, value }], version: await version() })
  for (const [path, value] of [
    [['tools', 'rclone'], evil],
    [['tools'], { ssh: evil }],
    [['equipment', 0, 'transport', 'rclone_config'], evil],
  ] as const)
    expect(await save([...path], value)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('was not chosen') },
    })
  await callCore(page, 'tools.find', {})
  expect(await callCore(page, 'instruments.open', { instrumentId: 'EVIL' })).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('is no folder') },
  })
  expect(await openedBy(app)).toEqual([])
  expect(existsSync(mark)).toBe(false)

  // a person chooses one: what is no rclone is refused, a real one is shown and may be saved
  await willChoose(app, [evil])
  expect(await callCore(page, 'app.choosePath', { what: 'rclone' })).toMatchObject({ ok: false })
  const good = lab.wrap('rclone', '')
  await willChoose(app, [good])
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = (...all: unknown[]) => {
      Object.assign(globalThis, { asked: all.at(-1) })
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }
  })
  expect(await callCore(page, 'app.choosePath', { what: 'rclone' })).toMatchObject({
    value: { path: good },
  })
  const asked = await app.evaluate(() => Reflect.get(globalThis, 'asked') as { detail: string })
  expect(asked.detail).toMatch(new RegExp(`${good}\\nVersion 1\\.`))
  chmodSync(good, 0o777)
  expect(await callCore(page, 'app.choosePath', { what: 'rclone' })).toMatchObject({ ok: false })
  chmodSync(good, 0o755)
  expect(await save(['tools', 'rclone'], good)).toMatchObject({ ok: true })
})

test('an error that nothing caught is told in the window, and the engine goes on', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument], 'watch: { enabled: false }\n')
  const folder = lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' })
  const { app, page } = await start()
  await withoutDesktop(app)
  await app.evaluate(() => {
    setTimeout(() => {
      throw new Error('planted')
    }, 0)
    void Promise.reject(new Error('planted too'))
  })
  const summary = page.getByRole('region', { name: 'Summary' })
  await expect(summary).toContainText('Something went wrong in ExLab Sync itself')
  await expect(summary.getByRole('button', { name: 'Open logs' })).toBeVisible()
  await addRuns(page, [folder])
  await expect(runRow(page, 'Run 1')).toContainText('Verified', { timeout: 30_000 })
  expect(await openedBy(app)).toEqual([])
  const log = readFileSync(join(lab.dataDir, 'logs/app.log'), 'utf8')
  expect(log).toMatch(/unexpected: Error: planted\n +at /)
  expect(log).toMatch(/unexpected: Error: planted too\n +at /)
})

test('hidden characters of names are marked wherever they are shown', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument], 'watch: { enabled: false }\n')
  const folder = lab.run('SCOPE_01', 'Run \u202egpj.exe\u200b', { 'a\u2066b\u009bc.tif': 'a' })
  const { page } = await start()
  await addRuns(page, [folder])
  const row = runRow(page, String.raw`Run \u202egpj.exe\u200b`)
  await expect(row).toContainText('Verified', { timeout: 30_000 })
  await row.click()
  for (const tab of ['Files', 'Details', 'Log', 'History']) {
    await page.getByRole('tab', { name: tab }).click()
    await expect(page.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true')
    if (tab === 'Files')
      await expect(page.getByText(String.raw`a\u2066b\u009bc.tif`).first()).toBeVisible()
    const shown = await page.evaluate(() =>
      [
        document.body.innerText,
        ...[...document.querySelectorAll('[title],[aria-label]')].map(
          (one) => `${one.getAttribute('title') ?? ''}${one.getAttribute('aria-label') ?? ''}`,
        ),
      ].join(' '),
    )
    expect(hasHidden(shown.replaceAll(/[\n\t]/g, ''))).toBe(false)
  }
  await expect(grid(page)).toBeVisible()
})
