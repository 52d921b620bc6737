// Line above the list that says how far the names of files were searched.
import { type ReactElement, useEffect } from 'react'
import { RUNS_MESSAGES } from '../../../shared/messages/runs.ts'
import { followSearch, searchFileNames, useFileNameSearch } from './file-name-search-store.ts'

export const SearchNote = (): ReactElement => {
  const { isBusy, left } = useFileNameSearch()
  useEffect(followSearch, [])
  return (
    <div className={isBusy || left > 0 ? 'tools search-note muted' : ''} role="status">
      {isBusy ? RUNS_MESSAGES.searchingFiles : null}
      {!isBusy && left > 0 ? (
        <>
          {RUNS_MESSAGES.filesNotSearched(left)}
          <button type="button" className="link" onClick={() => void searchFileNames(true)}>
            {RUNS_MESSAGES.searchThemToo}
          </button>
        </>
      ) : null}
    </div>
  )
}
