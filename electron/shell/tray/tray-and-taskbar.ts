// How the program shows itself outside its window: tray, taskbar, badge, notices. Looks at the core now and then, steals no focus.
import { type BrowserWindow, Notification, app } from 'electron'
import type { WindowOrder } from '../../../shared/contract/index.ts'
import type { Core } from '../../core/core.ts'
import { followLoginItem } from '../system/login-item.ts'
import { type Note, createNotices } from './notifications.ts'
import type { WindowState } from '../window/window-state.ts'
import { type TrayStatus, trayStatusOf } from './tray-status.ts'
import { EMPTY_HISTORY } from './notification-history.ts'
import { type TrayIcon, createTray, glyphImage } from './tray.ts'

/** Tray and taskbar follow within this time; foresight reads disks and is looked at less often. */
const CHECK_INTERVAL_MS = 2_000
const FORESIGHT_EVERY = 30
/** A data disk that is full within this time is spoken of. */
const RUNWAY_MS = 4 * 3_600_000

export interface PresenceDeps {
  readonly core: Core
  readonly memory: WindowState
  /** The queue could be opened. */
  readonly known: boolean
  readonly withTray: boolean
  window(): BrowserWindow | null
  /** Brings the window to the front and lets it do something. */
  open(order: WindowOrder | null): void
  quit(): void
  onBug(error: unknown): void
}

export const createPresence = (deps: PresenceDeps): { close(): void } => {
  const { core, memory } = deps
  const notices = createNotices(memory.read().told ?? EMPTY_HISTORY, (told) =>
    memory.write({ told }),
  )
  const followLogin = followLoginItem()
  let looks = 0
  let closed = false
  let foresight: Awaited<ReturnType<typeof readForesight>> = []
  const readForesight = async () => (await core.handlers['forecast.get']({})).rows
  const act = (work: Promise<unknown>): void => void work.catch(deps.onBug)

  const tray: TrayIcon | null = deps.withTray
    ? createTray({
        open: () => deps.open(null),
        showProblems: () => deps.open({ show: 'needs_you' }),
        retryFailed: () => act(core.handlers['jobs.act']({ jobs: 'all_failed', action: 'retry' })),
        pause: (until) => act(core.handlers['engine.pause']({ paused: true, until })),
        resume: () => act(core.handlers['engine.pause']({ paused: false })),
        quit: deps.quit,
      })
    : null

  const show = (note: Note): void => {
    if (!Notification.isSupported()) return
    const notice = new Notification({ title: note.title, body: note.body, silent: true })
    notice.on('click', () =>
      deps.open(note.jobId === null ? { show: 'needs_you' } : { show: 'run', jobId: note.jobId }),
    )
    notice.show()
  }

  const taskbar = (window: BrowserWindow, sign: TrayStatus): void => {
    const overview = core.overview()
    const { counts } = overview
    const live = [...core.changes.live().values()]
    const total = live.reduce((sum, one) => sum + (one.bytesTotal ?? 0), 0)
    const part = total === 0 ? 0 : live.reduce((sum, one) => sum + one.bytes, 0) / total
    if (counts.active === 0 && counts.needs_you === 0) window.setProgressBar(-1)
    else if (counts.needs_you > 0) window.setProgressBar(Math.max(part, 0.01), { mode: 'error' })
    else if (overview.paused) window.setProgressBar(Math.max(part, 0.01), { mode: 'paused' })
    else window.setProgressBar(part, { mode: total === 0 ? 'indeterminate' : 'normal' })
    if (process.platform === 'win32') {
      const icon = sign.glyph === 'idle' ? null : glyphImage(sign.glyph)
      window.setOverlayIcon(icon, sign.sentence)
    }
  }

  const trayStatusNow = async (): Promise<TrayStatus> => {
    const [info, config] = await Promise.all([
      core.handlers['app.info']({}),
      core.handlers['config.get']({}),
    ])
    const facts = {
      now: Date.now(),
      overview: core.overview(),
      forecasts: foresight,
      blocking: info.problems[0] ?? null,
      fault: config.problems[0] ?? null,
      instruments: config.instruments.length,
      runwayMs: RUNWAY_MS,
    }
    return trayStatusOf(facts, deps.known)
  }

  const look = async (): Promise<void> => {
    if (closed) return
    const overview = core.overview()
    const sign = await trayStatusNow()
    if (closed) return
    tray?.show(sign, overview)
    app.setBadgeCount(overview.unacknowledged)
    const window = deps.window()
    if (window !== null && !window.isDestroyed()) taskbar(window, sign)
    if (looks % FORESIGHT_EVERY === 0) foresight = await readForesight()
    looks += 1
    const { notify, app: application } = core.settings()
    followLogin(application.startAtLogin)
    if (closed) return
    const { rows } = await core.handlers['causes.list']({})
    const focused = window !== null && !window.isDestroyed() && window.isFocused()
    const facts = { now: Date.now(), overview, causes: rows, foresight, focused, wants: notify }
    for (const note of notices.look(facts)) show(note)
  }
  const timer = setInterval(() => act(look()), CHECK_INTERVAL_MS)
  act(look())
  return {
    close() {
      closed = true
      clearInterval(timer)
      tray?.close()
    },
  }
}
