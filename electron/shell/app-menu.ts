// The menu bar, drawn from the one table of commands; the window carries them out.
import { Menu, type MenuItemConstructorOptions, app, shell } from 'electron'
import { MENU_BAR, MENU_MESSAGES } from '../../shared/messages/shell.ts'
import { COMMAND_LIST, type CommandId, keysOf, type Menu as Part } from '../../shared/commands.ts'

export interface MenuActions {
  run(command: CommandId): void
  readonly dataDir: string
}

export const buildMenu = (actions: MenuActions): Menu => {
  const mac = process.platform === 'darwin'
  const of = (part: Part): MenuItemConstructorOptions[] =>
    COMMAND_LIST.filter(([, command]) => command.menu === part).flatMap(([id, { label, line }]) => {
      const keys = keysOf(id, process.platform)
      const item: MenuItemConstructorOptions = {
        id,
        label,
        click: () => actions.run(id),
        // the window listens for the keys itself, since most depend on what has the focus in it
        ...(keys === null ? {} : { accelerator: keys, registerAccelerator: false }),
      }
      return line === true ? [{ type: 'separator' as const }, item] : [item]
    })
  const more: Readonly<Record<Part, MenuItemConstructorOptions[]>> = {
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
    ...(['file', 'edit', 'view', 'transfer', 'help'] as const).map((part) => ({
      label: MENU_BAR[part],
      submenu: [...(part === 'edit' ? editing : []), ...of(part), ...more[part]],
    })),
  ])
}
