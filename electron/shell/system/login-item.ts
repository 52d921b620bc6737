// Login item: starts the installed program when the account signs in, as `app.start_at_login` says.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { PROGRAM_NAME } from '../../../shared/messages/desktop/shell.ts'

/** Writes or removes the XDG autostart entry: on Linux Electron does neither. */
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

/** Answers a function that applies the setting; a checkout never becomes a login item. */
export const followLoginItem = (): ((wanted: boolean) => void) => {
  let before: boolean | null = null
  return (wanted) => {
    if (!app.isPackaged || wanted === before) return
    // at the first call `false` removes nothing: an entry that a person made by other means stays
    if (before === null && !wanted) {
      before = wanted
      return
    }
    before = wanted
    if (process.platform === 'linux') autostart(wanted)
    else app.setLoginItemSettings({ openAtLogin: wanted })
  }
}
