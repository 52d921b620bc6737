// Runs electron-builder on the compiled app, with an Electron runtime that was looked for before.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { binary, root } from '../bootstrap/paths.mjs'
import { SetupError, run } from '../bootstrap/process.mjs'
import { ensureElectron } from '../runtime/electron-runtime.ts'
import type { Target } from './rclone-pins.ts'
import { fillStage, stage } from './stage.ts'

/** Environment that makes electron-builder call fpm-deb.ts in place of fpm, which it would fetch from GitHub. */
export const DEB_WITHOUT_FPM: Readonly<Record<string, string>> = {
  CUSTOM_FPM_PATH: join(root, 'build/package/fpm-deb.ts'),
}

/** An Electron to pack: its folder, or null: electron-builder downloads it. */
interface Runtime {
  readonly dist: string | null
  readonly version: string
  /** False: its program takes no fuses, since it only stands for Electron in a test. */
  readonly hasFuses: boolean
}

interface PackOptions {
  /** Never the fallback runtime, and the pinned rclone alone: for releases. */
  readonly official?: boolean
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly target?: Target
  /** null: the one of this checkout. */
  readonly runtime?: Runtime | null
  /** A program to bring as rclone, unchecked, for tests. */
  readonly rclone?: string | null
}

/** The kind of this machine. Throws SetupError where there are no packages for it. */
const ownTarget = (): Target => {
  const target = `${process.platform}-${process.arch}`
  if (/^(?:linux|darwin|win32)-(?:x64|arm64)$/.test(target)) return target as Target
  throw new SetupError(`there are no packages for ${target}`)
}

/** The configuration for that runtime. */
const configFor = ({ hasFuses }: Pick<Runtime, 'hasFuses'>): string => {
  const file = 'build/electron-builder.yml'
  if (hasFuses) return file
  const config = parse(readFileSync(join(root, file), 'utf8')) as Record<string, unknown>
  delete config['electronFuses']
  const copy = join(stage, 'electron-builder.json')
  writeFileSync(copy, JSON.stringify(config))
  return copy
}

/** Packs the compiled app; `targets` are electron-builder's arguments. Throws SetupError when that fails. */
export const packApp = async (
  targets: readonly string[],
  {
    official = false,
    env = {},
    target = ownTarget(),
    runtime = null,
    rclone = null,
  }: PackOptions = {},
): Promise<void> => {
  const own = runtime === null ? await ensureElectron({ quiet: true, official }) : null
  const used = runtime ?? {
    dist: join('node_modules', 'electron', 'dist'),
    version: own?.electron ?? '',
    hasFuses: true,
  }
  await fillStage(target, { official, given: rclone })
  const code = await run(
    binary('electron-builder'),
    [
      ...['--config', configFor(used), '--publish', 'never'],
      ...(used.dist === null ? [] : [`-c.electronDist=${used.dist}`]),
      `-c.electronVersion=${used.version}`,
      ...targets,
    ],
    { env },
  )
  if (code !== 0) throw new SetupError('electron-builder failed; see above')
  if (!existsSync(join(root, 'dist'))) throw new SetupError('there is no dist/ after packaging')
}

/** Holds the fingerprint of the app in dist/linux-unpacked. */
const stamp = join(root, 'dist', 'unpacked-from')

/** Fingerprint of what the unpacked app is made of. */
const fingerprint = async (): Promise<string> => {
  const hash = createHash('sha256')
  const files = readdirSync(join(root, 'out'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const rest = ['package.json', 'package-lock.json', 'build/electron-builder.yml']
  for (const file of [...files.sort(), ...rest.map((name) => join(root, name))])
    hash.update(`${file}\0`).update(readFileSync(file))
  return `${(await ensureElectron({ quiet: true })).electron} ${hash.digest('hex')}`
}

/** Path of the packaged app's archive on Linux; it is packed again only when what it is made of changed. */
export const packedArchive = async (): Promise<string> => {
  const app = join(root, 'dist', 'linux-unpacked', 'resources', 'app.asar')
  const wanted = await fingerprint()
  if (existsSync(app) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return app
  await packApp(['--linux', 'dir'])
  // packing adds to what it is made of: the digests of the native code
  writeFileSync(stamp, await fingerprint())
  return app
}
