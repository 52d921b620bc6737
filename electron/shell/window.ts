// The one window: how it looks before it has content, and where it was when it was closed.
import { BrowserWindow, type Rectangle, nativeTheme, screen } from 'electron'
import { PROGRAM } from '../../shared/catalogue/shell.ts'
import type { Memory } from './remembered.ts'
import { APP_ORIGIN } from './security.ts'

/** Parts of the title that must be on a display, so that the window can be taken hold of. */
const GRIP = 80

/** Where the window goes: as it was, moved onto a display where the one that it was on is gone or is smaller now. */
export const rescued = (wanted: Rectangle, areas: readonly Rectangle[]): Rectangle | null => {
  const visible = areas.some(
    (area) =>
      wanted.x < area.x + area.width - GRIP &&
      wanted.x + wanted.width > area.x + GRIP &&
      wanted.y >= area.y - 10 &&
      wanted.y < area.y + area.height - 40,
  )
  return visible ? wanted : null
}

/** Opens the window; it shows itself once there is something to see. */
export const openWindow = (options: {
  readonly memory: Memory
  readonly preload: string
  /** Tag of the locale of numbers and dates. */
  readonly locale: string
}): BrowserWindow => {
  const { bounds, maximized } = options.memory.read()
  const areas = screen.getAllDisplays().map((display) => display.workArea)
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...(bounds === undefined ? {} : rescued(bounds, areas)),
    minWidth: 960,
    minHeight: 600,
    title: PROGRAM,
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
  window.once('ready-to-show', () => window.show())
  window.on('page-title-updated', (event) => event.preventDefault())
  const keep = (): void =>
    options.memory.write({ bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  window.on('close', keep)
  window.on('hide', keep)
  void window.loadURL(`${APP_ORIGIN}/index.html`)
  return window
}
