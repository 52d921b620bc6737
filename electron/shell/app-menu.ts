// Builds the menu bar from the table of commands; the window carries the commands out.
import { Menu, type MenuItemConstructorOptions, app, shell } from 'electron'
import { MENU_BAR, MENU_MESSAGES } from '../../shared/messages/desktop/shell.ts'
import {
  COMMAND_LIST,
  type CommandId,
  keysOf,
  type Menu as MenuName,
} from '../../shared/commands.ts'

interface MenuActions {
  run(command: CommandId): void
  /** Opened by "Open data folder". */
  readonly dataDir: string
}

/** The menu bar of this platform. */
export const buildMenu = (actions: MenuActions): Menu => {
  const mac = process.platform === 'darwin'
  const commandsOf = (menu: MenuName): MenuItemConstructorOptions[] =>
    COMMAND_LIST.filter(([, command]) => command.menu === menu).flatMap(([id, { label, line }]) => {
      const keys = keysOf(id, process.platform)
      const item: MenuItemConstructorOptions = {
        id,
        label,
        click: () => actions.run(id),
        // the window listens for the keys itself, because most depend on what has the focus
        ...(keys === null ? {} : { accelerator: keys, registerAccelerator: false }),
      }
      return line === true ? [{ type: 'separator' as const }, item] : [item]
    })
  const others: Readonly<Record<MenuName, MenuItemConstructorOptions[]>> = {
    file: [{ type: 'separator' }, mac ? { role: 'close' } : { role: 'quit' }],
    edit: [],
    view: [
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
    ],
    transfer: [],
    help: [
      { label: MENU_MESSAGES.dataFolder, click: () => void shell.openPath(actions.dataDir) },
      { label: MENU_MESSAGES.about(app.getVersion()), click: () => app.showAboutPanel() },
    ],
  }
  const editing: MenuItemConstructorOptions[] = [
    { role: 'undo' },
    { role: 'redo' },
    { type: 'separator' },
    { role: 'cut' },
    { role: 'copy', registerAccelerator: false },
    { role: 'paste' },
    { role: 'selectAll' },
  ]
  return Menu.buildFromTemplate([
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    ...(['file', 'edit', 'view', 'transfer', 'help'] as const).map((menu) => ({
      label: MENU_BAR[menu],
      submenu: [...(menu === 'edit' ? editing : []), ...commandsOf(menu), ...others[menu]],
    })),
  ])
}
