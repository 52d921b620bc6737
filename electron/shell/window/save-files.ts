// Saves receipts, support bundles and the text for IT to a path that the person chooses in the system's dialog; the window names none.
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FILE_DIALOG_MESSAGES, REFUSAL_MESSAGES } from '../../../shared/messages/desktop/shell.ts'
import { visible } from '../../../shared/escape.ts'
import type { Core } from '../../core/core.ts'
import { Refusal, errorMessage } from '../../core/errors.ts'
import type { ReceiptForm } from '../../../shared/model/reports.ts'
import type { FileDialogs } from './file-dialogs.ts'

const EXTENSIONS: Readonly<Record<ReceiptForm, string>> = {
  json: 'json',
  text: 'txt',
  html: 'html',
}

/** Awaits a write; throws Refusal with the name of the file where it fails, because that is no fault of the program. */
export const reportWriteError = async (file: string, write: Promise<unknown>): Promise<void> => {
  try {
    await write
  } catch (error) {
    const why = errorMessage(error)
    throw new Refusal('unavailable', REFUSAL_MESSAGES.notWritten(file, why))
  }
}

/** Asks for a file and writes the receipt of a run; null: the person cancelled. Throws Refusal where it cannot be written. */
export const saveReceipt = async (
  core: Core,
  dialogs: FileDialogs,
  jobId: number,
  form: ReceiptForm,
): Promise<{ file: string | null }> => {
  const { run } = await core.handlers['jobs.get']({ jobId })
  const file = await dialogs.save({
    title: FILE_DIALOG_MESSAGES.receipt,
    defaultPath: FILE_DIALOG_MESSAGES.receiptName(
      // a backslash is no part of a file name on every system
      visible(run).replaceAll('\\', '_'),
      EXTENSIONS[form],
    ),
  })
  if (file !== null)
    await reportWriteError(file, writeFile(file, await core.receiptOf(jobId, form)))
  return { file }
}

/** Characters that file names cannot hold on one system or another. */
// oxlint-disable-next-line no-control-regex
const NOT_IN_NAMES = /[\u0000-\u001f<>:"/\\|?*]/g

/**
 * Asks for a folder and writes the receipts of runs into it. A file that is there already stays: the name gets the run's number,
 * which no other run has. Throws Refusal where one cannot be written.
 */
export const saveReceipts = async (
  core: Core,
  dialogs: FileDialogs,
  jobs: readonly number[],
  form: ReceiptForm,
): Promise<{ folder: string | null; files: number }> => {
  const [folder] = await dialogs.open({
    title: FILE_DIALOG_MESSAGES.receipts,
    properties: ['openDirectory', 'createDirectory'],
  })
  if (folder === undefined) return { folder: null, files: 0 }
  for (const jobId of jobs) {
    const { run } = await core.handlers['jobs.get']({ jobId })
    const name = `${run.replaceAll(NOT_IN_NAMES, '_')} (${jobId})`
    const file = join(folder, FILE_DIALOG_MESSAGES.receiptName(name, EXTENSIONS[form]))
    await reportWriteError(file, writeFile(file, await core.receiptOf(jobId, form)))
  }
  return { folder, files: jobs.length }
}

/** Asks for a file and writes a list; null: the person cancelled. Throws Refusal where it cannot be written. */
export const saveList = async (
  dialogs: FileDialogs,
  options: { readonly title: string; readonly defaultPath: string },
  pieces: () => Iterable<string>,
): Promise<{ file: string | null }> => {
  const file = await dialogs.save(options)
  if (file !== null) await reportWriteError(file, writeFile(file, pieces()))
  return { file }
}

/** Asks for a file and writes the support bundle; null: the person cancelled. Throws Refusal where it cannot be written. */
export const saveBundle = async (
  core: Core,
  dialogs: FileDialogs,
  mask: boolean,
): Promise<{ file: string | null }> => {
  const file = await dialogs.save({
    title: FILE_DIALOG_MESSAGES.bundle,
    defaultPath: `exlab-sync-support-${new Date().toISOString().slice(0, 10)}.zip`,
  })
  if (file === null) return { file }
  // the dialog asked already whether an existing file may be replaced
  await reportWriteError(
    file,
    rm(file, { force: true }).then(() => core.writeBundle(file, mask)),
  )
  return { file }
}

/** Asks for a file and writes the text for IT; null: the person cancelled. Throws Refusal where it cannot be written. */
export const saveLetter = async (
  dialogs: FileDialogs,
  text: string,
): Promise<{ file: string | null }> => {
  const file = await dialogs.save({
    title: FILE_DIALOG_MESSAGES.letter,
    defaultPath: FILE_DIALOG_MESSAGES.letterName,
  })
  if (file !== null) await reportWriteError(file, writeFile(file, text))
  return { file }
}
