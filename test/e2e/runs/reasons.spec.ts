// Every reason of shared/reasons.ts, from the fault to the cause card in the window: kind, text, who can help, count and button
// (docs/ux.md D19.9). Scripted tools replay recorded output of the real ones.
import { expect } from '@playwright/test'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { REASONS, type Reason } from '../../../shared/reasons.ts'
import type { LabFiles } from '../../helpers/lab-files.ts'
import { addRuns, expectNoRuns, runRow, test } from '../support/app.ts'
import {
  cardOf,
  causes,
  expectCard,
  expectFilesBehind,
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

const FIXTURES = join(import.meta.dirname, '../../fixtures')
const failures = ['transport-failures.jsonl', 'newest-rclone-failures.jsonl']
  .flatMap((name) => readFileSync(join(FIXTURES, name), 'utf8').split('\n'))
  .filter((line) => line !== '')
  .map((line) => recorded.parse(JSON.parse(line)))

/**
 * Reasons without recorded output of a push; real-faults.spec.ts, locate.spec.ts, place.spec.ts, deletion.spec.ts or a test of the
 * transports makes each of these faults.
 */
const MADE: readonly Reason[] = [
  'interrupted',
  'binary_missing',
  'no_files',
  'name_not_provable',
  'binary_blocked',
  'config_locked',
  'tool_outdated',
  'remote_tool_outdated',
  'remote_hash_unsupported',
  'cache_not_passed',
  'names_collide',
  'entries_left_out',
  'remote_changed',
  'changed_since_verified',
  'run_folder_missing',
  'run_folder_link',
  'records_unsafe',
  'only_copy_unproven',
  'target_taken',
  'destination_changed',
  'destination_missing',
  'destination_unfit',
  'destinations_same',
  'place_taken',
  'own_copy',
  'local_privacy_refused',
  'manifest_gone',
  'source_in_cloud',
  'source_quarantined',
  'row_damaged',
  'temp_folder_unwritable',
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
const targetOf = (lab: LabFiles, { reason, exit }: (typeof cases)[number]): string =>
  exit.transport === 'rclone' ? `${hostOf(reason)}:raw` : `lab@${hostOf(reason)}:${lab.dir}/vol`
const id = (reason: string): string => `I_${reason}`

/** Calls that are replayed: pushes and probes. What asks for the identity of a place is done by the real tool. */
const REPLAYED = {
  rclone: 'copy*|hashsum*|about*|backend*|"lsf --max-depth"*',
  rsync: '*--omit-dir-times*',
}

/** A tool that replays the recorded output of the host named among its arguments. */
const scripted = (lab: LabFiles, tool: 'rclone' | 'rsync'): string => {
  const file = join(lab.dir, `scripted-${tool}`)
  writeFileSync(
    file,
    `#!/bin/sh
export RCLONE_CONFIG='${lab.dir}/rclone.conf'
case "$*" in copyto*) ;; ${REPLAYED[tool]})
for word in "$@"; do
  for said in '${lab.dir}'/said/*; do
    name=\${said##*/}
    case "$word" in *"$name:"*|*"@$name"*)
      cat "$said/stdout"; cat "$said/stderr" >&2; exit $(cat "$said/code");;
    esac
  done
done;;
esac
exec /usr/bin/${tool} "$@"
`,
  )
  chmodSync(file, 0o755)
  return file
}

/** An ssh that runs rsync's other half on this computer, and reaches no shell anywhere. */
const localSsh = (lab: LabFiles): string => {
  const file = join(lab.dir, 'local-ssh')
  writeFileSync(
    file,
    `#!/bin/sh
while true; do case "$1" in -o|-i|-p|-l) shift 2;; -*) shift;; *) break;; esac; done
shift
case "$*" in rsync*) exec sh -c "$*";; esac
echo 'ssh: Could not resolve hostname nas: Name or service not known' >&2
exit 255
`,
  )
  chmodSync(file, 0o755)
  return file
}

const setUp = (lab: LabFiles): string[] => {
  writeFileSync(join(lab.dir, 'key'), 'key')
  for (const folder of ['vol', 'raw']) mkdirSync(join(lab.dir, folder))
  const remotes = cases.map(
    ({ reason }) => `[${hostOf(reason)}]\ntype = alias\nremote = ${lab.dir}\n`,
  )
  writeFileSync(join(lab.dir, 'rclone.conf'), remotes.join(''))
  for (const { reason, exit } of cases) {
    const said = join(lab.dir, 'said', hostOf(reason))
    mkdirSync(said, { recursive: true })
    writeFileSync(join(said, 'stdout'), exit.stdout)
    writeFileSync(join(said, 'stderr'), exit.stderr)
    writeFileSync(join(said, 'code'), String(exit.exit_code))
  }
  const tools = [
    `  rclone: ${scripted(lab, 'rclone')}`,
    `  rsync: ${scripted(lab, 'rsync')}`,
    `  ssh: ${localSsh(lab)}`,
  ]
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
                `remote_path: ${lab.dir}/vol`,
              ],
      }
    }),
    `sync:\n  retry_delays_s: [3600]\n  max_attempts: 1\n  parallel_jobs: 8\ntools:\n${tools.join('\n')}\n`,
  )
  return cases.map(({ reason }) =>
    lab.run(id(reason), `Run ${reason}`, { 'a.tif': 'a', 'b.tif': 'bb' }),
  )
}

test('no reason of the table is left out', () => {
  const driven = [...cases.map(({ reason }) => reason), ...MADE]
  expect(driven.toSorted()).toEqual(Object.keys(REASONS).toSorted())
})

test('each recorded failure becomes the card of its reason, and its count leads to that many files', async ({
  lab,
  start,
}) => {
  test.setTimeout(300_000)
  const folders = setUp(lab)
  const { page } = await start()
  await expectNoRuns(page)
  await addRuns(page, folders)
  await showNeedsYou(page)
  await expect(causes(page).getByRole('article')).toHaveCount(cases.length, { timeout: 120_000 })
  for (const one of cases)
    await expectCard(page, one.reason, targetOf(lab, one), `Run ${one.reason}`)
  for (const { reason } of cases) {
    await expectFilesBehind(
      page,
      cardOf(page, reason).getByRole('button', { name: /^\d+ files?, / }),
    )
    await showNeedsYou(page)
  }
})

test('the count of runs on a card leads to exactly that many runs', async ({ lab, start }) => {
  const folders = setUp(lab)
  const { page } = await start()
  const more = ['x', 'y'].map((name) =>
    lab.run('I_remote_permission_denied', name, { 'a.tif': 'a' }),
  )
  const only = folders.filter((folder) => folder.includes('I_remote_permission_denied'))
  await addRuns(page, [...only, ...more])
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
