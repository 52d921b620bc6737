// The menu bar, drawn from the one table of commands; the window carries them out.
import { Menu, type MenuItemConstructorOptions, app, shell } from 'electron'
import { COMMAND_LIST, type CommandId, keysOf, type Menu as Part } from '../../shared/commands.ts'

export interface MenuActions {
  run(command: CommandId): void
  readonly dataDir: string
}

const LABELS: Readonly<Record<Part, string>> = {
  file: '&File',
  edit: '&Edit',
  view: '&View',
  transfer: '&Transfer',
  help: '&Help',
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
      { label: 'Open data folder', click: () => void shell.openPath(actions.dataDir) },
      { label: `About ExLab Sync ${app.getVersion()}`, click: () => app.showAboutPanel() },
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
      label: LABELS[part],
      submenu: [...(part === 'edit' ? editing : []), ...of(part), ...more[part]],
    })),
  ])
}
