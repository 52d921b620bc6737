// The window beside a command line that works the queue: it says which process does, shows what it does, and changes nothing.
import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { expect } from '@playwright/test'
import { CLI, NODE } from '../../helpers/cli-process.ts'
import { localNas } from '../../helpers/lab-files.ts'
import {
  callCore,
  expectNoRuns,
  fileRow,
  openTab,
  quit,
  runRow,
  summary,
  test,
} from '../support/app.ts'

test('a window beside "exlab-sync run" shows the queue as that works it, names it, and changes nothing', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure(
    [
      {
        ...instrument,
        more: ['completeness_signal: sentinel_file', 'sentinel_filename: done.txt'],
      },
    ],
    'watch: { enabled: true, sweep_seconds: 5, settle_seconds: 0 }\n',
  )
  const args = [CLI, '--data-dir', lab.dataDir, '--json', 'run']
  const command = spawn(NODE, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await once(createInterface(command.stdout), 'line')
    const { app, page } = await start()
    await expectNoRuns(page)
    await expect(summary(page)).toContainText(
      `The command "exlab-sync run" is working on this queue already: process ${command.pid}, since`,
    )
    lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a', 'done.txt': '' })
    await expect(runRow(page, 'Run 1')).toContainText('Verified', { timeout: 60_000 })
    // the log of a run that is sent there goes on here while it is open
    lab.run('SCOPE_01', 'Run 2', { 'a.tif': 'a', 'done.txt': '' })
    await runRow(page, 'Run 2').click({ timeout: 60_000 })
    await openTab(page, 'Log')
    await expect(page.getByRole('log')).toContainText('checking', { timeout: 60_000 })
    await openTab(page, 'Files')
    await expect(fileRow(page, 'a.tif')).toContainText('Verified', { timeout: 60_000 })
    // what it is asked for it refuses in a sentence
    const message = expect.stringContaining('opened to look only')
    expect(await callCore(page, 'jobs.act', { jobs: [1], action: 'verify' })).toMatchObject({
      value: { changed: 0, refused: [{ message }] },
    })
    expect(await callCore(page, 'engine.pause', { paused: true })).toMatchObject({
      error: { message },
    })
    await expect(summary(page)).toContainText('Until then this window only shows the queue.')
    // before the command, after whose end the app would start anew
    await quit(app)
  } finally {
    command.kill('SIGKILL')
  }
})
