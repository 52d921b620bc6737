// Saves receipts, support bundles and the text for IT to a path that the person chooses in the system's dialog; the window names none.
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FILE_DIALOG_MESSAGES, REFUSAL_MESSAGES } from '../../../shared/messages/desktop/shell.ts'
import { visible } from '../../../shared/escape.ts'
import type { Core } from '../../core/core.ts'
import { Refusal, errorMessage } from '../../core/errors.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import type { SavedReceiptForm } from '../../../shared/model/reports.ts'
import type { FileDialogs } from './file-dialogs.ts'
import { printPage } from './print-page.ts'

const EXTENSIONS: Readonly<Record<SavedReceiptForm, string>> = {
  json: 'json',
  text: 'txt',
  html: 'html',
  pdf: 'pdf',
}

/** Most files of a run whose receipt is printed: pages for more of them take minutes and gigabytes of memory. */
const MAX_PRINTED_FILES = 20_000

/** Awaits a write; throws Refusal with the name of the file where it fails, because that is no fault of the program. */
export const reportWriteError = async (file: string, write: Promise<unknown>): Promise<void> => {
  try {
    await write
  } catch (error) {
    const why = errorMessage(error)
    throw new Refusal('unavailable', REFUSAL_MESSAGES.notWritten(file, why))
  }
}

/** Writes the receipt of a run into a file. Throws Refusal where its list is too long for a PDF, or the file cannot be written. */
const writeReceiptTo = async (
  core: Core,
  file: string,
  { id, run, files }: Pick<JobSummary, 'id' | 'run' | 'files'>,
  form: SavedReceiptForm,
): Promise<void> => {
  if (form === 'pdf' && files.total > MAX_PRINTED_FILES)
    throw new Refusal(
      'unavailable',
      REFUSAL_MESSAGES.tooLongToPrint(run, files.total, MAX_PRINTED_FILES),
    )
  const content =
    form === 'pdf'
      ? await printPage(await core.receiptOf(id, 'html'))
      : await core.receiptOf(id, form)
  await reportWriteError(file, writeFile(file, content))
}

/** Asks for a file and writes the receipt of a run; null: the person cancelled. Throws Refusal where it cannot be written. */
export const saveReceipt = async (
  core: Core,
  dialogs: FileDialogs,
  jobId: number,
  form: SavedReceiptForm,
): Promise<{ file: string | null }> => {
  const job = await core.handlers['jobs.get']({ jobId })
  const file = await dialogs.save({
    title: FILE_DIALOG_MESSAGES.receipt,
    defaultPath: FILE_DIALOG_MESSAGES.receiptName(
      // a backslash is no part of a file name on every system
      visible(job.run).replaceAll('\\', '_'),
      EXTENSIONS[form],
    ),
  })
  if (file !== null) await writeReceiptTo(core, file, job, form)
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
  form: SavedReceiptForm,
): Promise<{ folder: string | null; files: number }> => {
  const [folder] = await dialogs.open({
    title: FILE_DIALOG_MESSAGES.receipts,
    properties: ['openDirectory', 'createDirectory'],
  })
  if (folder === undefined) return { folder: null, files: 0 }
  for (const jobId of jobs) {
    const job = await core.handlers['jobs.get']({ jobId })
    const name = `${job.run.replaceAll(NOT_IN_NAMES, '_')} (${jobId})`
    const file = join(folder, FILE_DIALOG_MESSAGES.receiptName(name, EXTENSIONS[form]))
    await writeReceiptTo(core, file, job, form)
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
