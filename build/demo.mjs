// `npm run demo`: a small lab in a temporary folder, and ExLab Sync at work on it. `-- --cli`: without a window.
import { mkdtempSync, readdirSync, rmSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootstrap, runMain } from './bootstrap.mjs'
import { makeLab } from './demo/lab.mjs'
import { binary, isRoot, node, root, run, say } from './steps.mjs'

const withWindow = !process.argv.includes('--cli')
const hasDisplay =
  process.platform !== 'linux' ||
  Boolean(process.env['DISPLAY']) ||
  Boolean(process.env['WAYLAND_DISPLAY'])

const WAITING = 3
const SCREENSHOTS = 'screenshots'

/** @param {import('./demo/lab.mjs').Lab} lab @param {readonly string[]} args */
const cli = (lab, args) =>
  run(node(), [join(root, 'out/main/cli.cjs'), '--data-dir', lab.dataDir, ...args])

/** Works the queue until nothing waits any more, retries included. @param {import('./demo/lab.mjs').Lab} lab */
const work = async (lab) => {
  let code = WAITING
  while (code === WAITING) {
    code = await cli(lab, ['run', '--until-idle'])
    if (code === WAITING) await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

/** @param {import('./demo/lab.mjs').Lab} lab */
const withoutWindow = async (lab) => {
  await work(lab)
  await cli(lab, ['status'])
  say('the sequencer run failed, as it must')
  lab.repair()
  say('the NAS was repaired; trying again')
  await cli(lab, ['retry', lab.failing])
  await work(lab)
  return cli(lab, ['status'])
}

/** On a display: the operator drives; the NAS is repaired a while after the failure. @param {import('./demo/lab.mjs').Lab} lab */
const onDisplay = async (lab) => {
  const sandbox = isRoot ? ['--no-sandbox'] : []
  say(
    `${lab.failing} will fail. In one minute the NAS is repaired: then choose the run and click Retry.`,
  )
  const repair = setTimeout(() => {
    lab.repair()
    say('the NAS was repaired: choose the failed run and click Retry')
  }, 60_000)
  const code = await run(binary('electron'), [...sandbox, root, '--data-dir', lab.dataDir])
  clearTimeout(repair)
  await cli(lab, ['status'])
  return code
}

/** Without a display: this script once more, under Xvfb. */
const underXvfb = () =>
  run('xvfb-run', [
    '-a',
    '-s',
    '-screen 0 1440x900x24',
    process.execPath,
    join(root, 'build/demo.mjs'),
  ])

/** @param {import('./demo/lab.mjs').Lab} lab */
const driven = async (lab) => {
  const { watchWindow } = await import('./demo/window.mjs')
  const pictures = join(lab.dir, SCREENSHOTS)
  await watchWindow(lab, pictures)
  const code = await cli(lab, ['status'])
  say(`screenshots: ${pictures}`)
  return code
}

await runMain(async () => {
  await bootstrap({ system: 'all', electron: withWindow })
  if (withWindow && !hasDisplay) {
    process.exitCode = await underXvfb()
    return
  }
  const built = await run(binary('electron-vite'), ['build', '--logLevel', 'warn'])
  if (built !== 0) {
    process.exitCode = 1
    return
  }
  const dir = mkdtempSync(join(tmpdir(), 'exlab-sync-demo-'))
  say(`making a small lab in ${dir} ...`)
  const lab = await makeLab(dir)
  try {
    await cli(lab, ['add', ...lab.runs])
    const isXvfb = Boolean(process.env['XAUTHORITY']?.includes('xvfb-run'))
    process.exitCode = withWindow
      ? await (isXvfb ? driven(lab) : onDisplay(lab))
      : await withoutWindow(lab)
  } finally {
    await lab.close()
    for (const name of readdirSync(dir))
      if (name !== SCREENSHOTS) rmSync(join(dir, name), { recursive: true, force: true })
    if (readdirSync(dir).length === 0) rmdirSync(dir)
    say('the lab was removed')
  }
})
