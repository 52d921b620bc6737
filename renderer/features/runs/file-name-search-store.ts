// File name search store: the runs that the search finds by the name of a file, and how many were not searched (docs/ux.md D4).
import { create } from 'zustand'
import { call } from '../../state/bridge.ts'
import { refreshJobs, useJobs } from './runs-store.ts'

interface FileNameSearchState {
  readonly isBusy: boolean
  /** The file that was found, by job id. */
  readonly paths: ReadonlyMap<number, string>
  /** Runs whose file names were not searched. */
  readonly left: number
}

const NOTHING: FileNameSearchState = { isBusy: false, paths: new Map(), left: 0 }

export const useFileNameSearch = create<FileNameSearchState>(() => NOTHING)

/** A search begins when nobody has typed for this long. */
const TYPING_MS = 300

/** Searches the file names of all runs for the search of the list. `all`: to the end, however long it takes. */
export const searchFileNames = async (all: boolean): Promise<void> => {
  const { search } = useJobs.getState()
  useFileNameSearch.setState({ isBusy: true })
  const answer = await call('jobs.searchFiles', { search, all })
  // a newer search answers for itself
  if (useJobs.getState().search !== search) return
  if (!answer.ok) return useFileNameSearch.setState(NOTHING)
  const { hits, left } = answer.value
  const paths = new Map(hits.map(({ jobId, path }) => [jobId, path]))
  useFileNameSearch.setState({ isBusy: false, paths, left })
  if (hits.length > 0) refreshJobs()
}

/** Searches after each change of the search of the list, until the answered function is called. */
export const followSearch = (): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = useJobs.subscribe((now, before) => {
    if (now.search === before.search) return
    clearTimeout(timer)
    useFileNameSearch.setState(NOTHING)
    if (now.search.trim() !== '') timer = setTimeout(() => void searchFileNames(false), TYPING_MS)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}
