// `npm run demo` shows ExLab Sync at work on a small lab in a temporary folder; `-- --cli` does it without a window.
import { mkdtempSync, readdirSync, rmSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binary, root } from '../bootstrap/paths.mjs'
import { run, say } from '../bootstrap/process.mjs'
import { type Lab, makeLab } from '../demo/lab.ts'
import { watchWindow } from '../demo/window.ts'
import { buildApp } from '../steps/build-app.ts'
import { hasDisplay, sandboxArguments, withDisplay } from '../steps/electron-launch.ts'
import { prepare } from '../steps/prepare.ts'

const withWindow = !process.argv.includes('--cli')

/** Exit code of the command line while runs wait for a retry. */
const WAITING = 3
const SCREENSHOTS = 'screenshots'

const cli = (lab: Lab, args: readonly string[]): Promise<number> =>
  run(process.execPath, [join(root, 'out/main/cli.cjs'), '--data-dir', lab.dataDir, ...args])

/** Works the queue until nothing waits any more, retries included. */
const workQueue = async (lab: Lab): Promise<void> => {
  let code = WAITING
  while (code === WAITING) {
    code = await cli(lab, ['run', '--until-idle'])
    if (code === WAITING) await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

const withoutWindow = async (lab: Lab): Promise<number> => {
  await workQueue(lab)
  await cli(lab, ['status'])
  say('the sequencer run failed, as it must')
  lab.repair()
  say('the NAS was repaired; trying again')
  await cli(lab, ['retry', lab.failing])
  await workQueue(lab)
  return cli(lab, ['status'])
}

/** On a display the operator drives; the demo repairs the NAS a minute after the start. */
const onDisplay = async (lab: Lab): Promise<number> => {
  say(
    `${lab.failing} will fail. In one minute the NAS is repaired: then choose the run and click Retry.`,
  )
  const repair = setTimeout(() => {
    lab.repair()
    say('the NAS was repaired: choose the failed run and click Retry')
  }, 60_000)
  const code = await run(binary('electron'), [...sandboxArguments, root, '--data-dir', lab.dataDir])
  clearTimeout(repair)
  await cli(lab, ['status'])
  return code
}

/** Without a display this command runs once more, under Xvfb. */
const underXvfb = (): Promise<number> => {
  const { command, args } = withDisplay(
    process.execPath,
    [join(root, 'build/bootstrap/run.mjs'), 'demo'],
    '1440x900',
  )
  return run(command, args)
}

/** Under Xvfb Playwright drives the window in the operator's place. */
const driven = async (lab: Lab): Promise<number> => {
  const pictures = join(lab.dir, SCREENSHOTS)
  await watchWindow(lab, pictures)
  const code = await cli(lab, ['status'])
  say(`screenshots: ${pictures}`)
  return code
}

const show = async (): Promise<number> => {
  if ((await buildApp()) !== 0) return 1
  const dir = mkdtempSync(join(tmpdir(), 'exlab-sync-demo-'))
  say(`making a small lab in ${dir} ...`)
  const lab = await makeLab(dir)
  try {
    await cli(lab, ['add', ...lab.runs])
    if (!withWindow) return await withoutWindow(lab)
    const isXvfb = process.env['XAUTHORITY']?.includes('xvfb-run') === true
    return await (isXvfb ? driven(lab) : onDisplay(lab))
  } finally {
    await lab.close()
    for (const name of readdirSync(dir))
      if (name !== SCREENSHOTS) rmSync(join(dir, name), { recursive: true, force: true })
    if (readdirSync(dir).length === 0) rmdirSync(dir)
    say('the lab was removed')
  }
}

await prepare({ system: 'all', electron: withWindow })
process.exitCode = await (withWindow && !hasDisplay ? underXvfb() : show())
