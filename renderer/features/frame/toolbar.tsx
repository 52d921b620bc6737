// Toolbar: global commands and the search of runs.
import { FolderPlus, RotateCw, ShieldCheck } from 'lucide-react'
import type { ReactElement } from 'react'
import { count } from '../../../shared/format.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { useApp } from '../../state/app-store.ts'
import { runCommand } from './commands.ts'
import { PauseButton } from './pause-button.tsx'
import { SpeedMenu } from './speed-menu.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { chooseFolders } from '../runs/add-runs-store.ts'
import { setSearch, useJobs } from '../runs/runs-store.ts'

export const Toolbar = (): ReactElement => {
  const overview = useApp((state) => state.overview)
  const value = useJobs((state) => state.search)
  const canVerify = useJobs((state) => state.current?.actions.includes('verify') === true)
  return (
    <header className="toolbar" data-pane="toolbar">
      <button type="button" className="button" onClick={() => void chooseFolders()}>
        <FolderPlus size={15} aria-hidden />
        {MESSAGES.addRun}
      </button>
      <PauseButton />
      {overview.failed > 0 ? (
        <button type="button" className="button" onClick={() => runCommand('retry_all')}>
          <RotateCw size={14} aria-hidden />
          {MESSAGES.retryFailed} ({count(overview.failed)})
        </button>
      ) : null}
      <button
        type="button"
        className="button"
        disabled={!canVerify}
        title={canVerify ? MESSAGES.verifyTitle : MESSAGES.verifyWhyNot}
        onClick={() => runCommand('verify')}
      >
        <ShieldCheck size={14} aria-hidden />
        {MESSAGES.verifyNow}
      </button>
      <SpeedMenu />
      <SearchField label={MESSAGES.search} value={value} onChange={setSearch} />
    </header>
  )
}
