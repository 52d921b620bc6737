// Saves a receipt or a support bundle where a person says in the system's dialog; the window never names a path.
import { rm, writeFile } from 'node:fs/promises'
import { type BrowserWindow, dialog } from 'electron'
import { CHOOSE } from '../../shared/catalogue/shell.ts'
import type { Core } from '../core/core.ts'
import type { ReceiptForm } from '../core/services/receipt-forms.ts'

const EXTENSIONS: Readonly<Record<ReceiptForm, string>> = {
  json: 'json',
  text: 'txt',
  html: 'html',
}

export const saveReceipt = async (
  core: Core,
  window: BrowserWindow | null,
  jobId: number,
  form: ReceiptForm,
): Promise<{ file: string | null }> => {
  const { run } = await core.handlers['jobs.get']({ jobId })
  const options: Electron.SaveDialogOptions = {
    title: CHOOSE.receipt,
    defaultPath: CHOOSE.receiptName(run, EXTENSIONS[form]),
  }
  const chosen =
    window === null
      ? await dialog.showSaveDialog(options)
      : await dialog.showSaveDialog(window, options)
  if (chosen.canceled || chosen.filePath === '') return { file: null }
  await writeFile(chosen.filePath, core.receiptOf(jobId, form))
  return { file: chosen.filePath }
}

export const saveBundle = async (
  core: Core,
  window: BrowserWindow | null,
  mask: boolean,
): Promise<{ file: string | null }> => {
  const options: Electron.SaveDialogOptions = {
    title: CHOOSE.bundle,
    defaultPath: `exlab-sync-support-${new Date().toISOString().slice(0, 10)}.zip`,
  }
  const chosen =
    window === null
      ? await dialog.showSaveDialog(options)
      : await dialog.showSaveDialog(window, options)
  if (chosen.canceled || chosen.filePath === '') return { file: null }
  // the dialog has asked whether an existing file may be replaced
  await rm(chosen.filePath, { force: true })
  await core.writeBundle(chosen.filePath, mask)
  return { file: chosen.filePath }
}
