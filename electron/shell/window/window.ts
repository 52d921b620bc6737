// The one window: how it looks before it has content, and where it was when it was closed.
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { PROGRAM_NAME } from '../../../shared/messages/shell.ts'
import { type Box, fitToDisplays } from './displays.ts'
import type { WindowState } from './window-state.ts'
import { APP_ORIGIN } from './security.ts'

const LEAST = { width: 960, height: 600 }

const isSame = (a: Box, b: Box): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height

/** Room on the displays that there are, the main one first. */
const workAreas = (): Box[] => {
  const main = screen.getPrimaryDisplay().id
  return screen
    .getAllDisplays()
    .toSorted((a, b) => Number(b.id === main) - Number(a.id === main))
    .map((display) => display.workArea)
}

/** Not every system brings a window back whose display is unplugged or shrinks while it is open. */
const keepInView = (window: BrowserWindow): void => {
  const look = (): void => {
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    const at = window.getBounds()
    const to = fitToDisplays(at, workAreas(), LEAST)
    if (isSame(at, to)) return
    const full = window.isMaximized()
    if (full) window.unmaximize()
    window.setBounds(to)
    if (full) window.maximize()
  }
  screen.on('display-removed', look)
  screen.on('display-metrics-changed', look)
  window.on('restore', look)
  window.on('closed', () => {
    screen.off('display-removed', look)
    screen.off('display-metrics-changed', look)
  })
}

/** Opens the window; it shows itself once there is something to see. */
export const openWindow = (options: {
  readonly memory: WindowState
  readonly preload: string
  /** Tag of the locale of numbers and dates. */
  readonly locale: string
}): BrowserWindow => {
  const { bounds, maximized } = options.memory.read()
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...(bounds === undefined ? {} : fitToDisplays(bounds, workAreas(), LEAST)),
    minWidth: LEAST.width,
    minHeight: LEAST.height,
    title: PROGRAM_NAME,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b2029' : '#ffffff',
    webPreferences: {
      preload: options.preload,
      additionalArguments: [`--exlab-locale=${options.locale}`],
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
      backgroundThrottling: false,
    },
  })
  if (maximized === true) window.maximize()
  keepInView(window)
  window.once('ready-to-show', () => window.show())
  window.on('page-title-updated', (event) => event.preventDefault())
  const keep = (): void =>
    options.memory.write({ bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  window.on('close', keep)
  window.on('hide', keep)
  void window.loadURL(`${APP_ORIGIN}/index.html`)
  return window
}

/** Resolves when a new window has something to see, or will have nothing. */
export const whenPainted = (window: BrowserWindow): Promise<void> =>
  new Promise((resolve) => {
    window.once('ready-to-show', resolve)
    window.webContents.once('did-fail-load', () => resolve())
  })
