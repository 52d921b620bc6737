// Composition root of the desktop app: ready -> core -> ipc -> shell. The only file that knows all of them.
import { errorMessage } from './core/errors.ts'
import './configure-zod.ts'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { type BrowserWindow, Menu, app, dialog, powerMonitor, session } from 'electron'
import { START_MESSAGES } from '../shared/messages/shell.ts'
import { CHANNELS, type Handlers, type WindowOrder } from '../shared/contract/index.ts'
import { localeOf, localeTag, setLocale } from '../shared/format.ts'
import { type Core } from './core/core.ts'
import { CoreUnavailable } from './core/errors.ts'
import { createCore } from './core/create-core.ts'
import { type EventPump, createEventPump } from './ipc/event-pump.ts'
import { bindIpc } from './ipc/host.ts'
import { openAppLog } from './shell/system/app-log.ts'
import { startedFor } from './shell/launch-arguments.ts'
import { closedCore } from './shell/unavailable-core.ts'
import { desktopHandlers } from './shell/desktop-handlers.ts'
import { askToQuit, onClose } from './shell/window/close-and-quit.ts'
import { keepAwake } from './shell/system/keep-awake.ts'
import { buildMenu } from './shell/app-menu.ts'
import { watchNetwork } from './shell/system/network-watch.ts'
import { denyEverythingElse, isTrusted, registerScheme, serveApp } from './shell/window/security.ts'
import { createPresence } from './shell/tray/tray-and-taskbar.ts'
import { openWindowState } from './shell/window/window-state.ts'
import { glyphImage, hasTray } from './shell/tray/tray.ts'
import { openWindow, whenPainted } from './shell/window/window.ts'

const BATCH_MS = 100
const HIDDEN_BATCH_MS = 1_000
/** What is around the window, the tray first, begins so long after its first picture: what the window asks for is answered before. */
const AROUND_MS = 1_000

const bundled = join(process.resourcesPath, 'tools')
const bundledTools = app.isPackaged && existsSync(bundled) ? bundled : null
const started = startedFor(app.isPackaged)

const openCore = async (
  dataDir: string,
  configFile: string,
  onBug: (error: unknown) => void,
): Promise<{ readonly core: Core; readonly known: boolean }> => {
  const version = app.getVersion()
  try {
    const core = await createCore({
      dataDir,
      configFile,
      version,
      env: process.env,
      role: 'engine',
      bundledTools,
      onBug,
    })
    core.start()
    return { core, known: true }
  } catch (error) {
    if (!(error instanceof CoreUnavailable)) throw error
    return { core: closedCore(error.message, { version, dataDir, configFile }), known: false }
  }
}

/** The system's regional format, which is not the language of the window. On Linux LC_TIME tells it, and Electron does not look there. */
const systemLocale = (): string =>
  (process.platform === 'linux' ? localeOf(process.env) : null) ??
  localeTag(app.getSystemLocale()) ??
  app.getLocale()

/** The guide and the page of reasons, as `npm run build` makes them: beside the package's own files, or in the checkout. */
const docs = app.isPackaged
  ? join(process.resourcesPath, 'docs')
  : join(app.getAppPath(), 'out/docs')

const startWindow = async (): Promise<void> => {
  const { dataDir, configFile } = started
  const log = openAppLog(dataDir)
  const bug = (where: string) => (error: unknown) => void log.error(where, error)
  const locale = systemLocale()
  setLocale(locale)
  const memory = openWindowState(dataDir)
  const preload = join(import.meta.dirname, '../preload/preload.cjs')
  const open = (): BrowserWindow => openWindow({ memory, preload, locale })
  let serve = (): void => undefined
  const served = new Promise<void>((resolve) => {
    serve = resolve
  })
  serveApp(session.defaultSession, join(import.meta.dirname, '../renderer'), served)
  // what takes long outside of this process begins first: the window's own processes
  const first = open()
  let begun: BrowserWindow | null = first
  const tray = whenPainted(first)
    .then(() => after(AROUND_MS))
    .then(hasTray)
  const { core, known } = await openCore(dataDir, configFile, bug('core'))
  let window: BrowserWindow | null = null
  let pump: EventPump | null = null
  let presence: { close(): void } | null = null
  let waiting: NodeJS.Timeout | null = null
  let leaving: 'no' | 'asked' | 'yes' = 'no'
  const isLeaving = (): boolean => leaving === 'yes'

  const handlers: Handlers = {
    ...core.handlers,
    ...desktopHandlers({ core, dataDir, configFile, docs, window: () => window }),
  }

  bindIpc({
    handlers,
    checkOutput: !app.isPackaged,
    onBug: (method, error) => log.error(method, error),
    trusted: (sender, url, main) => isTrusted(window?.webContents ?? null, sender, url, main),
    pump: () => pump,
    onDrag(sender, jobId) {
      try {
        sender.startDrag({ file: core.folderOf(jobId), icon: glyphImage('sending') })
      } catch (error) {
        // the run went off the list, or its folder is gone: there is nothing to drag
        log.error('drag', error)
      }
    },
  })

  const show = (): void => {
    window = begun ?? open()
    begun = null
    const { webContents } = window
    const shown = window
    pump = createEventPump({
      core,
      send: (batch) => {
        if (!webContents.isDestroyed()) webContents.send(CHANNELS.batch, JSON.stringify(batch))
      },
      interval: () =>
        shown.isDestroyed() || !shown.isVisible() || shown.isMinimized()
          ? HIDDEN_BATCH_MS
          : BATCH_MS,
      now: () => performance.now(),
      after(ms, work) {
        // on a busy computer the time is up before what a tool said meanwhile has been read: that goes along
        let turn: NodeJS.Immediate | null = null
        const timer = setTimeout(() => {
          turn = setImmediate(work)
        }, ms)
        return () => {
          clearTimeout(timer)
          if (turn !== null) clearImmediate(turn)
        }
      },
    })
    webContents.on('did-finish-load', () => pump?.reset())
    webContents.on('render-process-gone', (_event, details) => {
      log.error('window', new Error(START_MESSAGES.windowGone(details.reason)))
      if (details.reason !== 'clean-exit') webContents.reload()
    })
    window.on('close', (event) => {
      if (isLeaving()) return
      event.preventDefault()
      const { closeToTray } = core.settings().app
      void tray
        .then((withTray) => onClose(shown, memory, { withTray, closeToTray }))
        .then((what) => (what === 'hide' ? shown.hide() : app.quit()))
        .catch(bug('close'))
    })
    window.on('closed', () => {
      pump?.close()
      pump = null
      window = null
    })
  }
  const focus = (): void => {
    if (window === null) return show()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  const order = (what: WindowOrder): void => window?.webContents.send(CHANNELS.command, what)

  Menu.setApplicationMenu(buildMenu({ dataDir, run: (command) => order({ command }) }))
  powerMonitor.on('resume', core.tryNow)
  const stopWatching = watchNetwork(core.tryNow)
  const letSleep = keepAwake(core)
  app.on('second-instance', focus)
  app.on('activate', focus)
  app.on('window-all-closed', () => app.quit())

  const leave = async (): Promise<void> => {
    leaving = 'yes'
    if (waiting !== null) clearInterval(waiting)
    presence?.close()
    pump?.close()
    pump = null
    stopWatching()
    letSleep()
    // running tools are stopped and their attempts settled before the process goes
    await core.stop().catch(bug('quit'))
    app.quit()
  }
  const leaveWhenDone = (): void => {
    core.drain()
    waiting ??= setInterval(() => (core.busy() ? undefined : void leave()), 500)
  }
  // the system is going down and waits for nobody
  powerMonitor.on('shutdown', () => void leave())
  app.on('before-quit', (event) => {
    if (isLeaving()) return
    event.preventDefault()
    if (leaving === 'asked') return
    leaving = 'asked'
    void askToQuit(core, window)
      .then((answer) => {
        if (answer === 'now') return leave()
        leaving = 'no'
        if (answer === 'when_done') leaveWhenDone()
        return undefined
      })
      .catch(bug('quit'))
  })
  show()
  serve()
  const withTray = await tray
  // a desktop may take seconds to say whether it has one, and somebody may have quit meanwhile
  if (isLeaving()) return
  presence = createPresence({
    core,
    memory,
    known,
    withTray,
    window: () => window,
    open(what) {
      focus()
      if (what !== null) order(what)
    },
    quit: () => app.quit(),
    onBug: bug('presence'),
  })
}

const fatal = (error: unknown): void => {
  dialog.showErrorBox(START_MESSAGES.failed, errorMessage(error))
  app.exit(2)
}

if (started.command === null) {
  mkdirSync(started.dataDir, { recursive: true, mode: 0o700 })
  app.setPath('userData', join(started.dataDir, 'window'))
  // what Windows shows a notice under, and groups the taskbar by
  app.setAppUserModelId('org.exlab.sync')
  // ours is built later; Electron would build its own first
  Menu.setApplicationMenu(null)
  registerScheme()
  denyEverythingElse()
  // one window per data folder; the engine's own lock guards the queue in any case
  if (app.requestSingleInstanceLock()) void app.whenReady().then(startWindow).catch(fatal)
  else app.quit()
} else {
  const { command } = started
  // loaded where it is needed: the window starts without it
  const run = async (): Promise<number> => {
    const [{ runCli }, { processIo }] = await Promise.all([
      import('./cli/run-cli.ts'),
      import('./cli/process-io.ts'),
    ])
    return runCli(command, processIo({ version: app.getVersion(), bundledTools }))
  }
  void run().then(
    (code) => app.exit(code),
    (error: unknown) => {
      console.error(error)
      app.exit(2)
    },
  )
}
