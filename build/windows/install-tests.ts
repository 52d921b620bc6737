// Installs the Windows packages under Wine, uses the command line, upgrades and removes them: setup.exe and the MSI, with a queue for
// each account and with one for all.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from '../bootstrap/paths.mjs'
import { SetupError, say } from '../bootstrap/process.mjs'
import { packApp } from '../package/builder.ts'
import { makeWindowsPackages } from '../package/windows/windows-packages.ts'
import { buildApp } from '../steps/build-app.ts'
import type { Count } from '../steps/test-count.ts'
import { shared } from './debian-root.ts'
import { makeStandIn } from './stand-in-electron.ts'
import { isSignedBy, signWithThrowAway } from './throw-away-signing.ts'
import { driveC, runWine, windowsPrograms } from './windows-programs.ts'

const INSTALLED = join(driveC, 'Program Files', 'ExLab Sync')
const UNINSTALLER = 'Uninstall ExLab Sync.exe'
const LAB = join(driveC, 'exlab-lab')
/** What an installation for all accounts of the computer makes: its data folder, and the file that names it. */
const SHARED = join(driveC, 'ProgramData', 'ExLab Sync')
const DATA_DIR = join(INSTALLED, 'data-dir.txt')
const packages = join(shared.outside, 'packages')
const results = join(root, 'test-results', 'windows')
const UNINSTALL_KEY =
  'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\org.exlab.sync'
const PATH_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment'

interface Answer {
  readonly code: number
  readonly text: string
}

/** Runs Windows programs in a shell of the root folder. */
const wine = async (script: string): Promise<Answer> => {
  const output = join(results, 'install.txt')
  const code = await runWine(script, output)
  return { code, text: readFileSync(output, 'utf8') }
}

/** The installed command line, found by PATH as cmd.exe finds it, with the words as a batch file has them; its exit code is that of cmd. */
const command = (args: string): Promise<Answer> => {
  const batch = `@exlab-sync ${args}\r\n`
  writeFileSync(join(LAB, 'command.cmd'), batch)
  return wine('wine cmd /c C:\\\\exlab-lab\\\\command.cmd')
}

/** The command line on the data folder of the lab. */
const cli = (args: string): Promise<Answer> => command(`--data-dir C:\\exlab-lab\\data ${args}`)

/** Builds setup.exe and MSI around a stand-in of Electron; answers their names. Throws SetupError. */
const buildPackages = async (): Promise<{ readonly setup: string; readonly msi: string }> => {
  if ((await buildApp()) !== 0) throw new SetupError('the build failed; see above')
  const standIn = join(shared.outside, 'stand-in-electron')
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'),
  ) as { readonly version: string }
  mkdirSync(join(root, 'dist'), { recursive: true })
  makeStandIn(standIn, windowsPrograms.node, version)
  await packApp(['--win', 'dir', '--x64'], {
    target: 'win32-x64',
    runtime: { dist: standIn, version, hasFuses: false },
    rclone: windowsPrograms.rclone,
    // signed when they are finished, as those of a release are
    env: { WIN_CSC_LINK: undefined, CSC_LINK: undefined },
  })
  const { made, missing } = makeWindowsPackages(join(root, 'dist', 'win-unpacked'), true)
  for (const one of missing) say(one)
  rmSync(packages, { recursive: true, force: true })
  mkdirSync(packages, { recursive: true })
  for (const file of made) copyFileSync(file, join(packages, basename(file)))
  const nameOf = (ending: string): string =>
    basename(made.find((file) => file.endsWith(ending)) ?? `no package ${ending}`)
  return { setup: nameOf('setup.exe'), msi: nameOf('.msi') }
}

/** A lab on C: with a run and a destination. */
const makeLab = (): void => {
  rmSync(LAB, { recursive: true, force: true })
  const run = join(LAB, 'acq', 'S', 'Run 1')
  for (const folder of [run, join(LAB, 'nas'), join(LAB, 'data')])
    mkdirSync(folder, { recursive: true })
  for (let i = 0; i < 20; i += 1) writeFileSync(join(run, `frame ${i}.tif`), `frame ${i}`)
  writeFileSync(
    join(LAB, 'data', 'config.yaml'),
    `equipment:\n  - id: S\n    local_root: C:/exlab-lab/acq\n    transport: { type: folder, path: C:/exlab-lab/nas }\nwatch: { enabled: false }\n`,
  )
}

/** What is checked, and how it went. */
type Check = (what: string, holds: boolean, said?: string) => void

/** One queue for all accounts, by the switch of setup.exe and by the property of the MSI. */
const testShared = async (setup: string, msi: string, check: Check): Promise<void> => {
  rmSync(SHARED, { recursive: true, force: true })
  const install = (more: string): Promise<Answer> =>
    wine(`wine 'Z:\\srv\\packages\\${setup}' /S ${more}`)
  const first = await install('/SHARED')
  check(
    'setup.exe /SHARED makes the data folder of all accounts',
    first.code === 0 && existsSync(SHARED) && existsSync(DATA_DIR),
    first.text,
  )
  copyFileSync(join(LAB, 'data', 'config.yaml'), join(SHARED, 'config.yaml'))
  const added = await command('add "C:\\exlab-lab\\acq\\S\\Run 1"')
  check(
    'and the program uses it',
    added.code === 0 && existsSync(join(SHARED, 'queue.db')),
    added.text,
  )
  await install('')
  check('an upgrade keeps the choice', existsSync(DATA_DIR))
  await wine(`wine 'C:\\Program Files\\ExLab Sync\\Uninstall ExLab Sync.exe' /S; wineserver -w`)
  check(
    'the uninstaller takes it back and leaves the queue',
    !existsSync(INSTALLED) && existsSync(join(SHARED, 'queue.db')),
  )

  rmSync(SHARED, { recursive: true, force: true })
  const byMsi = await wine(`wine msiexec /i 'Z:\\srv\\packages\\${msi}' /qn SHARED=1`)
  check(
    'the MSI makes the same by SHARED=1',
    byMsi.code === 0 &&
      existsSync(SHARED) &&
      readFileSync(DATA_DIR, 'utf8') === '%ProgramData%\\ExLab Sync\r\n',
    byMsi.text,
  )
  await wine(`wine msiexec /x 'Z:\\srv\\packages\\${msi}' /qn`)
  check('and takes it back', !existsSync(DATA_DIR))
  rmSync(SHARED, { recursive: true, force: true })
}

/** Installs, uses, upgrades and removes; answers how many checks held. */
export const testInstallers = async (): Promise<Count> => {
  let passed = 0
  let failed = 0
  const check: Check = (what, holds, said = '') => {
    if (holds) passed += 1
    else failed += 1
    say(`${holds ? 'ok' : 'NOT OK'}: ${what}`)
    if (!holds && said !== '') console.log(said)
  }
  const certificate = signWithThrowAway(join(shared.outside, 'signing'))
  if (certificate === null)
    say('the packages of this test are unsigned: there is no osslsigncode or openssl')
  const { setup, msi } = await buildPackages()
  if (certificate !== null)
    check(
      'setup.exe and MSI are signed',
      [setup, msi].every((name) => isSignedBy(certificate, join(packages, name))),
    )
  makeLab()
  for (const folder of [INSTALLED, SHARED]) rmSync(folder, { recursive: true, force: true })
  const program = join(INSTALLED, 'bin', 'exlab-sync.exe')
  const pathHasUs = async (): Promise<boolean> =>
    (await wine(`wine reg query '${PATH_KEY}' /v Path`)).text.includes('ExLab Sync\\bin')
  const install = (): Promise<Answer> => wine(`wine 'Z:\\srv\\packages\\${setup}' /S`)

  const first = await install()
  check(
    'setup.exe /S installs for all accounts',
    first.code === 0 && existsSync(program),
    first.text,
  )
  if (certificate !== null)
    check(
      'and so are the programs, rclone and the uninstaller',
      [
        'ExLab Sync.exe',
        'bin/exlab-sync.exe',
        'resources/elevate.exe',
        'resources/tools/rclone.exe',
        UNINSTALLER,
      ].every((name) => isSignedBy(certificate, join(INSTALLED, name))),
    )
  const menu = join(driveC, 'ProgramData/Microsoft/Windows/Start Menu/Programs/ExLab Sync.lnk')
  check('an entry is in the start menu', existsSync(menu))
  check('the command line is on PATH', await pathHasUs())
  check('each account has a queue of its own', !existsSync(DATA_DIR) && !existsSync(SHARED))
  const version = await cli('--version')
  check(
    'cmd.exe finds it and gets its output',
    version.code === 0 && /\d\.\d/.test(version.text),
    version.text,
  )
  const unknown = await cli('no-such-command')
  check('a wrong command ends with 2', unknown.code === 2, unknown.text)
  const added = await cli('add "C:\\exlab-lab\\acq\\S\\Run 1"')
  check('a run is added', added.code === 0, added.text)
  const worked = await cli('run --until-idle')
  const log = await cli('log 1')
  check(
    'it is sent with the rclone that came along',
    existsSync(join(LAB, 'nas', 'Run 1', 'frame 19.tif')) &&
      log.text.includes('resources\\tools\\rclone.exe'),
    `${worked.text}\n${log.text}`,
  )
  const status = await cli('status --json')
  check('status --json names the run', status.text.includes('"run":"Run 1"'), status.text)

  writeFileSync(join(INSTALLED, 'notes of the lab.txt'), 'kept')
  writeFileSync(join(INSTALLED, 'resources', 'own.txt'), 'kept')
  const second = await install()
  check('an upgrade over it installs', second.code === 0 && existsSync(program), second.text)
  // as electron-updater starts it: what asks for an administrator, the installer, and its own argument
  rmSync(program)
  const updated = await wine(
    `wine 'C:\\Program Files\\ExLab Sync\\resources\\elevate.exe' 'Z:\\srv\\packages\\${setup}' --updated /S; wineserver -w`,
  )
  check('so does an update of a feed', updated.code === 0 && existsSync(program), updated.text)
  const again = await cli('status --json')
  check(
    'the upgraded program reads the same queue',
    again.text.includes('"run":"Run 1"'),
    again.text,
  )

  const removed = await wine(
    `wine 'C:\\Program Files\\ExLab Sync\\Uninstall ExLab Sync.exe' /S; wineserver -w`,
  )
  check('the uninstaller takes the program away', !existsSync(program), removed.text)
  check(
    'and leaves what it did not bring, the queue and the settings',
    existsSync(join(INSTALLED, 'notes of the lab.txt')) &&
      existsSync(join(INSTALLED, 'resources', 'own.txt')) &&
      existsSync(join(LAB, 'data', 'queue.db')),
  )
  check(
    'nothing else is left',
    !existsSync(join(INSTALLED, 'ExLab Sync.exe')) &&
      !existsSync(join(INSTALLED, 'resources', 'app.asar')) &&
      !existsSync(menu) &&
      !(await pathHasUs()) &&
      (await wine(`wine reg query '${UNINSTALL_KEY}'`)).code !== 0,
  )

  rmSync(INSTALLED, { recursive: true, force: true })
  const byMsi = await wine(`wine msiexec /i 'Z:\\srv\\packages\\${msi}' /qn`)
  check('the MSI installs', byMsi.code === 0 && existsSync(program), byMsi.text)
  check('with its command line on PATH', await pathHasUs())
  check('and a queue for each account', !existsSync(DATA_DIR) && !existsSync(SHARED))
  const fromMsi = await cli('status --json')
  check('which works', fromMsi.text.includes('"run":"Run 1"'), fromMsi.text)
  const gone = await wine(`wine msiexec /x 'Z:\\srv\\packages\\${msi}' /qn`)
  check('and removes', gone.code === 0 && !existsSync(program), gone.text)
  await testShared(setup, msi, check)
  rmSync(LAB, { recursive: true, force: true })
  return { passed, failed }
}
