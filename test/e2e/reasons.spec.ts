// For every reason of the table that a tool can give: from its recorded words to the card in the real window, with kind,
// headline, who, count and button. The tools are scripted to say what the real ones were recorded saying.
import { type Page, expect } from '@playwright/test'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { REASONS, type Reason, type ReasonWords, fill } from '../../shared/reasons.ts'
import type { LabFiles } from '../helpers/lab-files.ts'
import { runRow, test } from './app.ts'

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

const CORPUS = join(import.meta.dirname, '../fixtures/transport-failures.jsonl')
const failures = readFileSync(CORPUS, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => recorded.parse(JSON.parse(line)))

/** What ends without a card: a stop from outside is no fault, and a program that is missing says nothing. */
const NOT_SAID: readonly string[] = [
  'interrupted',
  'binary_missing',
  'remote_hash_unsupported',
  'remote_changed',
]

const cases = (Object.entries(REASONS) as [Reason, ReasonWords][]).flatMap(([reason, words]) => {
  if (NOT_SAID.includes(reason)) return []
  const exit = failures.find(
    (one) =>
      one.expected_reason === reason &&
      one.operation === 'push' &&
      one.signal === null &&
      one.exit_code !== null &&
      one.exit_code !== 0 &&
      one.stderr !== '',
  )
  return exit === undefined ? [] : [{ reason, words, exit }]
})

const id = (reason: string): string => `I_${reason}`

/** A tool that says what was recorded for the one whose name stands among its arguments. */
const scripted = (lab: LabFiles, tool: string): string => {
  const file = join(lab.dir, `scripted-${tool}`)
  writeFileSync(
    file,
    `#!/bin/sh
for word in "$@"; do
  for said in '${lab.dir}'/said/*; do
    name=$(basename "$said")
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
    const said = join(lab.dir, 'said', `h${reason.replaceAll('_', '-')}`)
    mkdirSync(said, { recursive: true })
    writeFileSync(join(said, 'stdout'), exit.stdout)
    writeFileSync(join(said, 'stderr'), exit.stderr)
    writeFileSync(join(said, 'code'), String(exit.exit_code))
  }
  const tools = (['rclone', 'rsync'] as const).map((tool) => `  ${tool}: ${scripted(lab, tool)}`)
  lab.configure(
    cases.map(({ reason, exit }) => {
      const host = `h${reason.replaceAll('_', '-')}`
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
    `sync:\n  retry_delays_s: [0]\n  max_attempts: 1\n  parallel_jobs: 8\ntools:\n${tools.join('\n')}\n`,
  )
  return cases.map(({ reason }) =>
    lab.run(id(reason), `Run ${reason}`, { 'a.tif': 'a', 'b.tif': 'bb' }),
  )
}

const WHO = { you: 'You can fix this', it: 'Ask IT', wait: 'It will retry by itself' } as const

const buttonOf = ({ primary, who }: ReasonWords): string => {
  if (primary === 'trust_key') return 'Compare fingerprint…'
  if (primary === 'open_settings') return 'Open settings'
  if (primary === 'check_again') return 'Check again'
  return who === 'wait' ? 'Try now' : 'Retry'
}

const add = (page: Page, folders: readonly string[]): Promise<unknown> =>
  page.evaluate(
    (all) =>
      Reflect.get(globalThis, 'exlab').call('jobs.add', { folders: all, instrumentId: null }),
    folders,
  )

test('the corpus has words for nearly all of the table', () => {
  expect(cases.length).toBeGreaterThanOrEqual(28)
})

test('each recorded failure becomes the card of its reason', async ({ lab, start }) => {
  test.setTimeout(300_000)
  const folders = setUp(lab)
  const { page } = await start()
  await expect(page.getByText('No runs yet', { exact: true })).toBeVisible()
  await add(page, folders)
  const needs = page
    .getByRole('navigation', { name: 'Lists of runs' })
    .getByRole('button', { name: /^Needs you/ })
  await needs.click()
  const cards = page.getByRole('region', { name: 'Causes' }).getByRole('article')
  await expect(cards).toHaveCount(cases.length, { timeout: 120_000 })
  for (const { reason, words, exit } of cases) {
    const card = page.locator(`article[data-reason="${reason}"]`)
    const host = `h${reason.replaceAll('_', '-')}`
    const destination = exit.transport === 'rclone' ? `${host}:raw` : `lab@${host}:/vol`
    await expect(card.getByRole('heading'), reason).toHaveText(
      fill(words.headline, { destination }),
    )
    await expect(card, reason).toContainText(fill(words.meaning, { destination }))
    await expect(card, reason).toContainText(`What to do: ${fill(words.remedy, { destination })}`)
    await expect(card.locator('.tag'), reason).toHaveText(WHO[words.who])
    await expect(card.locator('.button.primary'), reason).toHaveText(buttonOf(words))
    await expect(card.getByRole('button', { name: `in Run ${reason}` }), reason).toBeVisible()
    await card.getByText('What the transfer tool said').click()
    await expect(card.locator('dd').nth(0), reason).toHaveText(words.kind ?? 'transport error')
    await expect(card.locator('dd').nth(1), reason).toHaveText(reason)
    await card.getByText('What the transfer tool said').click()
  }
})

test('the count of a card leads to exactly so many rows, of runs and of files', async ({
  lab,
  start,
}) => {
  const folders = setUp(lab)
  const { page } = await start()
  const more = ['x', 'y'].map((name) =>
    lab.run('I_remote_permission_denied', name, { 'a.tif': 'a' }),
  )
  const only = folders.filter((folder) => folder.includes('I_remote_permission_denied'))
  await add(page, [...only, ...more])
  await page
    .getByRole('navigation', { name: 'Lists of runs' })
    .getByRole('button', { name: /^Needs you/ })
    .click()
  const card = page.getByRole('region', { name: 'Causes' }).getByRole('article')
  await expect(card).toHaveCount(1)
  const link = card.getByRole('button', { name: 'in 3 runs' })
  await expect(link).toBeVisible({ timeout: 60_000 })
  await link.click()
  await expect(page.getByRole('grid', { name: 'Runs' })).toHaveAttribute('aria-rowcount', '4')
  await page.getByRole('button', { name: 'All causes' }).click()
  await runRow(page, 'Run remote_permission_denied').click()
  const own = page.getByRole('tabpanel').getByRole('article')
  const files = own.getByRole('button', { name: /^\d+ files?,/ })
  const count = Number(/^\d+/.exec((await files.textContent()) ?? '')?.[0])
  await files.click()
  await expect(page.getByRole('grid', { name: 'Files' })).toHaveAttribute(
    'aria-rowcount',
    String(count + 1),
  )
})

test('a program that is missing, and storage without SHA-256', async ({ lab, start }) => {
  const nas = join(lab.dir, 'nas')
  mkdirSync(nas)
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(
    conf,
    `[nas]\ntype = alias\nremote = ${nas}\n[crypt]\ntype = crypt\nremote = ${nas}/c\npassword = PDPDLLDY0hRtxfzGkRzWrfJwuL0Lmw\n`,
  )
  const rclone = (remote: string) => [
    'type: rclone',
    `rclone_remote: ${remote}`,
    `rclone_config: ${conf}`,
  ]
  // ssh that is not there: the program itself is what is missing
  writeFileSync(join(lab.dir, 'key'), 'key')
  lab.configure(
    [
      { id: 'PLAIN', transport: rclone('nas') },
      { id: 'CRYPT', transport: rclone('crypt') },
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
    `sync:\n  retry_delays_s: [0]\n  max_attempts: 1\nverify:\n  max_stream_bytes: 1\ntools:\n  rsync: ${lab.dir}/none/rsync\n`,
  )
  const { page } = await start()
  await add(page, [
    lab.run('PLAIN', 'Later changed', { 'a.tif': 'abc' }),
    lab.run('CRYPT', 'No hash', { 'a.tif': 'abc' }),
    lab.run('SSH', 'No program', { 'a.tif': 'abc' }),
  ])
  const card = (reason: string) => page.locator(`.causes article[data-reason="${reason}"]`)
  await expect(runRow(page, 'Later changed')).toContainText('Verified', { timeout: 60_000 })
  writeFileSync(join(nas, 'Later changed', 'a.tif'), 'xyz')
  await page
    .getByRole('navigation', { name: 'Lists of runs' })
    .getByRole('button', { name: /^Needs you/ })
    .click()
  await expect(card('binary_missing')).toContainText('not installed, or has moved', {
    timeout: 60_000,
  })
  await expect(card('binary_missing').locator('.button.primary')).toHaveText('Open settings')
  // an encrypted remote has no digests, and one byte is too little to read a run back with
  await expect(card('remote_hash_unsupported')).toContainText("can't compute SHA-256")
  await expect(card('remote_hash_unsupported').locator('.button.primary')).toHaveText(
    'Read back and check',
  )
  await expect(runRow(page, 'No hash')).toContainText('Sent, not proven')
  await expect(page.getByText('all verified', { exact: false })).toHaveCount(0)
})
