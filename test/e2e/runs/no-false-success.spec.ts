// No false success, and no misleading cause: acceptance checks 1, 3, 5, 6, 7, 8 and 12 of docs/ux.md D19. Checks 2, 4 and 11
// are in counts.spec.ts, 9 in reasons.spec.ts, 10 in commands.spec.ts (axe in views.spec.ts).
import { expect } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TRAY_STATUS_MESSAGES, TRAY_MESSAGES } from '../../../shared/messages/desktop/tray.ts'
import { afterPush, localNas } from '../../helpers/lab-files.ts'
import {
  addByDialog,
  expectNoRuns,
  fileRow,
  lists,
  openTab,
  quit,
  runRow,
  summary,
  test,
} from '../support/app.ts'
import { environmentWithTray, trayShown, watchTray } from '../support/tray.ts'

const ONCE = 'sync:\n  retry_delays_s: [0]\n  max_attempts: 1\n'

const many = (n: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: n }, (_, i) => [`f${String(i).padStart(5, '0')}.tif`, `${i}`]),
  )

// docs/ux.md D19.1
test('with one failed file no view, tray, badge or command says that all is well', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  const flip = afterPush(`printf X > '${nas}/One bad/a.tif'`)
  lab.configure([instrument], `${ONCE}tools:\n  rclone: ${lab.wrap('rclone', flip)}\n`)
  const running = await start({ env: environmentWithTray(lab) })
  const { page, app } = running
  await watchTray(app)
  await addByDialog(running, [lab.run('SCOPE_01', 'One bad', { 'a.tif': 'aaaa', 'b.tif': 'b' })])
  await expect(runRow(page, 'One bad')).toContainText('Failed', { timeout: 30_000 })
  for (const view of [
    'Needs you',
    'Active',
    'Waiting',
    'Done',
    'All runs',
    'Activity',
    'SCOPE_01',
  ]) {
    await lists(page).getByRole('button', { name: view }).first().click()
    await expect(summary(page)).toContainText('1 run needs you.')
    await expect(summary(page)).not.toContainText(/verified|all is well/i)
  }
  await expect
    .poll(async () => (await trayShown(app)).tips.at(-1))
    .toBe(TRAY_MESSAGES.tip(TRAY_STATUS_MESSAGES.needYou(1), []))
  const { tips, badges } = await trayShown(app)
  expect(tips.filter((tip) => tip.includes(TRAY_STATUS_MESSAGES.verified(1)))).toEqual([])
  expect(badges.at(-1)).toBe(1)
  const cli = join(import.meta.dirname, '../../../out/main/cli.cjs')
  const node = process.execPath
  let said = ''
  try {
    said = execFileSync(node, [cli, '--data-dir', lab.dataDir, 'status'], { encoding: 'utf8' })
    throw new Error(`the CLI said that all is proven: ${said}`)
  } catch (error) {
    expect(error).toMatchObject({ status: 1 })
    said = String(Reflect.get(Object(error), 'stdout'))
  }
  expect(said).toContain('Failed')
})

// docs/ux.md D19.3
test('thousands of files with one cause are one card', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  const full = join(lab.dir, 'full-rclone')
  writeFileSync(
    full,
    `#!/bin/sh\nif [ "$1" = copy ]; then i=0; while [ $i -lt 5000 ]; do printf '{"level":"error","msg":"Failed to copy: write: no space left on device","object":"f%05d.tif","objectType":"*local.Object"}\\n' $i >&2; i=$((i+1)); done; exit 1; fi\nexec /usr/bin/rclone "$@"\n`,
  )
  chmodSync(full, 0o755)
  lab.configure([instrument], `${ONCE}tools:\n  rclone: ${full}\n`)
  const running = await start()
  const { page } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Many', many(5_000))])
  await lists(page)
    .getByRole('button', { name: /^Needs you/ })
    .click()
  const card = page.getByRole('region', { name: 'Causes' }).getByRole('article')
  await expect(card).toHaveCount(1, { timeout: 60_000 })
  await expect(card).toContainText('is full')
  await card.getByRole('button', { name: /^5,000 files/ }).click()
  await expect(page.getByRole('grid', { name: 'Files' })).toHaveAttribute('aria-rowcount', '5001')
})

// docs/ux.md D19.5
test('the output of attempt 1 is readable after attempt 5 and after a restart', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  const count = join(lab.dir, 'count')
  const fails = join(lab.dir, 'fails')
  writeFileSync(
    fails,
    `#!/bin/sh\nif [ "$1" = copy ]; then n=$(cat '${count}' 2>/dev/null || echo 0); n=$((n+1)); echo $n > '${count}'; echo "2026/01/01 00:00:00 ERROR : disturbance number $n" >&2; exit 1; fi\nexec /usr/bin/rclone "$@"\n`,
  )
  chmodSync(fails, 0o755)
  lab.configure(
    [instrument],
    `sync:\n  retry_delays_s: [0]\n  max_attempts: 5\ntools:\n  rclone: ${fails}\n`,
  )
  const running = await start()
  await addByDialog(running, [lab.run('SCOPE_01', 'Often', { 'a.tif': 'a' })])
  await expect(runRow(running.page, 'Often')).toContainText('Failed', { timeout: 60_000 })
  await quit(running.app)
  const { page } = await start()
  await runRow(page, 'Often').click()
  await openTab(page, 'Log')
  await page
    .getByRole('combobox', { name: 'Attempt' })
    .selectOption({ label: 'Attempt 1, sending, failed' })
  await expect(page.getByRole('log')).toContainText('disturbance number 1')
  await openTab(page, 'History')
  await expect(page.getByRole('tabpanel').getByRole('row')).toHaveCount(6)
})

// docs/ux.md D19.6
test('a file that cannot be read here is never a sign-in problem of the destination', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  // the output of rclone 1.60 for a file that it may not read; it sends the others
  const said = JSON.stringify({
    level: 'error',
    msg: 'Failed to copy: failed to open source object: open LOCKED/a.tif: permission denied',
    object: 'a.tif',
    objectType: '*local.Object',
  })
  const locked = `case "$1$*" in copy*Locked*) shift; /usr/bin/rclone copy --exclude a.tif "$@"; echo '${said}' | sed "s|LOCKED|$(echo '${lab.dir}/acquisition/SCOPE_01/Locked')|" >&2; exit 1;; esac`
  lab.configure([instrument], `${ONCE}tools:\n  rclone: ${lab.wrap('rclone', locked)}\n`)
  const running = await start()
  const { page } = running
  const files = { 'a.tif': 'aaaa', 'b.tif': 'bbbb' }
  await addByDialog(running, [
    lab.run('SCOPE_01', 'Locked', files),
    lab.run('SCOPE_01', 'Open', files),
  ])
  await expect(runRow(page, 'Locked')).toContainText('Failed', { timeout: 30_000 })
  await runRow(page, 'Locked').click()
  await expect(page.getByRole('tabpanel').locator('article')).toHaveAttribute(
    'data-reason',
    'local_permission_denied',
  )
  await expect(page.getByRole('tabpanel')).toContainText('You can fix this')
  // the destination takes other runs, and no text mentions a sign-in
  await expect(runRow(page, 'Open')).toContainText('Verified', { timeout: 30_000 })
  await expect(lists(page).getByRole('button', { name: /^nas:raw/ })).toContainText('reachable')
  await expect(page.locator('body')).not.toContainText(/sign-in|on hold/i)
})

// docs/ux.md D19.7
test('a run on a destination without SHA-256 is never Verified and never synced', async ({
  lab,
  start,
}) => {
  const nas = join(lab.dir, 'nas')
  mkdirSync(nas)
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(
    conf,
    `[c]\ntype = crypt\nremote = ${nas}\npassword = PDPDLLDY0hRtxfzGkRzWrfJwuL0Lmw\n`,
  )
  lab.configure(
    [{ id: 'SCOPE_01', transport: ['type: rclone', 'rclone_remote: c', `rclone_config: ${conf}`] }],
    `${ONCE}verify:\n  max_stream_bytes: 1\n`,
  )
  const folder = lab.run('SCOPE_01', 'Unproven', {
    'a.tif': 'aaa',
    '.exlab-wizard/creation.json': '{ "sync_status": "pending" }',
  })
  const running = await start()
  const { page } = running
  await addByDialog(running, [folder])
  await expect(runRow(page, 'Unproven')).toContainText('Sent, not proven', { timeout: 30_000 })
  await expect(summary(page)).toContainText('1 run needs you.')
  expect(readFileSync(join(folder, '.exlab-wizard/creation.json'), 'utf8')).not.toContain('synced')
})

// docs/ux.md D19.8
test('an app that was killed while sending goes on, and does not send proven files again', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  const slow = [
    { ...instrument, transport: [...instrument.transport, 'bandwidth: { upload_mbps: 8 }'] },
  ]
  lab.configure(slow)
  const first = await start()
  const folders = [
    lab.run('SCOPE_01', 'Before', { 'a.tif': 'a' }),
    lab.run('SCOPE_01', 'During', { 'big.bin': Buffer.alloc(8_000_000, 1) }),
  ]
  await addByDialog(first, folders)
  await expect(runRow(first.page, 'Before')).toContainText('Verified', { timeout: 30_000 })
  await expect(runRow(first.page, 'During')).toContainText('Sending')
  first.app.process().kill('SIGKILL')
  await first.app.waitForEvent('close').catch(() => undefined)
  lab.configure([instrument])
  const { page } = await start()
  await expect(runRow(page, 'During')).toContainText('Verified', { timeout: 60_000 })
  await runRow(page, 'Before').click()
  await openTab(page, 'History')
  // one push and one verification, besides the header: the restart added none
  await expect(page.getByRole('tabpanel').getByRole('row')).toHaveCount(3)
})

// docs/ux.md D19.12
test('all states differ by word and by shape without colour', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const { app, page } = await start()
  await expectNoRuns(page)
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.send('exlab:command', { command: 'legend' }),
  )
  const legend = page.getByRole('dialog')
  const marks = await legend
    .locator('section')
    .first()
    .locator('.state')
    .evaluateAll((all) =>
      all.map((one) => ({
        word: one.textContent,
        shape: [...one.querySelectorAll('svg')].map((svg) => svg.innerHTML).join(' '),
      })),
    )
  expect(marks.length).toBeGreaterThanOrEqual(12)
  expect(new Set(marks.map((mark) => mark.word)).size).toBe(marks.length)
  expect(new Set(marks.map((mark) => mark.shape)).size).toBe(marks.length)
  // the place of each mark: what stands before the word
  const boxes = await legend
    .locator('section')
    .first()
    .locator('.state > :first-child')
    .evaluateAll((all) =>
      all.map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect()
        return { x, y, width, height }
      }),
    )
  expect(boxes).toHaveLength(marks.length)
  const session = await page.context().newCDPSession(page)
  for (const type of ['protanopia', 'deuteranopia', 'tritanopia', 'achromatopsia'] as const) {
    await session.send('Emulation.setEmulatedVisionDeficiency', { type })
    // the marks are cut out of one picture of the window
    const whole = (await page.screenshot()).toString('base64')
    const shapes = await app.evaluate(
      ({ nativeImage }, [picture, places]) => {
        const image = nativeImage.createFromBuffer(Buffer.from(picture, 'base64'))
        return places.map(({ x, y, width, height }) =>
          image
            .crop({
              x: Math.round(x),
              y: Math.round(y),
              width: Math.round(width),
              height: Math.round(height),
            })
            .toBitmap()
            .toString('base64'),
        )
      },
      [whole, boxes] as const,
    )
    const pictures = new Set(shapes)
    expect(pictures.size, type).toBe(marks.length)
  }
})

test('a changed original is noticed and named, and never overwrites the proof', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument], ONCE)
  const folder = lab.run('SCOPE_01', 'Drift', { 'a.tif': 'aaaa', 'b.tif': 'bbbb' })
  const running = await start()
  const { page } = running
  await addByDialog(running, [folder])
  await expect(runRow(page, 'Drift')).toContainText('Verified', { timeout: 30_000 })
  writeFileSync(join(folder, 'a.tif'), 'changed later')
  await runRow(page, 'Drift').click()
  await page.getByRole('banner').getByRole('button', { name: 'Verify now' }).click()
  await expect(runRow(page, 'Drift')).not.toContainText('Verified', { timeout: 30_000 })
  await openTab(page, 'Files')
  await expect(fileRow(page, 'a.tif')).not.toContainText('Verified')
})
