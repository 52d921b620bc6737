// Last touches to an unpacked app: the launcher beside the program, and nothing in it that the fuses make dead weight.
import { chmodSync, copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../steps.mjs'

const KEEP = /^(?:linux|darwin|win32)-(?:x64|arm64)$/

/** electron-builder's Arch enum, as far as we build for it. */
const ARCHES = { 1: 'x64', 3: 'arm64' }

/** Drops the database driver's binaries of other systems. @param {string} prebuilds @param {string} wanted */
const keepOne = (prebuilds, wanted) => {
  if (!existsSync(prebuilds)) return
  for (const name of readdirSync(prebuilds))
    if (KEEP.test(name) && name !== wanted) rmSync(join(prebuilds, name), { recursive: true })
}

/** @param {import('electron-builder').AfterPackContext} context */
const afterPack = async ({ appOutDir, electronPlatformName, arch }) => {
  const resources = join(appOutDir, 'resources')
  rmSync(join(resources, 'default_app.asar'), { force: true })
  keepOne(
    join(resources, 'app.asar.unpacked/node_modules/@photostructure/sqlite/prebuilds'),
    `${electronPlatformName}-${ARCHES[arch] ?? process.arch}`,
  )
  if (electronPlatformName === 'linux') {
    const launcher = join(appOutDir, 'exlab-sync-launcher')
    copyFileSync(join(root, 'build/package/launcher.sh'), launcher)
    chmodSync(launcher, 0o755)
  }
}

export default afterPack
