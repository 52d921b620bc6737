// A large run of which twelve files fail once: what the window shows of it, and which files a retry sends.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Page, expect } from '@playwright/test'
import { type LabFiles, localNas } from '../../helpers/lab-files.ts'
import { openTab, runRow } from './app.ts'

const FAILING = 12

interface PartialRetry {
  readonly folder: string
  /** How many files the run has. */
  readonly total: number
  /** Paths of those that fail once. */
  readonly failing: readonly string[]
  /** File that holds the arguments of rclone in the retry, and the file that holds the list on its standard input. */
  readonly argsFile: string
  readonly listFile: string
}

const nameOf = (i: number): string => `f${String(i).padStart(5, '0')}.tif`

/** Makes the run, and an rclone that sends all but twelve files first and records what it is asked to send then. */
export const preparePartialRetry = (lab: LabFiles, total: number): PartialRetry => {
  const { nas, instrument } = localNas(lab)
  const failing = Array.from({ length: FAILING }, (_, i) => nameOf(i * Math.floor(total / FAILING)))
  const folder = lab.run(
    'SCOPE_01',
    'Large',
    Object.fromEntries(Array.from({ length: total }, (_, i) => [nameOf(i), `${i}`])),
  )
  const errors = failing.map((path) =>
    JSON.stringify({
      level: 'error',
      msg: 'Failed to copy: EntityTooLarge: Your proposed upload exceeds the maximum allowed object size.',
      object: path,
    }),
  )
  writeFileSync(join(lab.dir, 'errors'), `${errors.join('\n')}\n`)
  const [argsFile, listFile] = [join(lab.dir, 'args'), join(lab.dir, 'list')]
  const tool = join(lab.dir, 'rclone-large')
  writeFileSync(
    tool,
    `#!/bin/sh
if [ "$1" = copy ] && [ ! -e '${lab.dir}/first' ]; then
  touch '${lab.dir}/first'; cp -r --preserve=timestamps '${folder}/.' '${nas}/Large'
  cd '${nas}/Large' && rm ${failing.join(' ')}; cat '${lab.dir}/errors' >&2; exit 1
fi
case "$1$*" in copy*--files-from-raw=-*)
  if [ ! -e '${argsFile}' ]; then
    echo "$*" > '${argsFile}'; cat > '${listFile}'; exec /usr/bin/rclone "$@" < '${listFile}'
  fi;;
esac
exec /usr/bin/rclone "$@"
`,
  )
  chmodSync(tool, 0o755)
  lab.configure(
    [instrument],
    `sync:\n  retry_delays_s: [3600]\n  max_attempts: 1\ntools:\n  rclone: ${tool}\n`,
  )
  return { folder, total, failing, argsFile, listFile }
}

/** Waits until the run that was added has failed with twelve files. */
export const expectFailed = async (page: Page, timeout: number): Promise<void> => {
  await expect(runRow(page, 'Large')).toContainText('Failed', { timeout })
  await runRow(page, 'Large').click()
  const card = page.getByRole('tabpanel').getByRole('article')
  await expect(card.getByRole('button', { name: /^12 files, / })).toBeVisible()
}

/** All files are listed, few of them are rows of the page, and the last one is a key away. */
export const expectEndOfFiles = async (page: Page, { total }: PartialRetry): Promise<void> => {
  await openTab(page, 'Files')
  const files = page.getByRole('grid', { name: 'Files' })
  await page.getByRole('button', { name: `All ${total.toLocaleString('en')}`, exact: true }).click()
  await expect(files).toHaveAttribute('aria-rowcount', String(total + 1))
  await files.focus()
  await page.keyboard.press('End')
  await expect(files).toContainText(nameOf(total - 1))
  expect(await files.getByRole('row').count()).toBeLessThan(80)
}

/** Sends the failed files once more: rclone is given exactly their names, and the run is verified. */
export const expectRetryOfFailed = async (
  page: Page,
  { failing, total, argsFile, listFile }: PartialRetry,
  timeout: number,
): Promise<void> => {
  await openTab(page, 'Problem')
  const card = page.getByRole('tabpanel').getByRole('article')
  const others = (total - failing.length).toLocaleString('en')
  await expect(card).toContainText(`Re-send 12 of ${total.toLocaleString('en')} files, `)
  await expect(card).toContainText(`The other ${others} stay verified.`)
  await card.getByRole('button', { name: 'Re-send 12 files' }).click()
  await expect(runRow(page, 'Large')).toContainText('Verified', { timeout })
  expect(readFileSync(argsFile, 'utf8')).toContain('--files-from-raw=-')
  const sent = readFileSync(listFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  expect(sent.toSorted()).toEqual(failing)
}
