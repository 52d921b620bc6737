// Fills dist/stage with what goes into a package beside the app: icons, licences, rclone, and for Windows the console programs.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { root } from '../bootstrap/paths.mjs'
import { say } from '../bootstrap/process.mjs'
import { bringRclone } from './bring-rclone.ts'
import { iconFile } from './icon-file.ts'
import { writeLicences } from './licences.ts'
import type { Target } from './rclone-pins.ts'
import { writeNativeDigests } from './unpacked-files.ts'
import { compilePrograms } from './windows/compile.ts'

/** Edges of the icons, pixels. */
const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024]

/** The folder that a package is filled from. */
export const stage = join(root, 'dist/stage')

const drawIcons = (): void => {
  const svg = readFileSync(join(root, 'build/package/icon.svg'), 'utf8')
  mkdirSync(join(stage, 'icons'))
  const pictures = SIZES.map((size) => ({
    size,
    png: new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng(),
  }))
  for (const { size, png } of pictures) {
    if (size <= 512) writeFileSync(join(stage, 'icons', `${size}x${size}.png`), png)
    if (size === 1024) writeFileSync(join(stage, 'icon.png'), png)
  }
  writeFileSync(join(stage, 'icon.ico'), iconFile(pictures.filter(({ size }) => size <= 256)))
}

/** Empties dist/stage and fills it for a target. Throws SetupError where something of it is not to be had. */
export const fillStage = async (
  target: Target,
  rclone: { readonly official: boolean; readonly given: string | null },
): Promise<void> => {
  rmSync(stage, { recursive: true, force: true })
  for (const name of ['licences', 'bin']) mkdirSync(join(stage, name), { recursive: true })
  drawIcons()
  writeNativeDigests()
  if (target.startsWith('win32')) compilePrograms(stage, join(stage, 'icon.ico'))
  const licence = await bringRclone(join(stage, 'tools'), target, rclone)
  const count = writeLicences(join(stage, 'licences', 'THIRD-PARTY-LICENCES.txt'), [licence])
  say(`${count} third-party licences`)
}
