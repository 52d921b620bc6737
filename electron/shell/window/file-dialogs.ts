// Opens the system's file dialogs, one at a time: a second click while one is opening opens no second one.
import { type BrowserWindow, dialog } from 'electron'

export interface FileDialogs {
  /** The chosen paths; none where the person cancelled or another dialog is open. */
  open(options: Electron.OpenDialogOptions): Promise<string[]>
  /** The path to save to; null where the person cancelled or another dialog is open. */
  save(options: Electron.SaveDialogOptions): Promise<string | null>
}

/** `window`: the parent of the dialogs; null while there is none. */
export const createFileDialogs = (window: () => BrowserWindow | null): FileDialogs => {
  let isOpen = false
  const oneAtATime = async <T>(ask: () => Promise<T>, otherwise: T): Promise<T> => {
    if (isOpen) return otherwise
    isOpen = true
    try {
      return await ask()
    } finally {
      isOpen = false
    }
  }
  return {
    open: (options) =>
      oneAtATime(async () => {
        const parent = window()
        const chosen = await (parent === null
          ? dialog.showOpenDialog(options)
          : dialog.showOpenDialog(parent, options))
        return chosen.canceled ? [] : chosen.filePaths
      }, []),
    save: (options) =>
      oneAtATime<string | null>(async () => {
        const parent = window()
        const chosen = await (parent === null
          ? dialog.showSaveDialog(options)
          : dialog.showSaveDialog(parent, options))
        return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath
      }, null),
  }
}
