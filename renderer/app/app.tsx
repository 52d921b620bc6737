// Frame of the window: lists on the left, a list or a page on the right, the details of one run below.
import { type ReactElement, useEffect, useState } from 'react'
import { MESSAGES } from '../../shared/messages/index.ts'
import { RUN_VIEW_NAMES } from '../../shared/messages/runs.ts'
import type { JobView } from '../../shared/model/model.ts'
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
import { SearchNote } from '../features/runs/search-note.tsx'
import { SelectionBar } from '../features/runs/selection-bar.tsx'
import { SettingsPage } from '../features/settings/settings.tsx'
import { SpacePage } from '../features/space/space-page.tsx'
import { SetupPage } from '../features/setup/setup.tsx'
import { useApp } from '../state/app-store.ts'
import { PageHead } from '../ui/page-head.tsx'
import { Splitter } from '../ui/splitter.tsx'
import { useWidth } from '../ui/use-width.ts'
import { onEscape, onShortcut, rememberPane } from '../features/frame/commands.ts'
import { Dialogs } from './dialogs.tsx'
import { type Place, useNav } from '../state/nav.ts'
import { DropZone, WhichRunsQuestion, InstrumentQuestion, NoticeBox } from './overlays.tsx'

const HEIGHT_KEY = 'details-height'
const WIDTH_KEY = 'details-width'
/** From this width of the window on the details are beside the list. */
const BESIDE_FROM = 1_600

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

const windowSize = () => ({ width: window.innerWidth, height: window.innerHeight })

const useWindowSize = (): ReturnType<typeof windowSize> => {
  const [size, setSize] = useState(windowSize)
  useEffect(() => {
    const onResize = (): void => setSize(windowSize())
    window.addEventListener('resize', onResize)
    return () => window.removeEventListener('resize', onResize)
  }, [])
  return size
}

/** A size that the operator chose; `key`: the key in localStorage. */
const savedSize = (key: string, standard: number): number => {
  const size = Number(localStorage.getItem(key) ?? Number.NaN)
  return Number.isFinite(size) && size > 0 ? size : standard
}

interface DetailsSize {
  /** The details are beside the list, not below it. */
  readonly beside: boolean
  /** Their width or height, px. */
  readonly size: number
  readonly min: number
  readonly max: number
  onSize(size: number): void
}

const useDetailsSize = (): DetailsSize => {
  const { width: windowWidth, height: windowHeight } = useWindowSize()
  const [height, setHeight] = useState(() => savedSize(HEIGHT_KEY, 340))
  const [width, setWidth] = useState(() => savedSize(WIDTH_KEY, 680))
  const beside = windowWidth >= BESIDE_FROM
  const max = beside ? windowWidth - 900 : Math.max(220, windowHeight - 300)
  return {
    beside,
    size: Math.min(beside ? width : height, max),
    min: beside ? 480 : 180,
    max,
    onSize(next) {
      if (beside) setWidth(next)
      else setHeight(next)
      localStorage.setItem(beside ? WIDTH_KEY : HEIGHT_KEY, String(next))
    },
  }
}

/** The name of a list, with its filters, and what stands above its runs. */
const RunsHead = ({ view }: { readonly view: JobView }): ReactElement | null => {
  const hasInstruments = useApp((state) => state.instruments.length > 0)
  if (!hasInstruments) return null
  return (
    <>
      <PageHead title={RUN_VIEW_NAMES[view]}>
        <ListFilters />
      </PageHead>
      {view === 'needs_you' ? <NeedsYou /> : null}
      {view === 'waiting' ? <Recordings instrument={null} /> : null}
    </>
  )
}

const ListHeader = ({ place }: { readonly place: Place }): ReactElement | null => {
  if (place.kind === 'instrument') return <InstrumentPage id={place.id} />
  if (place.kind === 'destination') return <DestinationPage id={place.key} />
  return place.kind === 'runs' ? <RunsHead view={place.view} /> : null
}

const List = (): ReactElement => {
  const { ref, width } = useWidth()
  return (
    <div className="list-body" ref={ref}>
      <RunsTable room={width} />
    </div>
  )
}

const MainArea = ({ place }: { readonly place: Place }): ReactElement => {
  if (place.kind === 'activity') return <ActivityPage />
  if (place.kind === 'space') return <SpacePage instrument={place.instrument ?? null} />
  if (place.kind === 'settings') return <SettingsPage section={place.section} />
  if (place.kind === 'setup') return <SetupPage instrument={place.instrument ?? null} />
  return (
    <div className="list-area" data-pane="list">
      <ListHeader place={place} />
      <SearchNote />
      <List />
      <SelectionBar />
    </div>
  )
}

export const App = (): ReactElement => {
  // not the run itself: it changes many times a second, and would render the whole window
  const isOpen = useJobs((state) => state.current !== null)
  const place = useNav((state) => state.place)
  const wide = useNav((state) => state.wide)
  const { beside, size, min, max, onSize } = useDetailsSize()
  useKeys()
  const withDetails = isOpen && place.kind !== 'settings' && place.kind !== 'setup'
  return (
    <div className="app">
      <Toolbar />
      <StatusStrip />
      <Sidebar />
      <main className={beside ? 'main beside' : 'main'}>
        {withDetails && wide ? null : <MainArea place={place} />}
        {withDetails ? (
          <>
            {wide ? null : (
              <Splitter
                label={beside ? MESSAGES.resizeWidth : MESSAGES.resize}
                pane={beside ? 'right' : 'below'}
                size={size}
                min={min}
                max={max}
                onSize={onSize}
              />
            )}
            <div
              className={wide ? 'details-area wide' : 'details-area'}
              {...(wide ? {} : { style: beside ? { width: size } : { height: size } })}
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
