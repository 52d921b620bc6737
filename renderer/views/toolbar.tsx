// The commands that are always at hand, and the search.
import { FolderPlus, Pause, Play, RotateCw } from 'lucide-react'
import type { ReactElement, RefObject } from 'react'
import { SearchField } from '../components/small.tsx'
import { count } from '../format.ts'
import { chooseFolders, setPaused, useApp } from '../store/app.ts'
import { act, setSearch, useJobs } from '../store/jobs.ts'
import { TEXT } from '../words.ts'

export const Toolbar = ({
  search,
}: {
  readonly search: RefObject<HTMLInputElement | null>
}): ReactElement => {
  const overview = useApp((state) => state.overview)
  const value = useJobs((state) => state.search)
  const Icon = overview.paused ? Play : Pause
  return (
    <header className="toolbar">
      <button type="button" className="button primary" onClick={() => void chooseFolders()}>
        <FolderPlus size={15} aria-hidden />
        {TEXT.addRun}
      </button>
      <button
        type="button"
        className="button"
        onClick={() => void setPaused(!overview.paused)}
        disabled={overview.counts.all === 0 && !overview.paused}
      >
        <Icon size={14} aria-hidden />
        {overview.paused ? TEXT.resumeAll : TEXT.pauseAll}
      </button>
      {overview.failed > 0 ? (
        <button type="button" className="button" onClick={() => void act('all_failed', 'retry')}>
          <RotateCw size={14} aria-hidden />
          {TEXT.retryFailed} ({count(overview.failed)})
        </button>
      ) : null}
      <SearchField label={TEXT.search} value={value} field={search} onChange={setSearch} />
    </header>
  )
}
