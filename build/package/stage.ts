// Fills dist/stage with what goes into a package beside the app: icons, licences, and rclone where this machine has one.
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
import { root } from '../bootstrap/paths.mjs'
import { say } from '../bootstrap/process.mjs'
import { commandOutput } from '../steps/command-output.ts'
import { type Licensed, writeLicences } from './licences.ts'
import { writeNativeDigests } from './unpacked-files.ts'

/** Edges of the icons, pixels. */
const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024]

const drawIcons = (stage: string): void => {
  const svg = readFileSync(join(root, 'build/package/icon.svg'), 'utf8')
  mkdirSync(join(stage, 'icons'))
  for (const size of SIZES) {
    const png = new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng()
    if (size <= 512) writeFileSync(join(stage, 'icons', `${size}x${size}.png`), png)
    if (size === 1024) writeFileSync(join(stage, 'icon.png'), png)
  }
}

/** rclone's licence, where Linux distributions install it. */
const RCLONE_LICENCES = ['/usr/share/doc/rclone/copyright', '/usr/share/licenses/rclone/COPYING']

const RCLONE = process.platform === 'win32' ? 'rclone.exe' : 'rclone'

/** Path of the rclone on PATH, or null. */
const findRclone = (): string | null => {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.map((folder) => join(folder, RCLONE)).find((file) => existsSync(file)) ?? null
}

/** Copies this machine's rclone; answers the licences of what was copied. */
const bundleTools = async (stage: string): Promise<Licensed[]> => {
  mkdirSync(join(stage, 'tools'))
  const rclone = findRclone()
  const version =
    rclone === null ? null : (await commandOutput(rclone, ['version']))?.split('\n')[0]
  if (rclone === null || version === null || version === undefined) {
    say('rclone was not found here, so the package brings none: the workstation must have its own')
    return []
  }
  const target = join(stage, 'tools', RCLONE)
  copyFileSync(rclone, target)
  chmodSync(target, 0o755)
  say(`bundling ${version}`)
  const licence = RCLONE_LICENCES.find((file) => existsSync(file))
  const text =
    licence === undefined
      ? 'MIT licence, https://github.com/rclone/rclone/blob/master/COPYING'
      : readFileSync(licence, 'utf8')
  return [{ title: version, text }]
}

/** Empties dist/stage and fills it. */
export const fillStage = async (): Promise<void> => {
  const stage = join(root, 'dist/stage')
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(join(stage, 'licences'), { recursive: true })
  drawIcons(stage)
  writeNativeDigests()
  const tools = await bundleTools(stage)
  const count = writeLicences(join(stage, 'licences', 'THIRD-PARTY-LICENCES.txt'), tools)
  say(`${count} third-party licences`)
}
