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

/** What the system or Electron does itself, under a name in the language of the menu. */
const item = (
  role: Exclude<keyof typeof MENU_MESSAGES, 'about' | 'dataFolder'>,
): MenuItemConstructorOptions => ({ role, label: MENU_MESSAGES[role] })

/** The menu bar of a platform. */
export const buildMenu = (
  actions: MenuActions,
  platform: NodeJS.Platform = process.platform,
): Menu => {
  const mac = platform === 'darwin'
  const commandsOf = (menu: MenuName): MenuItemConstructorOptions[] =>
    COMMAND_LIST.filter(([, command]) => command.menu === menu).flatMap(([id, { label, line }]) => {
      const keys = keysOf(id, platform)
      const own: MenuItemConstructorOptions = {
        id,
        label,
        click: () => actions.run(id),
        // the window listens for the keys itself, because most depend on what has the focus
        ...(keys === null ? {} : { accelerator: keys, registerAccelerator: false }),
      }
      return line === true ? [{ type: 'separator' as const }, own] : [own]
    })
  const others: Readonly<Record<MenuName, MenuItemConstructorOptions[]>> = {
    file: [{ type: 'separator' }, mac ? item('close') : item('quit')],
    edit: [],
    view: [
      { type: 'separator' },
      item('resetZoom'),
      item('zoomIn'),
      item('zoomOut'),
      item('togglefullscreen'),
    ],
    transfer: [],
    help: [
      { label: MENU_MESSAGES.dataFolder, click: () => void shell.openPath(actions.dataDir) },
      { label: MENU_MESSAGES.about(app.getVersion()), click: () => app.showAboutPanel() },
    ],
  }
  const editing: MenuItemConstructorOptions[] = [
    item('undo'),
    item('redo'),
    { type: 'separator' },
    item('cut'),
    { ...item('copy'), registerAccelerator: false },
    item('paste'),
    item('selectAll'),
  ]
  const ours = (menu: MenuName): MenuItemConstructorOptions => ({
    label: MENU_BAR[menu],
    submenu: [...(menu === 'edit' ? editing : []), ...commandsOf(menu), ...others[menu]],
  })
  return Menu.buildFromTemplate([
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    ...(['file', 'edit', 'view', 'transfer'] as const).map(ours),
    ...(mac ? [item('windowMenu')] : []),
    ours('help'),
  ])
}
