// Runs electron-builder on the compiled app, with the installed Electron runtime.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { binary, root } from '../bootstrap/paths.mjs'
import { SetupError, run } from '../bootstrap/process.mjs'
import { ensureElectron } from '../runtime/electron-runtime.ts'
import { fillStage } from './stage.ts'

/** Environment that makes electron-builder call fpm-deb.ts in place of fpm, which it would fetch from GitHub. */
export const DEB_WITHOUT_FPM: Readonly<Record<string, string>> = {
  CUSTOM_FPM_PATH: join(root, 'build/package/fpm-deb.ts'),
}

interface PackOptions {
  /** Never the fallback runtime: for releases. */
  readonly official?: boolean
  readonly env?: Readonly<Record<string, string>>
}

/** Packs the compiled app; `targets` are electron-builder's arguments. Throws SetupError when that fails. */
export const packApp = async (
  targets: readonly string[],
  { official = false, env = {} }: PackOptions = {},
): Promise<void> => {
  const electron = await ensureElectron({ quiet: true, official })
  await fillStage()
  const code = await run(
    binary('electron-builder'),
    [
      '--config',
      'build/electron-builder.yml',
      '--publish',
      'never',
      `-c.electronDist=${join('node_modules', 'electron', 'dist')}`,
      `-c.electronVersion=${electron.electron}`,
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
