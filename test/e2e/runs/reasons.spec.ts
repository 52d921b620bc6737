// Every reason of the table, from the fault to the card in the real window, with kind, words, who, count and button. Most
// tools are scripted to say what the real ones were recorded saying; four faults are made with the real tools.
import { type Page, expect } from '@playwright/test'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { REASONS, type Reason } from '../../../shared/reasons.ts'
import { type LabFiles, localNas } from '../../helpers/lab-files.ts'
import { openTab, runRow, test } from '../support/app.ts'
import {
  cardOf,
  causes,
  expectCard,
  expectFilesBehind,
  expectWords,
  showNeedsYou,
} from '../support/cause-card-expectations.ts'

const recorded = z.object({
  id: z.string(),
  transport: z.enum(['rclone', 'rsync_ssh']),
  operation: z.string(),
  exit_code: z.number().nullable(),
  signal: z.string().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  expected_reason: z.string().nullable(),
})

const CORPUS = join(import.meta.dirname, '../../fixtures/transport-failures.jsonl')
const failures = readFileSync(CORPUS, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => recorded.parse(JSON.parse(line)))

/** Faults that are made, each by a test of its own below or in locate.spec.ts: no tool was recorded saying them in a push. */
const MADE: readonly Reason[] = [
  'interrupted',
  'binary_missing',
  'remote_hash_unsupported',
  'remote_changed',
  'changed_since_verified',
  'run_folder_missing',
]

const cases = (Object.keys(REASONS) as Reason[]) // the keys of the table itself
  .filter((reason) => !MADE.includes(reason))
  .flatMap((reason) => {
    const exit = failures.find(
      (one) =>
        one.expected_reason === reason &&
        one.operation === 'push' &&
        one.signal === null &&
        one.exit_code !== null &&
        one.exit_code !== 0 &&
        one.stderr !== '',
    )
    return exit === undefined ? [] : [{ reason, exit }]
  })

const hostOf = (reason: string): string => `h${reason.replaceAll('_', '-')}`
const targetOf = ({ reason, exit }: (typeof cases)[number]): string =>
  exit.transport === 'rclone' ? `${hostOf(reason)}:raw` : `lab@${hostOf(reason)}:/vol`
const id = (reason: string): string => `I_${reason}`

/** A tool that says what was recorded for the one whose name stands among its arguments. */
const scripted = (lab: LabFiles, tool: string): string => {
  const file = join(lab.dir, `scripted-${tool}`)
  writeFileSync(
    file,
    `#!/bin/sh
for word in "$@"; do
  for said in '${lab.dir}'/said/*; do
    name=\${said##*/}
    case "$word" in *"$name:"*|*"@$name"*)
      cat "$said/stdout"; cat "$said/stderr" >&2; exit $(cat "$said/code");;
    esac
  done
done
exec /usr/bin/${tool} "$@"
`,
  )
  chmodSync(file, 0o755)
  return file
}

const setUp = (lab: LabFiles): string[] => {
  writeFileSync(join(lab.dir, 'key'), 'key')
  for (const { reason, exit } of cases) {
    const said = join(lab.dir, 'said', hostOf(reason))
    mkdirSync(said, { recursive: true })
    writeFileSync(join(said, 'stdout'), exit.stdout)
    writeFileSync(join(said, 'stderr'), exit.stderr)
    writeFileSync(join(said, 'code'), String(exit.exit_code))
  }
  const tools = (['rclone', 'rsync'] as const).map((tool) => `  ${tool}: ${scripted(lab, tool)}`)
  lab.configure(
    cases.map(({ reason, exit }) => {
      const host = hostOf(reason)
      return {
        id: id(reason),
        transport:
          exit.transport === 'rclone'
            ? ['type: rclone', `rclone_remote: ${host}`, 'rclone_remote_path: raw']
            : [
                'type: rsync_ssh',
                `ssh_target: lab@${host}`,
                `ssh_key_path: ${lab.dir}/key`,
                'remote_path: /vol',
              ],
      }
    }),
    `sync:\n  retry_delays_s: [3600]\n  max_attempts: 1\n  parallel_jobs: 8\ntools:\n${tools.join('\n')}\n`,
  )
  return cases.map(({ reason }) =>
    lab.run(id(reason), `Run ${reason}`, { 'a.tif': 'a', 'b.tif': 'bb' }),
  )
}

const add = (page: Page, folders: readonly string[]): Promise<unknown> =>
  page.evaluate(
    (all) =>
      Reflect.get(globalThis, 'exlab').call('jobs.add', { folders: all, instrumentId: null }),
    folders,
  )

test('D19.9: no reason of the table is left out', () => {
  const driven = [...cases.map(({ reason }) => reason), ...MADE]
  expect(driven.toSorted()).toEqual(Object.keys(REASONS).toSorted())
})

test('D19.9: each recorded failure becomes the card of its reason, and its count leads to so many files', async ({
  lab,
  start,
}) => {
  test.setTimeout(300_000)
  const folders = setUp(lab)
  const { page } = await start()
  await expect(page.getByText('No runs yet', { exact: true })).toBeVisible()
  await add(page, folders)
  await showNeedsYou(page)
  await expect(causes(page).getByRole('article')).toHaveCount(cases.length, { timeout: 120_000 })
  for (const one of cases) await expectCard(page, one.reason, targetOf(one), `Run ${one.reason}`)
  for (const { reason } of cases) {
    await expectFilesBehind(
      page,
      cardOf(page, reason).getByRole('button', { name: /^\d+ files?, / }),
    )
    await showNeedsYou(page)
  }
})

test('D19.2: the count of a card leads to exactly so many runs', async ({ lab, start }) => {
  const folders = setUp(lab)
  const { page } = await start()
  const more = ['x', 'y'].map((name) =>
    lab.run('I_remote_permission_denied', name, { 'a.tif': 'a' }),
  )
  const only = folders.filter((folder) => folder.includes('I_remote_permission_denied'))
  await add(page, [...only, ...more])
  await showNeedsYou(page)
  const card = causes(page).getByRole('article')
  await expect(card).toHaveCount(1)
  const link = card.getByRole('button', { name: 'in 3 runs' })
  await expect(link).toBeVisible({ timeout: 60_000 })
  await link.click()
  await expect(page.getByRole('grid', { name: 'Runs' })).toHaveAttribute('aria-rowcount', '4')
  await page.getByRole('button', { name: 'All causes' }).click()
  await runRow(page, 'Run remote_permission_denied').click()
  const own = page.getByRole('tabpanel').getByRole('article')
  await expectFilesBehind(page, own.getByRole('button', { name: /^\d+ files?,/ }))
})

test('D19.9: a program that is missing, and storage without SHA-256', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  const nas = join(lab.dir, 'nas')
  const conf = join(lab.dir, 'crypt.conf')
  writeFileSync(
    conf,
    `[crypt]\ntype = crypt\nremote = ${nas}/c\npassword = PDPDLLDY0hRtxfzGkRzWrfJwuL0Lmw\n`,
  )
  writeFileSync(join(lab.dir, 'key'), 'key')
  lab.configure(
    [
      instrument,
      {
        id: 'CRYPT',
        transport: ['type: rclone', 'rclone_remote: crypt', `rclone_config: ${conf}`],
      },
      {
        id: 'SSH',
        transport: [
          'type: rsync_ssh',
          'ssh_target: lab@nas',
          `ssh_key_path: ${lab.dir}/key`,
          'remote_path: /v',
        ],
      },
    ],
    // the program itself is what is missing
    `sync:\n  retry_delays_s: [0]\n  max_attempts: 1\nverify:\n  max_stream_bytes: 1\ntools:\n  rsync: ${lab.dir}/none/rsync\n`,
  )
  const { page } = await start()
  await add(page, [
    lab.run('SCOPE_01', 'Fine', { 'a.tif': 'abc' }),
    lab.run('CRYPT', 'No hash', { 'a.tif': 'abc' }),
    lab.run('SSH', 'No program', { 'a.tif': 'abc' }),
  ])
  await expect(runRow(page, 'Fine')).toContainText('Verified', { timeout: 60_000 })
  await showNeedsYou(page)
  await expect(causes(page).getByRole('article')).toHaveCount(2, { timeout: 60_000 })
  await expectCard(page, 'binary_missing', 'lab@nas:/v', 'No program')
  // an encrypted remote has no digests, and one byte is too little to read a run back with
  await expectCard(page, 'remote_hash_unsupported', 'crypt:', 'No hash')
  await expect(runRow(page, 'No hash')).toContainText('Sent, not proven')
  await expect(page.getByText('all verified', { exact: false })).toHaveCount(0)
  const count = cardOf(page, 'remote_hash_unsupported').getByRole('button', { name: /^1 file, / })
  await expectFilesBehind(page, count)
})

test('D19.9: copies that change on the NAS after they were verified', async ({ lab, start }) => {
  const { nas, instrument } = localNas(lab)
  const spoil = join(lab.dir, 'spoil')
  // somebody over there who writes into the copy again and again: the one sending anew is spoilt as well
  const before = `if [ "$1" = hashsum ] && [ -e '${spoil}' ]; then printf X > '${nas}/Later/a.tif'; fi`
  lab.configure(
    [instrument],
    `sync:\n  retry_delays_s: [0]\n  max_attempts: 1\ntools:\n  rclone: ${lab.wrap('rclone', before)}\n`,
  )
  const { page } = await start()
  await expect(page.getByText('No runs yet', { exact: true })).toBeVisible()
  await add(page, [lab.run('SCOPE_01', 'Later', { 'a.tif': 'abc', 'b.tif': 'abc' })])
  await expect(runRow(page, 'Later')).toContainText('Verified', { timeout: 60_000 })
  writeFileSync(spoil, '')
  await runRow(page, 'Later').click()
  await page.keyboard.press('Control+Shift+V')
  await expect(runRow(page, 'Later')).toContainText('Failed', { timeout: 60_000 })
  await showNeedsYou(page)
  await expectCard(page, 'remote_changed', 'nas:raw', 'Later')
  const count = cardOf(page, 'remote_changed').getByRole('button', { name: /^1 file, 3 B/ })
  await expectFilesBehind(page, count)
  await expect(page.getByRole('grid', { name: 'Files' })).toContainText('a.tif')
})

test('D19.9: originals that change here after they were verified', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const { page } = await start()
  await expect(page.getByText('No runs yet', { exact: true })).toBeVisible()
  const folder = lab.run('SCOPE_01', 'Drift', { 'a.tif': 'abc', 'b.tif': 'abc' })
  await add(page, [folder])
  await expect(runRow(page, 'Drift')).toContainText('Verified', { timeout: 60_000 })
  writeFileSync(join(folder, 'a.tif'), 'abcd')
  await runRow(page, 'Drift').click()
  await page.keyboard.press('Control+Shift+V')
  await expect(runRow(page, 'Drift')).toContainText('Changed since verified', { timeout: 60_000 })
  await showNeedsYou(page)
  await expectCard(page, 'changed_since_verified', 'nas:raw', 'Drift')
  const count = cardOf(page, 'changed_since_verified').getByRole('button', { name: /^1 file, / })
  await expectFilesBehind(page, count)
  await expect(page.getByRole('grid', { name: 'Files' })).toContainText('a.tif')
})

test('D19.9: a tool that somebody stops from outside', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  const pid = join(lab.dir, 'pid')
  // the shell becomes the tool, so its number is that of rclone itself
  const tool = lab.wrap('rclone', `if [ "$1" = copy ]; then echo $$ > '${pid}'; fi`)
  const slow = [...instrument.transport, 'bandwidth: { upload_mbps: 8 }']
  lab.configure(
    [{ ...instrument, transport: slow }],
    `sync:\n  retry_delays_s: [3600]\n  max_attempts: 2\ntools:\n  rclone: ${tool}\n`,
  )
  const { page } = await start()
  await expect(page.getByText('No runs yet', { exact: true })).toBeVisible()
  await add(page, [lab.run('SCOPE_01', 'Long', { 'a.bin': Buffer.alloc(20_000_000, 1) })])
  const stop = async (): Promise<void> => {
    await expect(runRow(page, 'Long')).toContainText('Sending')
    await expect(page.getByRole('grid', { name: 'Runs' })).toContainText('MB/s')
    process.kill(Number(readFileSync(pid, 'utf8')), 'SIGTERM')
  }
  await runRow(page, 'Long').click()
  await stop()
  // while it waits: the row, and the card in the details
  await expect(runRow(page, 'Long')).toContainText('Retrying')
  await openTab(page, 'Problem')
  const own = page.getByRole('tabpanel').getByRole('article')
  const said = page.getByRole('tabpanel').locator('.tool-output')
  await expectWords(own, 'interrupted', 'nas:raw', said)
  await expect(own).toContainText('Attempt 1 of 2 failed. Next try at')
  // next in the same series: the last try
  await runRow(page, 'Long').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Send next' }).click()
  await stop()
  await expect(runRow(page, 'Long')).toContainText('Failed')
  await showNeedsYou(page)
  await expectCard(page, 'interrupted', 'nas:raw', 'Long')
  const count = cardOf(page, 'interrupted').getByRole('button', { name: /^1 file, 19.1 MB/ })
  await expectFilesBehind(page, count)
})
