// Status icons of the tray, the taskbar overlay and a drag: PNG files that the build renders from icons/*.svg. Their shapes
// differ, so that they can be told apart in one colour (docs/ux.md D13).
import { join } from 'node:path'
import { nativeImage } from 'electron'

export const STATUS_ICONS = ['idle', 'sending', 'paused', 'warning', 'error', 'unknown'] as const
export type StatusIcon = (typeof STATUS_ICONS)[number]

/** The picture of an icon, 16 px; Electron finds the one of scale 2 beside it. */
export const statusIconImage = (icon: StatusIcon): Electron.NativeImage =>
  nativeImage.createFromPath(join(import.meta.dirname, 'tray-icons', `${icon}.png`))

/** The picture of an icon in the tray. macOS draws the shape alone, in the colour of its menu bar. */
export const trayImage = (
  icon: StatusIcon,
  platform: NodeJS.Platform = process.platform,
): Electron.NativeImage => {
  const image = statusIconImage(icon)
  if (platform === 'darwin') image.setTemplateImage(true)
  return image
}
