// The system's dialogs for files, one at a time: a second click while one is coming up opens no second one over it.
import { type BrowserWindow, dialog } from 'electron'

export interface FileDialogs {
  /** What was chosen; nothing where it was called off, or another dialog is open. */
  open(options: Electron.OpenDialogOptions): Promise<string[]>
  /** Where to save; null where it was called off, or another dialog is open. */
  save(options: Electron.SaveDialogOptions): Promise<string | null>
}

/** `window`: the one that they belong to; null while there is none. */
export const createFileDialogs = (window: () => BrowserWindow | null): FileDialogs => {
  let busy = false
  const alone = async <T>(ask: () => Promise<T>, otherwise: T): Promise<T> => {
    if (busy) return otherwise
    busy = true
    try {
      return await ask()
    } finally {
      busy = false
    }
  }
  return {
    open: (options) =>
      alone(async () => {
        const parent = window()
        const chosen = await (parent === null
          ? dialog.showOpenDialog(options)
          : dialog.showOpenDialog(parent, options))
        return chosen.canceled ? [] : chosen.filePaths
      }, []),
    save: (options) =>
      alone<string | null>(async () => {
        const parent = window()
        const chosen = await (parent === null
          ? dialog.showSaveDialog(options)
          : dialog.showSaveDialog(parent, options))
        return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath
      }, null),
  }
}
