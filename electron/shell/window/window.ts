// Opens the main window where it was when it was closed, and shows it after its first paint.
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { PROGRAM_NAME } from '../../../shared/messages/desktop/shell.ts'
import { type Box, fitToDisplays } from './displays.ts'
import type { WindowState } from './window-state.ts'
import { APP_ORIGIN } from './security.ts'

const MIN_SIZE = { width: 960, height: 600 }

const isEqual = (a: Box, b: Box): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height

/** Work areas of the connected displays, the main one first. */
const workAreas = (): Box[] => {
  const main = screen.getPrimaryDisplay().id
  return screen
    .getAllDisplays()
    .toSorted((a, b) => Number(b.id === main) - Number(a.id === main))
    .map((display) => display.workArea)
}

/** Moves an open window whose display is unplugged or shrinks: not every system does. */
const keepInView = (window: BrowserWindow): void => {
  const fit = (): void => {
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    const bounds = window.getBounds()
    const fitted = fitToDisplays(bounds, workAreas(), MIN_SIZE)
    if (isEqual(bounds, fitted)) return
    const isMaximized = window.isMaximized()
    if (isMaximized) window.unmaximize()
    window.setBounds(fitted)
    if (isMaximized) window.maximize()
  }
  screen.on('display-removed', fit)
  screen.on('display-metrics-changed', fit)
  window.on('restore', fit)
  window.on('closed', () => {
    screen.off('display-removed', fit)
    screen.off('display-metrics-changed', fit)
  })
}

/** Opens the window; it becomes visible after its first paint. */
export const openWindow = (options: {
  readonly windowState: WindowState
  readonly preload: string
  /** BCP 47 tag of the locale of numbers and dates. */
  readonly locale: string
}): BrowserWindow => {
  const { bounds, maximized } = options.windowState.read()
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...(bounds === undefined ? {} : fitToDisplays(bounds, workAreas(), MIN_SIZE)),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
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
  const saveBounds = (): void =>
    options.windowState.write({ bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  window.on('close', saveBounds)
  window.on('hide', saveBounds)
  void window.loadURL(`${APP_ORIGIN}/index.html`)
  return window
}

/** Resolves after a new window's first paint, or when its page could not be loaded. */
export const whenPainted = (window: BrowserWindow): Promise<void> =>
  new Promise((resolve) => {
    window.once('ready-to-show', resolve)
    window.webContents.once('did-fail-load', () => resolve())
  })
