// electron-updater with a generic feed: it compares the SHA-512 of what it fetches with the feed's, and on Windows and macOS the
// publisher of the signature. It is loaded when a feed is asked for the first time.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import type { AppUpdater } from 'electron-updater'
import { MINUTE_MS } from '../../../shared/duration.ts'
import { PROGRAM_NAME } from '../../../shared/messages/desktop/shell.ts'
import type { Core } from '../../core/core.ts'
import { killProcessAfter } from '../../core/lib/end-process.ts'
import {
  type Updater,
  type Updates,
  createUpdates,
  takesUpdates,
  withoutUpdates,
} from './updates.ts'

/** A program that starts its installer ends after this time in any case. */
const INSTALL_LIMIT_MS = 2 * MINUTE_MS

const IS_WINDOWS = process.platform === 'win32'

let loaded: AppUpdater | null = null

const load = async (): Promise<AppUpdater> => {
  if (loaded !== null) return loaded
  const { autoUpdater } = await import('electron-updater')
  autoUpdater.autoDownload = false
  autoUpdater.autoInstallOnAppQuit = false
  autoUpdater.logger = null
  // an older program refuses the queue of a newer one
  autoUpdater.allowDowngrade = false
  // without a listener its errors would end the program; each comes with the promise too
  autoUpdater.on('error', () => undefined)
  loaded = autoUpdater
  return autoUpdater
}

const electronUpdater: Updater = {
  async check(feedUrl) {
    const updater = await load()
    updater.setFeedURL({ provider: 'generic', url: feedUrl })
    const found = await updater.checkForUpdates()
    return found?.isUpdateAvailable === true ? found.updateInfo.version : null
  },
  async download() {
    await (await load()).downloadUpdate()
  },
  install() {
    // a person quit the program: on Windows the installer asks for an administrator and nothing else
    loaded?.quitAndInstall(IS_WINDOWS, !IS_WINDOWS)
    // an installer that is gone or refused would leave a window that does nothing; macOS fetches it once more before it quits
    if (process.platform !== 'darwin') app.quit()
    killProcessAfter(INSTALL_LIMIT_MS)
  },
}

/** setup.exe puts it beside the program; an MSI and a portable copy have none. */
const hasUninstaller = (): boolean =>
  existsSync(join(dirname(process.execPath), `Uninstall ${PROGRAM_NAME}.exe`))

/** Looks for updates of the installed program, where it takes any. */
export const startUpdates = (
  core: Core,
  isShared: boolean,
  onBug: (error: unknown) => void,
): Updates =>
  takesUpdates({
    isPackaged: app.isPackaged,
    isShared,
    hasUninstaller: hasUninstaller(),
    platform: process.platform,
    env: process.env,
  })
    ? createUpdates({
        core,
        updater: electronUpdater,
        version: app.getVersion(),
        now: () => performance.now(),
        onBug,
      })
    : withoutUpdates(core)
