// The menu bar. Commands that need the window's selection live in the window; these need none.
import { Menu, type MenuItemConstructorOptions, app, shell } from 'electron'

export interface MenuActions {
  addRun(): void
  openConfig(): void
  setPaused(paused: boolean): void
  retryFailed(): void
  readonly dataDir: string
}

export const buildMenu = (actions: MenuActions): Menu => {
  const mac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Add run…', accelerator: 'CmdOrCtrl+O', click: actions.addRun },
        { type: 'separator' },
        { label: 'Open config file', click: actions.openConfig },
        { type: 'separator' },
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: '&Transfer',
      submenu: [
        { label: 'Pause all', click: () => actions.setPaused(true) },
        { label: 'Resume all', click: () => actions.setPaused(false) },
        { type: 'separator' },
        {
          label: 'Retry all failed',
          accelerator: 'CmdOrCtrl+Shift+Enter',
          click: actions.retryFailed,
        },
      ],
    },
    {
      role: 'help',
      submenu: [
        { label: 'Open data folder', click: () => void shell.openPath(actions.dataDir) },
        { label: `About ExLab Sync ${app.getVersion()}`, click: () => app.showAboutPanel() },
      ],
    },
  ]
  return Menu.buildFromTemplate(template)
}
