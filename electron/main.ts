// Composition root of the desktop app: opens the window, then the core, and connects both by IPC with the parts of the shell
// around them; or runs one command of the command line.
import './configure-zod.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import {
  type BrowserWindow,
  Menu,
  app,
  dialog,
  net,
  powerMonitor,
  powerSaveBlocker,
  session,
} from 'electron'
import { inEnglish } from '../shared/language/messages.ts'
import { QUIT_MESSAGES, START_MESSAGES } from '../shared/messages/desktop/shell.ts'
import { CHANNELS, type WindowOrder } from '../shared/contract/channels.ts'
import type { Handlers } from '../shared/contract/index.ts'
import type { Core } from './core/core.ts'
import { errorMessage } from './core/errors.ts'
import { createCore } from './core/create-core.ts'
import { openAppLog } from './core/lib/app-log.ts'
import { endsInTime, killProcess, killProcessAfter } from './core/lib/end-process.ts'
import { onUnexpectedError, unexpectedWords } from './core/lib/unexpected-errors.ts'
import type { EventPump } from './ipc/event-pump.ts'
import { bindIpc } from './ipc/host.ts'
import { createRefusalLog } from './ipc/refusal-log.ts'
import { pumpTo } from './ipc/window-pump.ts'
import { launchArguments } from './shell/launch-arguments.ts'
import { prepareApp } from './shell/prepare-app.ts'
import { runCommand } from './shell/run-command.ts'
import { type OpenedCore, openWindowCore, whenEnded } from './shell/open-window-core.ts'
import { desktopHandlers } from './shell/desktop-handlers.ts'
import { attachWindow } from './shell/window/attach-window.ts'
import { confirmQuit, decideClose } from './shell/window/close-and-quit.ts'
import { keepAwake } from './shell/system/keep-awake.ts'
import { buildMenu } from './shell/app-menu.ts'
import { watchNetwork } from './shell/system/network-watch.ts'
import { startUpdates } from './shell/system/electron-updater.ts'
import { watchSessionEnd } from './shell/system/session-end.ts'
import { systemLocale } from './shell/system/system-locale.ts'
import { isTrusted, serveApp } from './shell/window/security.ts'
import { createAwaitedRuns } from './shell/tray/awaited-runs.ts'
import { createTrayAndTaskbar } from './shell/tray/tray-and-taskbar.ts'
import { openAppearance } from './shell/window/appearance.ts'
import { openLanguage } from './shell/window/language.ts'
import { openWindowState } from './shell/window/window-state.ts'
import { statusIconImage } from './shell/tray/tray-icons.ts'
import { hasTray } from './shell/tray/tray.ts'
import { openWindow, whenPainted } from './shell/window/window.ts'

/** The tray begins this long after the window's first paint, so that the window's first calls are answered before. */
const TRAY_DELAY_MS = 1_000
/** How often a quit that waits for running transfers asks whether they are done. */
const DRAIN_CHECK_MS = 500

const bundled = join(process.resourcesPath, 'tools')
const bundledTools = app.isPackaged && existsSync(bundled) ? bundled : null
const launched = launchArguments(app.isPackaged)

const openCore = (
  dataDir: string,
  configFile: string,
  onBug: (error: unknown) => void,
): Promise<OpenedCore> => {
  const version = app.getVersion()
  const about = { dataDir, configFile, version }
  const open = async (role: 'engine' | 'reader'): Promise<Core> => {
    // `net` is Chromium's, which knows the proxies and the certificates of the system
    const fetch: typeof net.fetch = (url, how) => net.fetch(url, how)
    const host = { env: process.env, host: 'window', bundledTools, role, onBug }
    const core = await createCore({ ...about, ...host, fetch })
    core.start()
    return core
  }
  return openWindowCore(open, about)
}

/** Folder of the guide and the page of reasons, as `npm run build` makes them: in the package, or in the checkout. */
const docs = app.isPackaged
  ? join(process.resourcesPath, 'docs')
  : join(app.getAppPath(), 'out/docs')

const log = openAppLog(launched.dataDir)

/** Says that something went wrong, in the window and the tray; nothing before there is a core. */
let warn = (_words: string): void => undefined

/** Opens window, core and tray, connects them, and handles closing and quitting. */
const startWindow = async (): Promise<void> => {
  const { dataDir, configFile, ownFolder } = launched
  const logError = (where: string) => (error: unknown) => void log.error(where, error)
  const locale = systemLocale()
  const windowState = openWindowState(ownFolder)
  const awaited = createAwaitedRuns(windowState)
  const appearance = openAppearance(windowState)
  const spoken = openLanguage({ windowState, locale, onChange: () => drawMenu() })
  const preload = join(import.meta.dirname, '../preload/preload.cjs')
  const open = (): BrowserWindow => openWindow({ windowState, preload, locale })
  let serve = (): void => undefined
  const served = new Promise<void>((resolve) => {
    serve = resolve
  })
  serveApp(session.defaultSession, join(import.meta.dirname, '../renderer'), served)
  // the window's own processes take longest to start, so they are started first
  const first = open()
  /** Opened, but not connected yet. */
  let opened: BrowserWindow | null = first
  const trayFound = whenPainted(first)
    .then(() => after(TRAY_DELAY_MS))
    .then(hasTray)
  const { core, known, holder } = await openCore(dataDir, configFile, logError('core'))
  warn = core.warn
  for (const words of (await core.handlers['app.info']({})).warnings)
    log.error('data folder', words)
  let window: BrowserWindow | null = null
  let pump: EventPump | null = null
  let trayAndTaskbar: { close(): void } | null = null
  let draining: NodeJS.Timeout | null = null
  let quitting: 'no' | 'asked' | 'yes' = 'no'
  const isQuitting = (): boolean => quitting === 'yes'

  // the process that works the queue looks for updates
  const updates =
    holder === null && known ? startUpdates(core, ownFolder !== dataDir, logError('updates')) : null
  const handlers: Handlers = {
    ...core.handlers,
    ...desktopHandlers({
      ...launched,
      core,
      docs,
      language: await spoken,
      appearance,
      awaited,
      window: () => window,
    }),
    'app.info': async (input) => ({
      ...(await core.handlers['app.info'](input)),
      update: updates?.sentence() ?? null,
    }),
  }

  bindIpc({
    handlers,
    checkOutput: !app.isPackaged,
    onBug: (method, error) => log.error(method, error),
    onRefused: createRefusalLog(
      (line) => void log.error('ipc', line),
      () => performance.now(),
    ),
    trusted: (sender, url, main) => isTrusted(window?.webContents ?? null, sender, url, main),
    pump: () => pump,
    onDrag(sender, jobId) {
      try {
        sender.startDrag({ file: core.folderOf(jobId), icon: statusIconImage('sending') })
      } catch (error) {
        // the run was removed from the list, or its folder is gone
        log.error('drag', error)
      }
    },
  })

  const sessionEnd = watchSessionEnd(core, () => void quit(false))

  const show = (): void => {
    window = opened ?? open()
    opened = null
    sessionEnd.window(window)
    const shown = window
    pump = pumpTo(window, core)
    attachWindow(window, {
      pump,
      logError,
      mayClose: isQuitting,
      async onClose() {
        const { closeToTray } = core.settings().app
        const withTray = await trayFound
        const decision = await decideClose(shown, windowState, { withTray, closeToTray })
        if (decision === 'hide') shown.hide()
        else app.quit()
      },
      onGone() {
        pump = null
        window = null
      },
    })
  }
  const focus = (): void => {
    if (window === null) return show()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  const sendOrder = (order: WindowOrder): void => window?.webContents.send(CHANNELS.command, order)

  const drawMenu = (): void =>
    Menu.setApplicationMenu(buildMenu({ dataDir, run: (command) => sendOrder({ command }) }))
  drawMenu()
  powerMonitor.on('resume', core.tryNow)
  const stopNetworkWatch = watchNetwork(core.tryNow)
  const stopKeepingAwake = keepAwake(core, powerSaveBlocker)
  app.on('second-instance', focus)
  app.on('activate', focus)
  app.on('window-all-closed', () => app.quit())

  let stopWaiting = (): void => undefined
  const quit = async (installs: boolean): Promise<void> => {
    quitting = 'yes'
    updates?.stop()
    if (installs) await updates?.prepare().catch(logError('updates'))
    stopWaiting()
    if (draining !== null) clearInterval(draining)
    trayAndTaskbar?.close()
    pump?.close()
    pump = null
    stopNetworkWatch()
    stopKeepingAwake()
    // running tools are stopped and their attempts settled before the process ends
    if (!(await endsInTime(core.stop().catch(logError('quit'))))) {
      log.error('quit', new Error(inEnglish(() => QUIT_MESSAGES.stuck)))
      core.endSession(inEnglish(() => QUIT_MESSAGES.cutOff))
      return killProcess()
    }
    if (updates?.install() === true) return
    app.quit()
    killProcessAfter()
  }
  // the queue is this program's again: it starts anew and works it
  if (holder !== null)
    stopWaiting = whenEnded(holder, () => {
      app.relaunch()
      void quit(false)
    })
  const quitWhenDone = (): void => {
    core.drain()
    draining ??= setInterval(() => (core.busy() ? undefined : void quit(true)), DRAIN_CHECK_MS)
  }
  sessionEnd.system(powerMonitor)
  app.on('before-quit', (event) => {
    if (isQuitting()) return
    event.preventDefault()
    if (quitting === 'asked') return
    quitting = 'asked'
    void confirmQuit(core, window)
      .then((answer) => {
        if (answer === 'now') return quit(true)
        quitting = 'no'
        if (answer === 'when_done') quitWhenDone()
        return undefined
      })
      .catch(logError('quit'))
  })
  show()
  serve()
  const withTray = await trayFound
  // a desktop may take seconds to say whether it has a tray, and the app may be quitting by then
  if (isQuitting()) return
  trayAndTaskbar = createTrayAndTaskbar({
    core,
    windowState,
    awaited,
    known,
    hasTray: withTray,
    window: () => window,
    open(order) {
      focus()
      if (order !== null) sendOrder(order)
    },
    quit: () => app.quit(),
    onBug: logError('tray'),
  })
}

const fatal = (error: unknown): void => {
  log.error('start', error)
  dialog.showErrorBox(START_MESSAGES.failed, errorMessage(error))
  app.exit(2)
}

const startDesktop = (): void => {
  // work goes on: an attempt catches its own errors, so what nothing caught is no part of one
  onUnexpectedError((error) => warn(unexpectedWords(log.error('unexpected', error))))
  prepareApp(launched)
  // one window per account and data folder; the engine's own lock guards the queue in any case
  if (app.requestSingleInstanceLock()) void app.whenReady().then(startWindow).catch(fatal)
  else app.quit()
}

if (launched.command !== null)
  void runCommand(launched.command, bundledTools).then((code) => app.exit(code))
else
  try {
    startDesktop()
  } catch (error) {
    // the data folder cannot be made
    void app.whenReady().then(() => fatal(error))
  }
