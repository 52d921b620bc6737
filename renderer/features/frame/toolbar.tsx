// Toolbar: global commands and the search of runs. At most one button is filled: what is to be done next (docs/ux.md D2).
import { FolderPlus, RotateCw, ShieldCheck } from 'lucide-react'
import type { ReactElement } from 'react'
import { count } from '../../../shared/format.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { useApp } from '../../state/app-store.ts'
import { useNav } from '../../state/nav.ts'
import { runCommand } from './commands.ts'
import { PauseButton } from './pause-button.tsx'
import { SpeedMenu } from './speed-menu.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { chooseFolders } from '../runs/add-runs-store.ts'
import { setSearch, useJobs } from '../runs/runs-store.ts'

/** The button that is filled; null: the page has the next step itself, as a card, an empty list or the set-up does. */
const useNextStep = (): 'resume' | 'retry' | 'add' | null => {
  const isPaused = useApp(({ overview }) => overview.paused)
  const hasFailed = useApp(({ overview }) => overview.failed > 0)
  const hasInstruments = useApp((state) => state.instruments.length > 0)
  const isList = useNav(({ place }) => place.kind === 'runs' && place.view !== 'needs_you')
  const isEmpty = useJobs((list) => list.loaded && list.total === 0)
  if (!isList || isEmpty || !hasInstruments) return null
  return isPaused ? 'resume' : hasFailed ? 'retry' : 'add'
}

export const Toolbar = (): ReactElement => {
  const failed = useApp(({ overview }) => overview.failed)
  const value = useJobs((state) => state.search)
  const canVerify = useJobs((state) => state.current?.actions.includes('verify') === true)
  const next = useNextStep()
  return (
    <header className="toolbar" data-pane="toolbar">
      <button
        type="button"
        className={next === 'add' ? 'button primary' : 'button'}
        onClick={() => void chooseFolders()}
      >
        <FolderPlus size={15} aria-hidden />
        {MESSAGES.addRun}
      </button>
      <PauseButton isNext={next === 'resume'} />
      <SpeedMenu />
      {/* those that come and go are last, so that no other button moves */}
      {failed > 0 ? (
        <button
          type="button"
          className={next === 'retry' ? 'button primary' : 'button'}
          onClick={() => runCommand('retry_all')}
        >
          <RotateCw size={14} aria-hidden />
          {MESSAGES.retryFailed} ({count(failed)})
        </button>
      ) : null}
      {canVerify ? (
        <button
          type="button"
          className="button"
          title={MESSAGES.verifyTitle}
          onClick={() => runCommand('verify')}
        >
          <ShieldCheck size={14} aria-hidden />
          {MESSAGES.verifyNow}
        </button>
      ) : null}
      <SearchField label={MESSAGES.search} value={value} onChange={setSearch} />
    </header>
  )
}
