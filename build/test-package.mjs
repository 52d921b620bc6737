// `npm run test:package`: builds the .deb, installs it, uses it as an ordinary user, removes it. Debian or Ubuntu, as root.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootstrap, runMain } from './bootstrap.mjs'
import { SetupError, isRoot, root, run, say } from './steps.mjs'

const USER = 'exlab-sync-test'
const PORT = 9_333
let passed = 0
let failed = 0

/** @param {string} what @param {boolean} holds */
const check = (what, holds) => {
  if (holds) passed += 1
  else failed += 1
  say(`${holds ? 'ok' : 'NOT OK'}: ${what}`)
}

/** Runs a command as the ordinary user, without a display. @param {readonly string[]} command */
const asUser = (command) =>
  spawnSync(
    'runuser',
    ['-u', USER, '--', 'env', '-u', 'DISPLAY', `HOME=/home/${USER}`, ...command],
    {
      encoding: 'utf8',
    },
  )

/** Of a process and its children, those whose command line holds a text. @param {string} text */
const processes = (text) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text)
      } catch {
        return false
      }
    })

const build = async () => {
  const code = await run(process.execPath, [join(root, 'build/dist.mjs'), '--linux', 'deb'], {
    // speed over size: this package is thrown away
    env: {
      DEB_COMPRESSION: 'gzip',
      DEB_LEVEL: '1',
      CUSTOM_FPM_PATH: join(root, 'build/package/fpm-deb.mjs'),
    },
  })
  if (code !== 0) throw new SetupError('the package could not be built; see above')
  const name = readdirSync(join(root, 'dist')).find((file) => file.endsWith('.deb'))
  if (name === undefined) throw new SetupError('there is no .deb in dist/')
  return join(root, 'dist', name)
}

/** A run that goes through the installed command line, with the tools that the package brought. */
const useCommandLine = () => {
  const home = `/home/${USER}`
  const dir = join(home, 'lab')
  mkdirSync(join(dir, 'acq', 'Run 1'), { recursive: true })
  mkdirSync(join(dir, 'data'))
  for (let i = 0; i < 50; i += 1)
    writeFileSync(join(dir, 'acq', 'Run 1', `frame ${i}.tif`), `frame ${i}`)
  writeFileSync(join(dir, 'rclone.conf'), `[nas]\ntype = alias\nremote = ${dir}/nas\n`)
  writeFileSync(
    join(dir, 'data', 'config.yaml'),
    `equipment:\n  - id: S\n    local_root: ${dir}/acq\n    transport: { type: rclone, rclone_remote: nas, rclone_config: ${dir}/rclone.conf }\n`,
  )
  execFileSync('chown', ['-R', USER, dir])
  const cli = (/** @type {string[]} */ ...args) =>
    asUser(['exlab-sync', '--data-dir', join(dir, 'data'), ...args])
  const version = asUser(['exlab-sync', '--version'])
  check(
    'the command answers without a display',
    version.status === 0 && version.stdout.includes('.'),
  )
  check('a run is added', cli('add', join(dir, 'acq', 'Run 1')).status === 0)
  const worked = cli('run', '--until-idle')
  check('it becomes Verified', worked.status === 0)
  if (worked.status !== 0) console.log(worked.stdout, worked.stderr)
  const log = cli('log', 'Run 1')
  check(
    'with the rclone that came along',
    !existsSync('/opt/ExLab Sync/resources/tools/rclone') ||
      log.stdout.includes('/opt/ExLab Sync/resources/tools/rclone'),
  )
  const status = cli('status', '--json')
  check(
    'status --json says so',
    status.stdout.includes('"state":"verified"') && status.stdout.includes('"proof":"sha256"'),
  )
}

const openWindow = async () => {
  const child = spawn(
    'runuser',
    [
      '-u',
      USER,
      '--',
      'env',
      `HOME=/home/${USER}`,
      'xvfb-run',
      '-a',
      'exlab-sync',
      `--remote-debugging-port=${PORT}`,
    ],
    { stdio: 'ignore', detached: true },
  )
  try {
    const { chromium } = await import('@playwright/test')
    let browser = null
    for (let tries = 0; browser === null && tries < 60; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      browser = await chromium.connectOverCDP(`http://127.0.0.1:${PORT}`).catch(() => null)
    }
    if (browser === null) return check('the window opens', false)
    const page = browser.contexts()[0]?.pages()[0]
    if (page === undefined) return check('the window opens', false)
    await page.getByText('Connect your first instrument to start').waitFor({ timeout: 30_000 })
    check('an ordinary user sees the window', true)
    const renderers = processes('--type=renderer')
    const status = renderers.map((pid) => readFileSync(`/proc/${pid}/status`, 'utf8'))
    check(
      'its pages run in the sandbox',
      status.length > 0 &&
        status.every((text) => /^Seccomp:\s+2$/m.test(text) && /^NoNewPrivs:\s+1$/m.test(text)),
    )
    await browser.close()
  } finally {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
    } catch {
      // it ended by itself
    }
    for (const pid of processes('/opt/ExLab Sync/')) {
      try {
        process.kill(Number(pid), 'SIGTERM')
      } catch {
        // it went with its parent
      }
    }
  }
}

await runMain(async () => {
  if (!isRoot || !existsSync('/usr/bin/dpkg'))
    throw new SetupError(
      'Installing a package needs Debian or Ubuntu, and root: sudo npm run test:package',
    )
  await bootstrap()
  const deb = await build()
  const dir = mkdtempSync(join(tmpdir(), 'exlab-deb-'))
  chmodSync(dir, 0o755)
  const copy = join(dir, 'exlab-sync.deb')
  execFileSync('cp', [deb, copy])
  try {
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    const code = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', copy], {
      env,
      quiet: true,
    })
    check('the package installs', code === 0)
    spawnSync('useradd', ['--create-home', USER])
    useCommandLine()
    await openWindow()
    const licences = '/opt/ExLab Sync/resources/licences/THIRD-PARTY-LICENCES.txt'
    check(
      'third-party licences are in it',
      existsSync(licences) && readFileSync(licences, 'utf8').includes('react'),
    )
    await run('apt-get', ['remove', '-y', '-qq', 'exlab-sync'], { env, quiet: true })
    check(
      'nothing is left after removal',
      !existsSync('/opt/ExLab Sync') && !existsSync('/usr/bin/exlab-sync'),
    )
  } finally {
    spawnSync('userdel', ['--remove', USER])
    rmSync(dir, { recursive: true, force: true })
  }
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
})
