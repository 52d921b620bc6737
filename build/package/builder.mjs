// Runs electron-builder on what was built, with the runtime at hand.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureElectron } from '../electron-runtime.mjs'
import { SetupError, binary, root, run } from '../steps.mjs'

/**
 * Packs the app: dist/stage is filled anew first.
 * @param {readonly string[]} targets
 * @param {{ official?: boolean, env?: Record<string, string | undefined> }} [options]
 */
export const packApp = async (targets, { official = false, env = {} } = {}) => {
  const { fillStage } = await import('./stage.mjs')
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

const stamp = join(root, 'dist', 'unpacked-from')

/** What the unpacked app is made of, as one text. */
const sources = async () => {
  const hash = createHash('sha256')
  const files = readdirSync(join(root, 'out'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const rest = ['package.json', 'package-lock.json', 'build/electron-builder.yml']
  for (const file of [...files.sort(), ...rest.map((name) => join(root, name))])
    hash.update(`${file}\0`).update(readFileSync(file))
  return `${(await ensureElectron({ quiet: true })).electron} ${hash.digest('hex')}`
}

/** Linux: path of the packaged app, unpacked; packed anew only when what it is made of changed. */
export const unpackedApp = async () => {
  const app = join(root, 'dist', 'linux-unpacked', 'exlab-sync')
  const wanted = await sources()
  if (existsSync(app) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return app
  await packApp(['--linux', 'dir'])
  writeFileSync(stamp, wanted)
  return app
}
