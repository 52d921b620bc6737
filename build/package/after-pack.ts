// electron-builder hook that finishes an unpacked app: adds the launcher and the files beside the archive, drops what the app cannot use, and demands
// Electron's and Chromium's licence files.
import { chmodSync, copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { AfterPackContext } from 'electron-builder'
import { root } from '../bootstrap/paths.mjs'
import { writeUpdaterFile } from './update-feed.ts'
import { copyBesideArchive } from './unpacked-files.ts'

/** Folders of the database driver's binaries for the systems that there are installers for. */
const PREBUILD = /^(?:linux|darwin|win32)-(?:x64|arm64)$/

/** electron-builder's Arch enum, as far as there are installers for it. */
const ARCHITECTURES: Readonly<Record<number, string>> = { 1: 'x64', 3: 'arm64' }

/** Drops the database driver's binaries of other systems. */
const removeForeignPrebuilds = (prebuilds: string, wanted: string): void => {
  if (!existsSync(prebuilds)) return
  for (const name of readdirSync(prebuilds))
    if (PREBUILD.test(name) && name !== wanted) rmSync(join(prebuilds, name), { recursive: true })
}

/** Both licences allow distribution only with these files. */
const requireLicences = (folder: string): void => {
  for (const name of ['LICENSE.electron.txt', 'LICENSES.chromium.html'])
    if (!existsSync(join(folder, name)))
      throw new Error(`${name} is missing in ${folder}; the app cannot be shipped`)
}

/** electron-builder calls it for each unpacked app. */
export const afterPack = async ({
  appOutDir,
  electronPlatformName,
  arch,
  packager,
}: AfterPackContext): Promise<void> => {
  const resources = packager.getResourcesDir(appOutDir)
  // on macOS only the .app is shipped, so electron-builder moves the licence files into it
  requireLicences(electronPlatformName === 'darwin' ? resources : appOutDir)
  rmSync(join(resources, 'default_app.asar'), { force: true })
  removeForeignPrebuilds(
    join(resources, 'app.asar.unpacked/node_modules/@photostructure/sqlite/prebuilds'),
    `${electronPlatformName}-${ARCHITECTURES[arch] ?? process.arch}`,
  )
  copyBesideArchive(resources)
  writeUpdaterFile(resources, process.env['EXLAB_SYNC_SIGN_PUBLISHER'] ?? null)
  if (electronPlatformName === 'linux') {
    const launcher = join(appOutDir, 'exlab-sync-launcher')
    copyFileSync(join(root, 'build/package/launcher.sh'), launcher)
    chmodSync(launcher, 0o755)
  }
}
