// Empty list of runs: why it has none, and what can be done about that (docs/ux.md D9).
import {
  CheckCheck,
  Clock,
  FolderOpen,
  FolderPlus,
  Inbox,
  type LucideIcon,
  SearchX,
  ShieldCheck,
  Upload,
} from 'lucide-react'
import type { ReactElement } from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { sentence } from '../../../shared/messages/common.ts'
import { EMPTY_LIST_LINKS, EMPTY_LIST_MESSAGES } from '../../../shared/messages/empty-lists.ts'
import { guardText } from '../../../shared/messages/status.ts'
import type { JobView } from '../../../shared/model/model.ts'
import type { InstrumentInfo } from '../../../shared/model/settings.ts'
import { spokenMessage } from '../../../shared/reasons.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { setPaused } from '../../state/engine-commands.ts'
import { showError } from '../../state/notice-store.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { resumeDestination } from '../destinations/destinations-store.ts'
import { WizardConfigOffer } from '../setup/wizard-config-offer.tsx'
import { chooseFolders } from './add-runs-store.ts'
import { goTo, setFilter, setSearch, setView, useJobs } from './runs-store.ts'

/** Which folders are watched for new runs. */
const watchedFoldersText = (instruments: readonly InstrumentInfo[]): string => {
  const watched = instruments.filter((one) => one.watched)
  const [first] = watched
  if (first === undefined) return EMPTY_LIST_MESSAGES.all.text
  return watched.length === 1
    ? MESSAGES.watches(first.localRoot, first.rule)
    : MESSAGES.watchesMany(watched.length)
}

const NoMatches = (): ReactElement => {
  const search = useJobs((state) => state.search)
  return (
    <EmptyState
      icon={SearchX}
      title={MESSAGES.noMatch}
      {...(search === '' ? {} : { text: MESSAGES.noMatchText })}
    >
      <button
        type="button"
        className="button"
        onClick={() => {
          setSearch('')
          setFilter({ state: null, cause: null, since: '', until: '' })
        }}
      >
        {search === '' ? MESSAGES.clearFilters : MESSAGES.clearSearch}
      </button>
    </EmptyState>
  )
}

/** Runs wait and none is sent: why, and the one action. */
const Idle = (): ReactElement => {
  const { paused, pausedBy, holds, counts, guarded } = useApp((state) => state.overview)
  const [hold] = holds
  const button = (label: string, run: () => void): ReactElement => (
    <button type="button" className="button primary" onClick={run}>
      {label}
    </button>
  )
  if (paused)
    return (
      <EmptyState icon={Inbox} title={MESSAGES.nothingBusyBecause(MESSAGES.whoPaused(pausedBy))}>
        {button(MESSAGES.resumeAll, () => void setPaused(false))}
      </EmptyState>
    )
  if (hold !== undefined)
    return (
      <EmptyState
        icon={Inbox}
        title={EMPTY_LIST_MESSAGES.active.title}
        text={sentence(spokenMessage(hold))}
      >
        {button(MESSAGES.tryNow, () => void resumeDestination(hold.key))}
      </EmptyState>
    )
  return (
    <EmptyState
      icon={Inbox}
      title={EMPTY_LIST_MESSAGES.active.title}
      text={
        guarded.length === 0
          ? MESSAGES.waiting(counts.waiting)
          : guarded.map((one) => sentence(guardText(one))).join(' ')
      }
    >
      {button(MESSAGES.showThem, () => goTo({ kind: 'runs', view: 'waiting' }))}
    </EmptyState>
  )
}

const ICONS: Readonly<Record<Exclude<JobView, 'all'>, LucideIcon>> = {
  needs_you: ShieldCheck,
  active: Upload,
  waiting: Clock,
  done: CheckCheck,
}

/** The way on from an empty list or page: to the runs that there are, else to the first one. `view` null: it is no list. */
export const NextStep = ({ view }: { readonly view: JobView | null }): ReactElement => {
  const { counts } = useApp((state) => state.overview)
  const [next] = (['active', 'waiting', 'all'] as const).filter(
    (one) => one !== view && counts[one] > 0,
  )
  return next === undefined ? (
    <button type="button" className="button" onClick={() => void chooseFolders()}>
      <FolderPlus size={15} aria-hidden />
      {MESSAGES.addRun}
    </button>
  ) : (
    <button type="button" className="button" onClick={() => setView(next)}>
      {EMPTY_LIST_LINKS[next]}
    </button>
  )
}

export const EmptyList = (): ReactElement => {
  const list = useJobs()
  const instruments = useApp((state) => state.instruments)
  const loaded = useApp((state) => state.info !== null)
  const { counts } = useApp((state) => state.overview)
  const narrowed = [list.search, list.since, list.until].some((text) => text !== '')
  if (narrowed || list.cause !== null || list.state !== null) return <NoMatches />
  if (loaded && instruments.length === 0 && counts.all === 0)
    return (
      <EmptyState title={MESSAGES.noInstrument} text={MESSAGES.noInstrumentText}>
        <button type="button" className="button primary" onClick={() => goTo({ kind: 'setup' })}>
          {MESSAGES.setUp}
        </button>
        <WizardConfigOffer />
      </EmptyState>
    )
  if (list.view === 'active' && counts.waiting > 0) return <Idle />
  const busy = counts.active + counts.waiting
  const messages = EMPTY_LIST_MESSAGES[list.view]
  if (list.view !== 'all')
    return (
      <EmptyState
        icon={ICONS[list.view]}
        title={messages.title}
        text={list.view === 'needs_you' && busy > 0 ? MESSAGES.nothingHere(busy) : messages.text}
      >
        <NextStep view={list.view} />
      </EmptyState>
    )
  const shown = instruments.filter((one) => list.instrument === null || one.id === list.instrument)
  const [only] = shown.length === 1 ? shown : []
  return (
    <EmptyState title={messages.title} text={watchedFoldersText(shown)}>
      <div className="card-actions">
        <button type="button" className="button primary" onClick={() => void chooseFolders()}>
          <FolderPlus size={15} aria-hidden />
          {MESSAGES.addRun}
        </button>
        {only === undefined ? null : (
          <button
            type="button"
            className="button"
            onClick={() => void call('instruments.open', { instrumentId: only.id }).then(showError)}
          >
            <FolderOpen size={15} aria-hidden />
            {MESSAGES.openFolder}
          </button>
        )}
      </div>
    </EmptyState>
  )
}
