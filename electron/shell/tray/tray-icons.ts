// Status icons of the tray, the taskbar overlay and a drag: PNG files that the build renders from icons/*.svg. Their shapes
// differ, so that they can be told apart in one colour (docs/ux.md D13).
import { join } from 'node:path'
import { nativeImage } from 'electron'

export const STATUS_ICONS = ['idle', 'sending', 'paused', 'warning', 'error', 'unknown'] as const
export type StatusIcon = (typeof STATUS_ICONS)[number]

/** The picture of an icon, 16 px; Electron finds the one of scale 2 beside it. */
export const statusIconImage = (icon: StatusIcon): Electron.NativeImage =>
  nativeImage.createFromPath(join(import.meta.dirname, 'tray-icons', `${icon}.png`))
