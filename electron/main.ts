// Composition root of the desktop app: ready -> core -> ipc -> shell. The only file that knows all of them.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type BrowserWindow, Menu, app, dialog, powerMonitor, session, shell } from 'electron'
import { CHANNELS, type Handlers } from '../shared/contract.ts'
import { processIo } from './cli/process-io.ts'
import { runCli } from './cli/run-cli.ts'
import { type Core, CoreUnavailable } from './core/core.ts'
import { createCore } from './core/create-core.ts'
import { type EventPump, createEventPump } from './ipc/event-pump.ts'
import { bindIpc } from './ipc/host.ts'
import { openAppLog } from './shell/app-log.ts'
import { readArguments } from './shell/arguments.ts'
import { closedCore } from './shell/closed-core.ts'
import { keepAwake } from './shell/keep-awake.ts'
import { buildMenu } from './shell/menu.ts'
import { watchNetwork } from './shell/network-watch.ts'
import { saveBundle, saveReceipt } from './shell/save-files.ts'
import { denyEverythingElse, isTrusted, registerScheme, serveApp } from './shell/security.ts'
import { STARTER_CONFIG } from './shell/starter-config.ts'
import { openWindow } from './shell/window.ts'

const BATCH_MS = 100
const HIDDEN_BATCH_MS = 1_000

const bundled = join(process.resourcesPath, 'tools')
const bundledTools = app.isPackaged && existsSync(bundled) ? bundled : null
// run from a checkout, the first argument is the app's own folder
const given = process.argv.slice(app.isPackaged ? 1 : 2)
const started = readArguments(given, process.env, homedir())

const openCore = async (
  dataDir: string,
  configFile: string,
  onBug: (error: unknown) => void,
): Promise<Core> => {
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
    return core
  } catch (error) {
    if (!(error instanceof CoreUnavailable)) throw error
    return closedCore(error.message, { version, dataDir, configFile })
  }
}

const startWindow = async (): Promise<void> => {
  const { dataDir, configFile } = started
  const log = openAppLog(dataDir)
  const core = await openCore(dataDir, configFile, (error) => log.error('core', error))
  let window: BrowserWindow | null = null
  let pump: EventPump | null = null

  const chooseFolders = async (): Promise<{ folders: string[] }> => {
    const options: Electron.OpenDialogOptions = {
      title: 'Add run folders',
      properties: ['openDirectory', 'multiSelections'],
    }
    const chosen =
      window === null
        ? await dialog.showOpenDialog(options)
        : await dialog.showOpenDialog(window, options)
    return { folders: chosen.canceled ? [] : chosen.filePaths }
  }
  const openConfig = async (): Promise<null> => {
    if (!existsSync(configFile)) writeFileSync(configFile, STARTER_CONFIG)
    await shell.openPath(configFile)
    return null
  }
  const handlers: Handlers = {
    ...core.handlers,
    'app.chooseFolders': chooseFolders,
    'config.open': openConfig,
    'receipts.save': ({ jobId, form }) => saveReceipt(core, window, jobId, form),
    'bundle.save': ({ mask }) => saveBundle(core, window, mask),
    'jobs.reveal': async ({ jobId }) => {
      shell.showItemInFolder(core.folderOf(jobId))
      return null
    },
    'logs.reveal': async ({ attemptId }) => {
      shell.showItemInFolder(core.logFileOf(attemptId))
      return null
    },
  }

  serveApp(session.defaultSession, join(import.meta.dirname, '../renderer'))
  bindIpc({
    handlers,
    checkOutput: !app.isPackaged,
    onBug: (method, error) => log.error(method, error),
    trusted: (sender, url, main) => isTrusted(window?.webContents ?? null, sender, url, main),
    pump: () => pump,
  })

  const show = (): void => {
    window = openWindow({ dataDir, preload: join(import.meta.dirname, '../preload/preload.cjs') })
    const { webContents } = window
    const shown = window
    pump = createEventPump({
      core,
      send: (batch) => {
        if (!webContents.isDestroyed()) webContents.send(CHANNELS.batch, batch)
      },
      interval: () =>
        shown.isDestroyed() || !shown.isVisible() || shown.isMinimized()
          ? HIDDEN_BATCH_MS
          : BATCH_MS,
      after(ms, work) {
        const timer = setTimeout(work, ms)
        return () => clearTimeout(timer)
      },
    })
    webContents.on('did-finish-load', () => pump?.reset())
    webContents.on('render-process-gone', (_event, details) => {
      log.error('window', new Error(`the window's process ended: ${details.reason}`))
      if (details.reason !== 'clean-exit') webContents.reload()
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
    window.focus()
  }

  Menu.setApplicationMenu(
    buildMenu({
      dataDir,
      addRun: () => window?.webContents.send(CHANNELS.command, 'add_run'),
      openConfig: () => void openConfig(),
      setPaused: (paused) =>
        void handlers['engine.pause']({ paused }).catch((error: unknown) =>
          log.error('menu', error),
        ),
      retryFailed: () =>
        void handlers['jobs.act']({ jobs: 'all_failed', action: 'retry' }).catch((error: unknown) =>
          log.error('menu', error),
        ),
    }),
  )
  powerMonitor.on('resume', core.tryNow)
  const stopWatching = watchNetwork(core.tryNow)
  const letSleep = keepAwake(core)
  app.on('second-instance', focus)
  app.on('activate', focus)
  app.on('window-all-closed', () => app.quit())
  let stopped = false
  app.on('before-quit', (event) => {
    if (stopped) return
    // running tools are stopped and their attempts settled before the process goes
    event.preventDefault()
    stopWatching()
    letSleep()
    void core
      .stop()
      .catch((error: unknown) => log.error('quit', error))
      .finally(() => {
        stopped = true
        app.quit()
      })
  })
  show()
}

const fatal = (error: unknown): void => {
  dialog.showErrorBox(
    'ExLab Sync could not start',
    error instanceof Error ? error.message : String(error),
  )
  app.exit(2)
}

if (started.command === null) {
  mkdirSync(started.dataDir, { recursive: true, mode: 0o700 })
  app.setPath('userData', join(started.dataDir, 'window'))
  registerScheme()
  denyEverythingElse()
  // one window per data folder; the engine's own lock guards the queue in any case
  if (app.requestSingleInstanceLock()) void app.whenReady().then(startWindow).catch(fatal)
  else app.quit()
} else {
  const io = processIo({ version: app.getVersion(), bundledTools })
  void runCli(started.command, io).then(
    (code) => app.exit(code),
    (error: unknown) => {
      console.error(error)
      app.exit(2)
    },
  )
}
