// The tray: the state as a shape, the sentence as its tip, and the commands that need no window (UX D13).
import { execFile } from 'node:child_process'
import { Menu, Tray, nativeImage } from 'electron'
import { type Glyph, drawGlyph } from './glyphs.ts'
import type { Standing } from './standing.ts'

export interface TrayActions {
  open(): void
  showProblems(): void
  retryFailed(): void
  /** `until`: epoch ms; null: until somebody says so. */
  pause(until: number | null): void
  resume(): void
  quit(): void
}

export interface TrayIcon {
  show(standing: Standing, facts: { readonly paused: boolean; readonly failed: number }): void
  close(): void
}

export const glyphImage = (glyph: Glyph): Electron.NativeImage => {
  const image = nativeImage.createFromBitmap(drawGlyph(glyph, 16), { width: 16, height: 16 })
  image.addRepresentation({
    scaleFactor: 2,
    width: 32,
    height: 32,
    buffer: nativeImage.createFromBitmap(drawGlyph(glyph, 32), { width: 32, height: 32 }).toPNG(),
  })
  return image
}

const HOUR_MS = 3_600_000

const tomorrow = (): number => {
  const at = new Date()
  at.setDate(at.getDate() + 1)
  at.setHours(8, 0, 0, 0)
  return at.getTime()
}

/** Whether this desktop has a tray: Linux desktops may not (no StatusNotifier host), the others always do. */
export const hasTray = (): Promise<boolean> =>
  process.platform === 'linux'
    ? new Promise((resolve) => {
        const name = 'org.freedesktop.DBus'
        const query = ['--dest', name, '--object-path', '/org/freedesktop/DBus', '--method']
        execFile(
          'gdbus',
          ['call', '--session', ...query, `${name}.NameHasOwner`, 'org.kde.StatusNotifierWatcher'],
          { timeout: 3_000 },
          (error, stdout) => resolve(error === null && stdout.includes('true')),
        )
      })
    : Promise.resolve(true)

export const createTray = (actions: TrayActions): TrayIcon => {
  const tray = new Tray(glyphImage('unknown'))
  let shown = ''
  tray.on('click', actions.open)
  return {
    show(standing, { paused, failed }) {
      // menus are rebuilt only when they change: an open one would close
      const key = JSON.stringify([standing, paused, failed])
      if (key === shown) return
      shown = key
      tray.setImage(glyphImage(standing.glyph))
      tray.setToolTip(`ExLab Sync: ${standing.sentence}`)
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: standing.sentence, enabled: false },
          { type: 'separator' },
          { label: 'Open ExLab Sync', click: actions.open },
          ...(paused
            ? [{ label: 'Resume all', click: actions.resume }]
            : [
                {
                  label: 'Pause all',
                  submenu: [
                    { label: 'For 1 hour', click: () => actions.pause(Date.now() + HOUR_MS) },
                    { label: 'Until tomorrow 8:00', click: () => actions.pause(tomorrow()) },
                    { label: 'Until I resume', click: () => actions.pause(null) },
                  ],
                },
              ]),
          { label: 'Retry failed', enabled: failed > 0, click: actions.retryFailed },
          { label: 'Show problems', click: actions.showProblems },
          { type: 'separator' },
          { label: 'Quit', click: actions.quit },
        ]),
      )
    },
    close: () => tray.destroy(),
  }
}
