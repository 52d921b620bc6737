// Adding runs: from the folder dialog or by drop, and the two questions that may follow: which instrument, which runs.
import { create } from 'zustand'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { FoundFolder } from '../../../shared/model/settings.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { notify, showError } from '../../state/notice-store.ts'
import { goTo } from './runs-store.ts'

interface AddRunsState {
  /** Folders inside no instrument's folder: the operator is asked for their instrument. null: nothing is asked. */
  readonly unassigned: readonly string[] | null
  /** Folders that hold runs, or may: the operator is asked which of them. null: nothing is asked. */
  readonly parents: readonly FoundFolder[] | null
}

export const useAddRuns = create<AddRunsState>(() => ({ unassigned: null, parents: null }))

/** Asks which runs of folders that hold runs are to be added. */
const askWhichRuns = async (folders: readonly string[]): Promise<void> => {
  const answer = await call('folders.inspect', { folders: [...folders] })
  if (!answer.ok) return showError(answer)
  const parents = answer.value.rows.filter((row) => row.kind === 'parent')
  const empty = parents.filter((row) => row.runs.length === 0)
  if (empty.length > 0)
    notify({
      tone: 'problem',
      title: MESSAGES.foldersNotAdded(empty.length),
      lines: empty.flatMap((row) => (row.message === null ? [] : [row.message])),
    })
  const others = parents.filter((row) => row.runs.length > 0)
  if (others.length > 0) useAddRuns.setState({ parents: others })
}

/** Leads to the set-up where no instrument is set up: without one no run can be added. Answers whether it did. */
const leadToSetUp = (): boolean => {
  const { info, instruments, configProblems } = useApp.getState()
  // a fault of config.yaml is mended there: its instruments are only not known at the moment
  const isFault = configProblems.some(({ key, line }) => key !== '' || line !== null)
  if (info === null || instruments.length > 0 || isFault) return false
  goTo({ kind: 'setup' })
  return true
}

/**
 * Adds run folders to the queue. `instrumentId` null: the core finds it, and the operator is asked where it cannot. Where a
 * folder holds runs, the operator is asked which; `whole`: it is one run.
 */
export const addFolders = async (
  folders: readonly string[],
  instrumentId: string | null,
  whole = false,
): Promise<void> => {
  if (folders.length === 0 || leadToSetUp()) return
  const answer = await call('jobs.add', { folders: [...folders], instrumentId, whole })
  if (!answer.ok)
    return notify({ tone: 'problem', title: MESSAGES.notAdded, lines: [answer.error.message] })
  const { refused, jobs, found } = answer.value
  const names = new Map(jobs.map((job) => [job.id, job.run]))
  const notes = found
    .filter(({ kind }) => kind !== 'new')
    .map(({ jobId, message }) => `${names.get(jobId) ?? ''}: ${message}`)
  const unclear = instrumentId === null ? refused.filter((r) => r.unclear) : []
  if (unclear.length > 0) useAddRuns.setState({ unassigned: unclear.map((r) => r.folder) })
  const parents = refused.filter((r) => r.holdsRuns)
  const others = refused.filter((r) => !unclear.includes(r) && !r.holdsRuns)
  if (others.length > 0) {
    notify({
      tone: 'problem',
      title: MESSAGES.foldersNotAdded(others.length),
      lines: others.map((r) => r.message),
    })
  } else if (parents.length > 0) await askWhichRuns(parents.map((r) => r.folder))
  else if (notes.length > 0) notify({ tone: 'info', title: MESSAGES.addedAlso, lines: notes })
  else if (jobs.length > 0) notify(null)
}

/** Opens the system's folder dialog and adds what is chosen. */
export const chooseFolders = async (): Promise<void> => {
  if (leadToSetUp()) return
  const answer = await call('app.chooseFolders', {})
  if (answer.ok) await addFolders(answer.value.folders, null)
}
