// Actions on runs: what the window asks the main process to do with them, and what it says of the outcome.
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { JobAction } from '../../../shared/model/model.ts'
import type { SavedReceiptForm } from '../../../shared/model/reports.ts'
import { call } from '../../state/bridge.ts'
import { notify, notifyWithUndo, showError } from '../../state/notice-store.ts'
import { currentQuery, useJobs } from './runs-store.ts'

/** Most runs that one call takes (shared/contract/fields.ts). */
const MAX_IDS = 1_000

/** Puts archived runs back on the list. */
const unarchive = async (ids: readonly number[]): Promise<void> => {
  for (let from = 0; from < ids.length; from += MAX_IDS)
    await act(ids.slice(from, from + MAX_IDS), 'unarchive')
}

/** Says that runs were taken off the list, with the way back. */
const notifyArchived = (ids: readonly number[], name: string | null): void =>
  notifyWithUndo(
    MESSAGES.takenOff(name, ids.length),
    [MESSAGES.takenOffText],
    () => void unarchive(ids),
  )

export const act = async (
  jobs: readonly number[] | 'all_failed' | 'all_finished',
  action: JobAction,
): Promise<void> => {
  const some = typeof jobs === 'string' ? jobs : [...jobs]
  if (some.length === 0) return
  const { rows, current } = useJobs.getState()
  const answer = await call('jobs.act', { jobs: some, action })
  if (!answer.ok) return showError(answer)
  const { refused, changedIds } = answer.value
  if (refused.length > 0)
    notify({
      tone: 'problem',
      title: MESSAGES.notAllDone,
      lines: refused.map((r) => r.message),
    })
  else if (action === 'archive' && changedIds.length > 0) {
    const [id] = changedIds.length === 1 ? changedIds : []
    const only = [...rows, current].find((job) => job?.id === id)
    notifyArchived(changedIds, only?.run ?? null)
  }
}

/** Asks for the new place of a run's folder, and continues the run from there. */
export const locateRun = async (jobId: number): Promise<void> => {
  const chosen = await call('app.choosePath', { what: 'folder' })
  if (!chosen.ok) return showError(chosen)
  const { path } = chosen.value
  if (path !== null) showError(await call('jobs.locate', { jobId, folder: path }))
}

/** Moves a waiting run to the place of another one in the queue of their destination. */
export const moveTo = (jobId: number, placeOf: number): void =>
  void call('jobs.moveTo', { jobId, placeOf }).then(showError)

export const reveal = (jobId: number): void => void call('jobs.reveal', { jobId }).then(showError)

export const openOnNas = (jobId: number): void =>
  void call('jobs.openNas', { jobId }).then(showError)

/** Saves the receipts of runs into a folder that the system's dialog asks for. */
export const saveReceipts = (jobs: readonly number[], form: SavedReceiptForm): void =>
  void call('receipts.saveMany', { jobs: jobs.slice(0, MAX_IDS), form }).then((answer) => {
    if (!answer.ok) return showError(answer)
    const { folder, files } = answer.value
    if (folder !== null)
      notify({ tone: 'info', title: MESSAGES.receiptsSaved(files), lines: [folder] })
  })

/** Exports the list that is shown, with its filters and its order. */
export const exportList = (form: 'csv' | 'json'): void =>
  void call('jobs.export', { ...currentQuery(), form }).then((answer) => {
    if (!answer.ok) return showError(answer)
    const { file } = answer.value
    if (file !== null) notify({ tone: 'info', title: MESSAGES.listSaved, lines: [file] })
  })

/** Saves the receipt of a run; the system's dialog asks where. */
export const saveReceipt = (jobId: number, form: SavedReceiptForm): void =>
  void call('receipts.save', { jobId, form }).then(showError)
