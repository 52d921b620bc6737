// The tray icon: its picture and tooltip show the overall status, its menu has the commands that need no window
// (docs/ux.md D13).
import { execFile } from 'node:child_process'
import { Menu, Tray } from 'electron'
import { TRAY_MESSAGES } from '../../../shared/messages/desktop/tray.ts'
import { timeOfDay } from '../../../shared/format.ts'
import { pauseName } from '../../../shared/messages/status.ts'
import { pauseChoices, tomorrowMorning } from '../../../shared/pause-choices.ts'
import { trayImage } from './tray-icons.ts'
import type { TrayStatus } from './tray-status.ts'

interface TrayActions {
  open(): void
  showProblems(): void
  retryFailed(): void
  /** `until`: epoch ms; null: until a person resumes. */
  pause(until: number | null): void
  resume(): void
  quit(): void
}

interface TrayFacts {
  readonly paused: boolean
  /** Runs that "Retry failed" would send again. */
  readonly failed: number
  readonly counts: { readonly needs_you: number }
}

export interface TrayIcon {
  show(status: TrayStatus, facts: TrayFacts): void
  close(): void
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

/** The menu; `now`: epoch ms. */
export const trayMenu = (
  status: TrayStatus,
  { paused, failed, counts }: TrayFacts,
  actions: TrayActions,
  now: number,
): Electron.MenuItemConstructorOptions[] => [
  { label: status.sentence, enabled: false },
  ...status.beside.map((label) => ({ label, enabled: false })),
  { type: 'separator' },
  { label: TRAY_MESSAGES.open, click: actions.open },
  paused
    ? { label: TRAY_MESSAGES.resume, click: actions.resume }
    : {
        label: TRAY_MESSAGES.pause,
        submenu: pauseChoices(now).map(({ kind, until }) => ({
          label: pauseName(kind, until === null ? '' : timeOfDay(until)),
          click: () => actions.pause(until),
        })),
      },
  { label: TRAY_MESSAGES.retry, enabled: failed > 0, click: actions.retryFailed },
  { label: TRAY_MESSAGES.problems, enabled: counts.needs_you > 0, click: actions.showProblems },
  { type: 'separator' },
  { label: TRAY_MESSAGES.quit, click: actions.quit },
]

export const createTray = (actions: TrayActions): TrayIcon => {
  const tray = new Tray(trayImage('unknown'))
  let shown = ''
  tray.on('click', actions.open)
  return {
    show(status, facts) {
      const now = Date.now()
      // a menu that is open closes when another is set, so it is set only when it changed
      const key = JSON.stringify([
        status,
        facts.paused,
        facts.failed,
        facts.counts.needs_you,
        tomorrowMorning(now),
      ])
      if (key === shown) return
      shown = key
      tray.setImage(trayImage(status.icon))
      tray.setToolTip(TRAY_MESSAGES.tip(status.sentence, status.beside))
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(status, facts, actions, now)))
    },
    close: () => tray.destroy(),
  }
}
