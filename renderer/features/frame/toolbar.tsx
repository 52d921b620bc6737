// Toolbar: global commands and the search of runs.
import { ChevronDown, FolderPlus, Gauge, RotateCw, ShieldCheck } from 'lucide-react'
import type { ReactElement } from 'react'
import { count } from '../../../shared/format.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { useApp } from '../../state/app-store.ts'
import { runCommand } from './commands.ts'
import { PauseButton } from './pause-button.tsx'
import { setUnlimited } from '../../state/engine-commands.ts'
import { MenuButton } from '../../ui/menu.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { chooseFolders } from '../runs/add-runs-store.ts'
import { goTo, setSearch, useJobs } from '../runs/runs-store.ts'

export const Toolbar = (): ReactElement => {
  const overview = useApp((state) => state.overview)
  const value = useJobs((state) => state.search)
  const canVerify = useJobs((state) => state.current?.actions.includes('verify') === true)
  return (
    <header className="toolbar" data-pane="toolbar">
      <button type="button" className="button primary" onClick={() => void chooseFolders()}>
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
        onClick={() => runCommand('verify')}
      >
        <ShieldCheck size={14} aria-hidden />
        {MESSAGES.verifyNow}
      </button>
      <MenuButton
        className="button"
        label={MESSAGES.speed}
        entries={[
          {
            label: MESSAGES.limitOn,
            checked: !overview.unlimited,
            run: () => void setUnlimited(false),
          },
          {
            label: MESSAGES.limitOff,
            checked: overview.unlimited,
            run: () => void setUnlimited(true),
          },
          null,
          {
            label: MESSAGES.speedSettings,
            run: () => goTo({ kind: 'settings', section: 'speed' }),
          },
        ]}
      >
        <Gauge size={14} aria-hidden />
        <span className="wide-only">{MESSAGES.speed}</span>
        <ChevronDown size={12} aria-hidden />
      </MenuButton>
      <SearchField label={MESSAGES.search} value={value} onChange={setSearch} />
    </header>
  )
}
