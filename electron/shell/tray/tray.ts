// The tray: the state as a shape, the sentence as its tip, and the commands that need no window (docs/ux.md D13).
import { HOUR_MS } from '../../../shared/duration.ts'
import { execFile } from 'node:child_process'
import { Menu, Tray, nativeImage } from 'electron'
import { TRAY_MESSAGES } from '../../../shared/messages/tray.ts'
import { timeOfDay } from '../../../shared/format.ts'
import { type Glyph, drawGlyph } from './tray-icons.ts'
import type { TrayStatus } from './tray-status.ts'

export interface TrayActions {
  open(): void
  showProblems(): void
  retryFailed(): void
  /** `until`: epoch ms; null: until somebody says so. */
  pause(until: number | null): void
  resume(): void
  quit(): void
}

export interface TrayFacts {
  readonly paused: boolean
  /** Runs that "retry failed" takes. */
  readonly failed: number
  readonly counts: { readonly needs_you: number }
}

export interface TrayIcon {
  show(sign: TrayStatus, facts: TrayFacts): void
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

/** Eight o'clock of the next day. */
export const tomorrow = (now: number): number => {
  const at = new Date(now)
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

/** The commands that need no window; `until`: when "until tomorrow" ends. */
export const trayMenu = (
  sign: TrayStatus,
  { paused, failed, counts }: TrayFacts,
  actions: TrayActions,
  until: number,
): Electron.MenuItemConstructorOptions[] => [
  { label: sign.sentence, enabled: false },
  { type: 'separator' },
  { label: TRAY_MESSAGES.open, click: actions.open },
  paused
    ? { label: TRAY_MESSAGES.resume, click: actions.resume }
    : {
        label: TRAY_MESSAGES.pause,
        submenu: [
          { label: TRAY_MESSAGES.pauseHour, click: () => actions.pause(Date.now() + HOUR_MS) },
          { label: TRAY_MESSAGES.pauseTomorrow(timeOfDay(until)), click: () => actions.pause(until) },
          { label: TRAY_MESSAGES.pauseOpen, click: () => actions.pause(null) },
        ],
      },
  { label: TRAY_MESSAGES.retry, enabled: failed > 0, click: actions.retryFailed },
  { label: TRAY_MESSAGES.problems, enabled: counts.needs_you > 0, click: actions.showProblems },
  { type: 'separator' },
  { label: TRAY_MESSAGES.quit, click: actions.quit },
]

export const createTray = (actions: TrayActions): TrayIcon => {
  const tray = new Tray(glyphImage('unknown'))
  let shown = ''
  tray.on('click', actions.open)
  return {
    show(sign, facts) {
      const until = tomorrow(Date.now())
      // menus are rebuilt only when they change: an open one would close
      const key = JSON.stringify([sign, facts.paused, facts.failed, facts.counts.needs_you, until])
      if (key === shown) return
      shown = key
      tray.setImage(glyphImage(sign.glyph))
      tray.setToolTip(TRAY_MESSAGES.tip(sign.sentence))
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(sign, facts, actions, until)))
    },
    close: () => tray.destroy(),
  }
}
