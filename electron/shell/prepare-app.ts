// What Electron is told before the app is ready: folders, names, and what pages may not do.
import { join } from 'node:path'
import { Menu, app } from 'electron'
import { makePrivateFolder } from '../core/lib/private-folder.ts'
import type { launchArguments } from './launch-arguments.ts'
import { denyEverythingElse, registerScheme } from './window/security.ts'

/** Throws where the data folder cannot be made. */
export const prepareApp = ({
  dataDir,
  ownFolder,
}: Pick<ReturnType<typeof launchArguments>, 'dataDir' | 'ownFolder'>): void => {
  makePrivateFolder(dataDir)
  makePrivateFolder(ownFolder)
  // its cache holds compiled code: no other account may write it
  app.setPath('userData', join(ownFolder, 'window'))
  // Windows shows notifications and groups the taskbar under this id
  app.setAppUserModelId('org.exlab.sync')
  // the menu is set later; without this Electron would build its own now
  Menu.setApplicationMenu(null)
  registerScheme()
  denyEverythingElse()
}
