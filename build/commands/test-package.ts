// `npm run test:package` builds the .deb, installs it, uses it as an ordinary user and removes it. Debian or Ubuntu, as root.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { root } from '../bootstrap/paths.mjs'
import { SetupError, run, say } from '../bootstrap/process.mjs'
import { DEB_WITHOUT_FPM } from '../package/builder.ts'
import { shippedPackages } from '../package/licences.ts'
import { isRoot } from '../steps/electron-launch.ts'
import { COMMAND_NAMES } from '../../electron/cli/command-table.ts'
import { prepare } from '../steps/prepare.ts'

const USER = 'exlab-sync-test'
const PORT = 9_333
const INSTALLED = '/opt/ExLab Sync'
const COMPLETION = '/usr/share/bash-completion/completions/exlab-sync'
let passed = 0
let failed = 0

const check = (what: string, holds: boolean): void => {
  if (holds) passed += 1
  else failed += 1
  say(`${holds ? 'ok' : 'NOT OK'}: ${what}`)
}

/** Runs a command as the ordinary user, without a display. */
const asUser = (
  command: readonly string[],
): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(
    'runuser',
    ['-u', USER, '--', 'env', '-u', 'DISPLAY', `HOME=/home/${USER}`, ...command],
    { encoding: 'utf8' },
  )

/** Process ids of the installed app whose command line holds a text. */
const processes = (text: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        return commandLine.includes(`${INSTALLED}/`) && commandLine.includes(text)
      } catch {
        return false
      }
    })
    .map(Number)

/** Builds the package and answers its path. */
const buildDeb = async (): Promise<string> => {
  const dist = [join(root, 'build/bootstrap/run.mjs'), 'dist', '--linux', 'deb']
  const code = await run(process.execPath, dist, {
    // speed over size: this package is thrown away
    env: { ...DEB_WITHOUT_FPM, DEB_COMPRESSION: 'gzip', DEB_LEVEL: '1' },
  })
  if (code !== 0) throw new SetupError('the package could not be built; see above')
  const name = readdirSync(join(root, 'dist')).find((file) => file.endsWith('.deb'))
  if (name === undefined) throw new SetupError('there is no .deb in dist/')
  return join(root, 'dist', name)
}

/** Sends a run through the installed command line, with the tools that the package brought. */
const useCommandLine = (): void => {
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
  const cli = (...args: string[]): ReturnType<typeof asUser> =>
    asUser(['exlab-sync', '--data-dir', join(dir, 'data'), ...args])
  const version = asUser(['exlab-sync', '--version'])
  check(
    'the command answers without a display',
    version.status === 0 && version.stdout.includes('.'),
  )
  const mute = COMMAND_NAMES.filter((name) => cli(name, '--help').status !== 0)
  check(`so does each of its ${COMMAND_NAMES.length} commands`, mute.length === 0)
  for (const name of mute) say(`exlab-sync ${name} --help failed`)
  const unknown = cli('no-such-command')
  check('an unknown command is refused', unknown.status === 2 && unknown.stderr !== '')
  check('bash finds its completion', existsSync(COMPLETION))
  check('a run is added', cli('add', join(dir, 'acq', 'Run 1')).status === 0)
  const worked = cli('run', '--until-idle')
  check('it becomes Verified', worked.status === 0)
  if (worked.status !== 0) console.log(worked.stdout, worked.stderr)
  const log = cli('log', 'Run 1')
  check(
    'with the rclone that came along',
    !existsSync(`${INSTALLED}/resources/tools/rclone`) ||
      log.stdout.includes(`${INSTALLED}/resources/tools/rclone`),
  )
  const status = cli('status', '--json')
  check(
    'status --json says so',
    status.stdout.includes('"state":"verified"') && status.stdout.includes('"proof":"sha256"'),
  )
}

/** Ends a process that may have ended by itself meanwhile; a negative id means its group. */
const terminate = (pid: number): void => {
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    // it ended with its parent
  }
}

/** Connects to the window's debugging port, or answers null when nothing listens within 30 s. */
const connect = async (): Promise<Browser | null> => {
  for (let tries = 0; tries < 60; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${PORT}`).catch(() => null)
    if (browser !== null) return browser
  }
  return null
}

/** Opens the window as the ordinary user and looks at its sandbox. */
const openWindow = async (): Promise<void> => {
  const app = ['xvfb-run', '-a', 'exlab-sync', `--remote-debugging-port=${PORT}`]
  const child = spawn('runuser', ['-u', USER, '--', 'env', `HOME=/home/${USER}`, ...app], {
    stdio: 'ignore',
    detached: true,
  })
  try {
    const browser = await connect()
    const page = browser?.contexts()[0]?.pages()[0]
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
    await browser?.close()
  } finally {
    if (child.pid !== undefined) terminate(-child.pid)
    for (const pid of processes('')) terminate(pid)
  }
}

/** Every package that the bundles and the app's folder hold must be named in the licence file. */
const checkLicences = (): void => {
  const file = `${INSTALLED}/resources/licences/THIRD-PARTY-LICENCES.txt`
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const packages = shippedPackages()
  const missing = packages.filter(({ name, version }) => !text.includes(`\n${name} ${version} (`))
  check(
    `the licences of ${packages.length} third-party packages are in it`,
    packages.length > 0 && missing.length === 0,
  )
  for (const { name } of missing) say(`the licence file does not name ${name}`)
  check(
    "Electron's and Chromium's licences are in it",
    ['LICENSE.electron.txt', 'LICENSES.chromium.html'].every((name) =>
      existsSync(join(INSTALLED, name)),
    ),
  )
}

const testPackage = async (deb: string): Promise<void> => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-deb-'))
  // apt reads the package as an ordinary user
  chmodSync(dir, 0o755)
  const copy = join(dir, 'exlab-sync.deb')
  copyFileSync(deb, copy)
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, quiet: true }
  try {
    const install = ['install', '-y', '-qq', '--no-install-recommends', copy]
    check('the package installs', (await run('apt-get', install, options)) === 0)
    spawnSync('useradd', ['--create-home', USER])
    useCommandLine()
    await openWindow()
    checkLicences()
    await run('apt-get', ['remove', '-y', '-qq', 'exlab-sync'], options)
    check(
      'nothing is left after removal',
      ![INSTALLED, '/usr/bin/exlab-sync'].some((path) => existsSync(path)) &&
        lstatSync(COMPLETION, { throwIfNoEntry: false }) === undefined,
    )
  } finally {
    spawnSync('userdel', ['--remove', USER])
    rmSync(dir, { recursive: true, force: true })
  }
}

if (!isRoot || !existsSync('/usr/bin/dpkg'))
  throw new SetupError(
    'Installing a package needs Debian or Ubuntu, and root: sudo npm run test:package',
  )
await prepare()
await testPackage(await buildDeb())
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
