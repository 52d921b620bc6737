// The frame of the window, and the keys that work everywhere in it.
import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react'
import { platform } from './bridge.ts'
import { Splitter } from './components/splitter.tsx'
import { closeDetails, act, reveal, setTab, setView, useJobs } from './store/jobs.ts'
import { Details } from './views/details.tsx'
import { DropZone, InstrumentQuestion, NoticeBox } from './views/layers.tsx'
import { RunsTable } from './views/runs-table.tsx'
import { Sidebar } from './views/sidebar.tsx'
import { StatusBar } from './views/status-bar.tsx'
import { Toolbar } from './views/toolbar.tsx'
import { VerdictStrip } from './views/verdict.tsx'
import { TEXT, VIEWS } from './words.ts'

const HEIGHT = 'details-height'

/** Shortcuts of UX D14 that this window has; the menu bar carries the rest. */
const useShortcuts = (search: RefObject<HTMLInputElement | null>): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement
      const command = platform() === 'darwin' ? event.metaKey : event.ctrlKey
      const { current, selected } = useJobs.getState()
      const view = VIEWS[Number(event.key) - 1]
      const key = event.key.toLowerCase()
      if (command && view !== undefined) setView(view.view)
      else if ((command && key === 'f') || (!typing && event.key === '/')) search.current?.focus()
      else if (command && event.key === 'Enter' && !event.shiftKey) void act([...selected], 'retry')
      else if (command && key === 'l' && current !== null) setTab('log')
      else if (command && key === 'e' && current !== null) reveal(current.id)
      else if (event.key === 'Escape' && !typing && !event.defaultPrevented) closeDetails()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [search])
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

const remembered = (): number => {
  const height = Number(localStorage.getItem(HEIGHT) ?? Number.NaN)
  return Number.isFinite(height) && height > 0 ? height : 340
}

export const App = (): ReactElement => {
  const search = useRef<HTMLInputElement>(null)
  const current = useJobs((state) => state.current)
  const room = useWindowHeight()
  const [height, setHeight] = useState(remembered)
  useShortcuts(search)
  const max = Math.max(220, room - 300)
  const shown = Math.min(height, max)
  const onHeight = (next: number): void => {
    setHeight(next)
    localStorage.setItem(HEIGHT, String(next))
  }
  return (
    <div className="app">
      <Toolbar search={search} />
      <VerdictStrip />
      <Sidebar />
      <main className="main">
        <RunsTable />
        {current === null ? null : (
          <>
            <Splitter label={TEXT.resize} height={shown} min={180} max={max} onHeight={onHeight} />
            <div className="details-room" style={{ height: shown }}>
              <Details job={current} />
            </div>
          </>
        )}
      </main>
      <StatusBar />
      <NoticeBox />
      <InstrumentQuestion />
      <DropZone />
    </div>
  )
}
