// The one window: how it looks before it has content, and where it was when it was closed.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import * as z from 'zod'
import { APP_ORIGIN } from './security.ts'

const boundsSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
})
type Bounds = z.infer<typeof boundsSchema>

const boundsFile = (dataDir: string): string => join(dataDir, 'window.json')

/** Bounds of last time, unless no display shows them any more. */
const rememberedBounds = (dataDir: string): Bounds | null => {
  try {
    const bounds = boundsSchema.parse(JSON.parse(readFileSync(boundsFile(dataDir), 'utf8')))
    const { workArea } = screen.getDisplayMatching(bounds)
    const visible =
      bounds.x < workArea.x + workArea.width - 80 &&
      bounds.x + bounds.width > workArea.x + 80 &&
      bounds.y >= workArea.y - 10 &&
      bounds.y < workArea.y + workArea.height - 40
    return visible ? bounds : null
  } catch {
    return null
  }
}

/** Opens the window; it shows itself once there is something to see. */
export const openWindow = (options: {
  readonly dataDir: string
  readonly preload: string
}): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...rememberedBounds(options.dataDir),
    minWidth: 960,
    minHeight: 600,
    title: 'ExLab Sync',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b2029' : '#ffffff',
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
      backgroundThrottling: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  window.on('page-title-updated', (event) => event.preventDefault())
  window.on('close', () => {
    try {
      writeFileSync(boundsFile(options.dataDir), JSON.stringify(window.getNormalBounds()))
    } catch {
      // a data folder that cannot be written costs the remembered place, nothing else
    }
  })
  void window.loadURL(`${APP_ORIGIN}/index.html`)
  return window
}
