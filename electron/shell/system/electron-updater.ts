// electron-updater with a generic feed: it compares the SHA-512 of what it fetches with the feed's, and on Windows and macOS the
// publisher of the signature. It is loaded when a feed is asked for the first time.
import { app } from 'electron'
import type { AppUpdater } from 'electron-updater'
import type { Core } from '../../core/core.ts'
import { type Updater, type Updates, createUpdates, takesUpdates } from './updates.ts'

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
  install: () => loaded?.quitAndInstall(false, true),
}

/** Looks for updates of the installed program; null: this one is not updated from a feed. */
export const startUpdates = (
  core: Core,
  isShared: boolean,
  onBug: (error: unknown) => void,
): Updates | null =>
  takesUpdates({
    isPackaged: app.isPackaged,
    isShared,
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
    : null
