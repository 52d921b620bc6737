// What goes into a package beside the app: icons, licences, and rclone where this machine has one.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { ask, root, say } from '../steps.mjs'
import { writeLicences } from './licences.mjs'

const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024]

const drawIcons = (/** @type {string} */ stage) => {
  const svg = readFileSync(join(root, 'build/package/icon.svg'), 'utf8')
  mkdirSync(join(stage, 'icons'))
  for (const size of SIZES) {
    const png = new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng()
    if (size <= 512) writeFileSync(join(stage, 'icons', `${size}x${size}.png`), png)
    if (size === 1024) writeFileSync(join(stage, 'icon.png'), png)
  }
}

const NOTICES = ['/usr/share/doc/rclone/copyright', '/usr/share/licenses/rclone/COPYING']

/** rclone's path, or null. */
const findRclone = () => {
  const name = process.platform === 'win32' ? 'rclone.exe' : 'rclone'
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null
}

/** @param {string} stage @returns {Promise<{ name: string, text: string }[]>} */
const bundleTools = async (stage) => {
  mkdirSync(join(stage, 'tools'))
  const rclone = findRclone()
  const version = rclone === null ? null : (await ask(rclone, ['version']))?.split('\n')[0]
  if (rclone === null || version === null || version === undefined) {
    say('rclone was not found here, so the package brings none: the workstation must have its own')
    return []
  }
  const target = join(stage, 'tools', process.platform === 'win32' ? 'rclone.exe' : 'rclone')
  copyFileSync(rclone, target)
  chmodSync(target, 0o755)
  say(`bundling ${version}`)
  const notice = NOTICES.find((file) => existsSync(file))
  const text =
    notice === undefined
      ? 'MIT licence, https://github.com/rclone/rclone/blob/master/COPYING'
      : readFileSync(notice, 'utf8')
  return [{ name: version, text }]
}

/** Fills dist/stage anew. */
export const fillStage = async () => {
  const stage = join(root, 'dist/stage')
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(join(stage, 'licences'), { recursive: true })
  drawIcons(stage)
  const tools = await bundleTools(stage)
  const count = writeLicences(join(stage, 'licences', 'THIRD-PARTY-LICENCES.txt'), tools)
  say(`${count} third-party licences`)
}
