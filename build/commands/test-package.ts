// `npm run test:package` builds the .deb, installs it, uses it as an ordinary user, has it take an update of a feed, and removes
// it. Debian or Ubuntu, as root.
import { execFileSync, spawnSync } from 'node:child_process'
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
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../bootstrap/paths.mjs'
import { SetupError, run, say } from '../bootstrap/process.mjs'
import { DEB_WITHOUT_FPM } from '../package/builder.ts'
import {
  PORT,
  asUser,
  eventually,
  pageOf,
  pageText,
  startWindow,
} from '../package/installed/app.ts'
import { testFeedUpdate } from '../package/installed/feed-update.ts'
import { INSTALLED, commandLineOf, processes, terminate } from '../package/installed/processes.ts'
import { testSharedQueue } from '../package/installed/shared-queue.ts'
import { shippedPackages } from '../package/licences.ts'
import { isRoot } from '../steps/electron-launch.ts'
import { COMMAND_NAMES } from '../../electron/cli/command-table.ts'
import { prepare } from '../steps/prepare.ts'

const USER = 'exlab-sync-test'
/** A second account of the computer. */
const OTHER = 'exlab-sync-test-2'
const COMPLETION = '/usr/share/bash-completion/completions/exlab-sync'
let passed = 0
let failed = 0

const check = (what: string, holds: boolean): void => {
  if (holds) passed += 1
  else failed += 1
  say(`${holds ? 'ok' : 'NOT OK'}: ${what}`)
}

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
  mkdirSync(join(dir, 'data'), { mode: 0o700 })
  // the destination's own folder is never made by the app
  mkdirSync(join(dir, 'nas'))
  for (let i = 0; i < 50; i += 1)
    writeFileSync(join(dir, 'acq', 'Run 1', `frame ${i}.tif`), `frame ${i}`)
  writeFileSync(join(dir, 'rclone.conf'), `[nas]\ntype = alias\nremote = ${dir}/nas\n`)
  writeFileSync(
    join(dir, 'data', 'config.yaml'),
    `equipment:\n  - id: S\n    local_root: ${dir}/acq\n    transport: { type: rclone, rclone_remote: nas, rclone_config: ${dir}/rclone.conf }\n`,
  )
  execFileSync('chown', ['-R', USER, dir])
  const cli = (...args: string[]): ReturnType<typeof asUser> =>
    asUser(USER, ['exlab-sync', '--data-dir', join(dir, 'data'), ...args])
  const version = asUser(USER, ['exlab-sync', '--version'])
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
    status.stdout.includes('"state":"verified"') && status.stdout.includes('"proof":"read_back"'),
  )
}

/** Opens the window as the ordinary user, looks at its sandbox, and tries what a debugger would. */
const openWindow = async (): Promise<void> => {
  const child = startWindow(USER)
  try {
    check(
      'an ordinary user sees the window',
      await eventually(() => processes('--type=renderer').length > 0),
    )
    const renderers = processes('--type=renderer')
    const status = renderers.map((pid) => readFileSync(`/proc/${pid}/status`, 'utf8'))
    check(
      'its pages run in the sandbox',
      status.length > 0 &&
        status.every((text) => /^Seccomp:\s+2$/m.test(text) && /^NoNewPrivs:\s+1$/m.test(text)),
    )
    const state = join('/home', USER, '.config/exlab-sync')
    check('its data folder is its own', (statSync(state).mode & 0o077) === 0)
    const [main] = processes('').filter((pid) => !commandLineOf(pid).includes('--type='))
    if (main !== undefined) process.kill(main, 'SIGUSR1')
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    check(
      'SIGUSR1 neither ends it nor opens an inspector',
      main !== undefined && existsSync(`/proc/${main}`) && (await pageOf(9_229)) === null,
    )
  } finally {
    if (child.pid !== undefined) terminate(-child.pid)
    for (const pid of processes('')) terminate(pid)
  }
}

/** Starts the window with more arguments as the ordinary user; its exit code, null: it went on for 30 s. */
const exitCodeOf = async (...args: readonly string[]): Promise<number | null> => {
  const child = startWindow(USER, args)
  let code: number | null = null
  child.on('close', (ended) => {
    code = ended
  })
  await eventually(() => code !== null)
  if (child.pid !== undefined) terminate(-child.pid)
  for (const pid of processes('')) terminate(pid)
  return code
}

/** The installed program starts under no debugger, and not after a file beside its archive was changed. */
const checkHardening = async (): Promise<void> => {
  for (const argument of [
    `--remote-debugging-port=${PORT}`,
    '--remote-debugging-pipe',
    '--inspect',
  ])
    check(`${argument} is refused`, (await exitCodeOf(argument)) === 2)
  const beside = `${INSTALLED}/resources/app.asar.unpacked`
  check(
    'beside the archive lies what plain Node and threads need, and no code of the window',
    existsSync(`${beside}/out/main/cli.cjs`) && !existsSync(`${beside}/out/main/main.cjs`),
  )
  const native = readdirSync(beside, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('.node'),
  )
  for (const name of ['out/main/scan-worker.cjs', 'out/main/planted.cjs', native ?? '-']) {
    const file = join(beside, name)
    const before = existsSync(file) ? readFileSync(file) : null
    writeFileSync(file, Buffer.concat([before ?? Buffer.alloc(0), Buffer.from('\n')]))
    check(`${name} that was changed is refused`, (await exitCodeOf()) === 2)
    if (before === null) rmSync(file)
    else writeFileSync(file, before)
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
    for (const user of [USER, OTHER]) spawnSync('useradd', ['--create-home', user])
    useCommandLine()
    await openWindow()
    check(
      'the page of the installed archive is drawn',
      await pageText('Connect your first instrument to start', null),
    )
    await checkHardening()
    await testFeedUpdate(USER, check)
    checkLicences()
    await testSharedQueue([USER, OTHER], copy, check)
    await run('apt-get', ['remove', '-y', '-qq', 'exlab-sync'], options)
    check(
      'nothing is left after removal',
      ![INSTALLED, '/usr/bin/exlab-sync'].some((path) => existsSync(path)) &&
        lstatSync(COMPLETION, { throwIfNoEntry: false }) === undefined,
    )
  } finally {
    for (const user of [USER, OTHER]) spawnSync('userdel', ['--remove', user])
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
