// Whether the installed program starts when the account signs in (`app.start_at_login`).
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { PROGRAM_NAME } from '../../../shared/messages/shell.ts'

/** XDG autostart: what Electron itself does not do on Linux. */
const autostart = (wanted: boolean): void => {
  const folder = join(app.getPath('appData'), 'autostart')
  const file = join(folder, 'exlab-sync.desktop')
  if (!wanted) return rmSync(file, { force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    file,
    `[Desktop Entry]\nType=Application\nName=${PROGRAM_NAME}\nExec="${process.execPath}"\nX-GNOME-Autostart-enabled=true\n`,
  )
}

/** Answers a function that follows the setting; a checkout that is run by hand never starts by itself. */
export const followLoginItem = (): ((wanted: boolean) => void) => {
  let before: boolean | null = null
  return (wanted) => {
    if (!app.isPackaged || wanted === before) return
    // at the first look only a wish is carried out: what a person set by other means stays
    if (before === null && !wanted) {
      before = wanted
      return
    }
    before = wanted
    if (process.platform === 'linux') autostart(wanted)
    else app.setLoginItemSettings({ openAtLogin: wanted })
  }
}
