// Frame of the window: lists on the left, a list or a page on the right, the details of one run below.
import { type ReactElement, useEffect, useState } from 'react'
import { MESSAGES } from '../../shared/messages/index.ts'
import { ActivityPage } from '../features/activity/activity.tsx'
import { DestinationPage } from '../features/destinations/destination-page.tsx'
import { InstrumentPage } from '../features/destinations/instrument-page.tsx'
import { Details } from '../features/details/details.tsx'
import { Sidebar } from '../features/frame/sidebar.tsx'
import { StatusBar } from '../features/frame/status-bar.tsx'
import { StatusStrip } from '../features/frame/status-strip.tsx'
import { Toolbar } from '../features/frame/toolbar.tsx'
import { NeedsYou } from '../features/problem/needs-you.tsx'
import { Recordings } from '../features/runs/recordings-in-progress.tsx'
import { ListFilters } from '../features/runs/list-filters.tsx'
import { useJobs } from '../features/runs/runs-store.ts'
import { RunsTable } from '../features/runs/runs-table.tsx'
import { SelectionBar } from '../features/runs/selection-bar.tsx'
import { SettingsPage } from '../features/settings/settings.tsx'
import { SpacePage } from '../features/space/space-page.tsx'
import { SetupPage } from '../features/setup/setup.tsx'
import { Splitter } from '../ui/splitter.tsx'
import { onEscape, onShortcut, rememberPane } from '../features/frame/commands.ts'
import { Dialogs } from './dialogs.tsx'
import { type Place, useNav } from '../state/nav.ts'
import { DropZone, WhichRunsQuestion, InstrumentQuestion, NoticeBox } from './overlays.tsx'

const HEIGHT_KEY = 'details-height'

// Dialogs and menus handle their own keys. A popup that was closed stays mounted until its last frame and its return of the
// focus are done: a shortcut that is pressed within that time is the window's.
const POPUPS = '[role="dialog"], [role="menu"]'
const OPEN_POPUPS = '[role="dialog"][data-open], [role="menu"][data-open]'

/** Handles the keyboard shortcuts of the window, and keeps track of the pane with the focus for F6. */
const useKeys = (): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return
      if (event.key === 'Escape') {
        // Escape belongs to a dialog or menu for as long as it is mounted
        if (document.querySelector(POPUPS) !== null) return
        onEscape()
      } else if (document.querySelector(OPEN_POPUPS) !== null) return
      else if (!onShortcut(event)) return
      event.preventDefault()
    }
    const onFocus = (event: FocusEvent): void => rememberPane(event.target)
    window.addEventListener('keydown', onKey)
    window.addEventListener('focusin', onFocus)
    return () => {
      window.removeEventListener('keydown', onKey)
      window.removeEventListener('focusin', onFocus)
    }
  }, [])
}

const useWindowHeight = (): number => {
  const [height, setHeight] = useState(window.innerHeight)
  useEffect(() => {
    const onResize = (): void => setHeight(window.innerHeight)
    window.addEventListener('resize', onResize)
    return () => window.removeEventListener('resize', onResize)
  }, [])
  return height
}

const savedHeight = (): number => {
  const height = Number(localStorage.getItem(HEIGHT_KEY) ?? Number.NaN)
  return Number.isFinite(height) && height > 0 ? height : 340
}

const ListHeader = ({ place }: { readonly place: Place }): ReactElement | null => {
  if (place.kind === 'instrument') return <InstrumentPage id={place.id} />
  if (place.kind === 'destination') return <DestinationPage id={place.key} />
  if (place.kind !== 'runs') return null
  if (place.view === 'needs_you') return <NeedsYou />
  return place.view === 'waiting' ? <Recordings instrument={null} /> : <ListFilters />
}

const MainArea = ({ place }: { readonly place: Place }): ReactElement => {
  if (place.kind === 'activity') return <ActivityPage />
  if (place.kind === 'space') return <SpacePage />
  if (place.kind === 'settings') return <SettingsPage section={place.section} />
  if (place.kind === 'setup') return <SetupPage instrument={place.instrument ?? null} />
  return (
    <div className="list-area" data-pane="list">
      <ListHeader place={place} />
      <div className="list-body">
        <RunsTable />
      </div>
      <SelectionBar />
    </div>
  )
}

export const App = (): ReactElement => {
  // not the run itself: it changes many times a second, and would render the whole window
  const isOpen = useJobs((state) => state.current !== null)
  const place = useNav((state) => state.place)
  const wide = useNav((state) => state.wide)
  const windowHeight = useWindowHeight()
  const [height, setHeight] = useState(savedHeight)
  useKeys()
  const max = Math.max(220, windowHeight - 300)
  const shown = Math.min(height, max)
  const onHeight = (next: number): void => {
    setHeight(next)
    localStorage.setItem(HEIGHT_KEY, String(next))
  }
  const withDetails = isOpen && place.kind !== 'settings' && place.kind !== 'setup'
  return (
    <div className="app">
      <Toolbar />
      <StatusStrip />
      <Sidebar />
      <main className="main">
        {withDetails && wide ? null : <MainArea place={place} />}
        {withDetails ? (
          <>
            {wide ? null : (
              <Splitter
                label={MESSAGES.resize}
                height={shown}
                min={180}
                max={max}
                onHeight={onHeight}
              />
            )}
            <div
              className={wide ? 'details-area wide' : 'details-area'}
              {...(wide ? {} : { style: { height: shown } })}
            >
              <Details />
            </div>
          </>
        ) : null}
      </main>
      <StatusBar />
      <NoticeBox />
      <InstrumentQuestion />
      <WhichRunsQuestion />
      <Dialogs />
      <DropZone />
    </div>
  )
}
