// Tray icon, taskbar badge and progress, and notifications, refreshed from the core's overview every few seconds. None of them
// takes the focus.
import { type BrowserWindow, Notification, app } from 'electron'
import { HOUR_MS } from '../../../shared/duration.ts'
import { visible } from '../../../shared/escape.ts'
import type { WindowOrder } from '../../../shared/contract/channels.ts'
import type { Core } from '../../core/core.ts'
import { followLoginItem } from '../system/login-item.ts'
import type { AwaitedRuns } from './awaited-runs.ts'
import { type AppNotification, createNotifications } from './notifications.ts'
import type { WindowState } from '../window/window-state.ts'
import { type TrayStatus, trayStatusOf } from './tray-status.ts'
import { EMPTY_HISTORY } from './notification-history.ts'
import { statusIconImage } from './tray-icons.ts'
import { type TrayIcon, createTray } from './tray.ts'

const REFRESH_INTERVAL_MS = 2_000
/** The forecast reads disks, so only every thirtieth refresh asks for it. */
const FORECAST_EVERY = 30
/** A data disk that is full within this time makes the status a warning. */
const RUNWAY_MS = 4 * HOUR_MS

interface TrayAndTaskbarDeps {
  readonly core: Core
  readonly windowState: WindowState
  readonly awaited: Pick<AwaitedRuns, 'due'>
  /** The queue could be opened, so its state is known. */
  readonly known: boolean
  /** This desktop has a tray. */
  readonly hasTray: boolean
  window(): BrowserWindow | null
  /** Brings the window to the front and has it carry out an order; null: none. */
  open(order: WindowOrder | null): void
  quit(): void
  onBug(error: unknown): void
}

/** What a click on a notification has the window do. */
const orderOf = ({ jobId, instrument }: AppNotification): WindowOrder => {
  if (jobId !== null) return { show: 'run', jobId }
  return instrument === undefined ? { show: 'needs_you' } : { show: 'instrument', id: instrument }
}

/** Starts refreshing; `close` ends it and removes the tray icon. */
export const createTrayAndTaskbar = (deps: TrayAndTaskbarDeps): { close(): void } => {
  const { core, windowState } = deps
  const notifications = createNotifications(
    windowState.read().notificationHistory ?? EMPTY_HISTORY,
    (notificationHistory) => windowState.write({ notificationHistory }),
  )
  const followLogin = followLoginItem()
  let refreshes = 0
  let closed = false
  let forecast: Awaited<ReturnType<typeof readForecast>> = []
  const readForecast = async () => (await core.handlers['forecast.get']({})).rows
  const attempt = (work: Promise<unknown>): void => void work.catch(deps.onBug)

  const tray: TrayIcon | null = deps.hasTray
    ? createTray({
        open: () => deps.open(null),
        showProblems: () => deps.open({ show: 'needs_you' }),
        retryFailed: () =>
          attempt(core.handlers['jobs.act']({ jobs: 'all_failed', action: 'retry' })),
        pause: (until) => attempt(core.handlers['engine.pause']({ paused: true, until })),
        resume: () => attempt(core.handlers['engine.pause']({ paused: false })),
        quit: deps.quit,
      })
    : null

  const notify = (one: AppNotification): void => {
    if (!Notification.isSupported()) return
    const notification = new Notification({
      title: visible(one.title),
      body: visible(one.body),
      silent: true,
    })
    notification.on('click', () => deps.open(orderOf(one)))
    notification.show()
  }

  const showInTaskbar = (window: BrowserWindow, status: TrayStatus): void => {
    const overview = core.overview()
    const { counts, unacknowledged: problems } = overview
    const transfers = [...core.changes.live().values()]
    const total = transfers.reduce((sum, one) => sum + (one.bytesTotal ?? 0), 0)
    const part = total === 0 ? 0 : transfers.reduce((sum, one) => sum + one.bytes, 0) / total
    if (counts.active === 0 && problems === 0) window.setProgressBar(-1)
    else if (problems > 0) window.setProgressBar(Math.max(part, 0.01), { mode: 'error' })
    else if (overview.paused) window.setProgressBar(Math.max(part, 0.01), { mode: 'paused' })
    else window.setProgressBar(part, { mode: total === 0 ? 'indeterminate' : 'normal' })
    if (process.platform === 'win32') {
      const icon = status.icon === 'idle' ? null : statusIconImage(status.icon)
      window.setOverlayIcon(icon, status.sentence)
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
      forecasts: forecast,
      live: [...core.changes.live().values()],
      blocking: info.problems[0] ?? null,
      fault: config.problems[0] ?? null,
      instruments: config.instruments.length,
      runwayMs: RUNWAY_MS,
    }
    const status = trayStatusOf(facts, deps.known)
    return { ...status, sentence: visible(status.sentence) }
  }

  const refresh = async (): Promise<void> => {
    if (closed) return
    const overview = core.overview()
    const status = await trayStatusNow()
    if (closed) return
    tray?.show(status, overview)
    app.setBadgeCount(overview.unacknowledged)
    const window = deps.window()
    if (window !== null && !window.isDestroyed()) showInTaskbar(window, status)
    if (refreshes % FORECAST_EVERY === 0) forecast = await readForecast()
    refreshes += 1
    const { notify: wants, app: application } = core.settings()
    followLogin(application.startAtLogin)
    if (closed) return
    const { rows } = await core.handlers['causes.list']({})
    const focused = window !== null && !window.isDestroyed() && window.isFocused()
    const facts = { now: Date.now(), overview, causes: rows, forecast, focused, wants }
    for (const one of notifications.due(facts)) notify(one)
    for (const one of deps.awaited.due((ids) => core.summaries(ids))) notify(one)
  }
  const timer = setInterval(() => attempt(refresh()), REFRESH_INTERVAL_MS)
  attempt(refresh())
  return {
    close() {
      closed = true
      clearInterval(timer)
      tray?.close()
    },
  }
}
