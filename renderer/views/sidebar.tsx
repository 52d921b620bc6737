// The lists of runs with their counts, and the instruments that send here.
import {
  CheckCheck,
  CirclePause,
  Clock,
  Layers,
  type LucideIcon,
  Microscope,
  TriangleAlert,
  Upload,
} from 'lucide-react'
import type { ReactElement } from 'react'
import type { JobView } from '../../shared/model.ts'
import { count } from '../format.ts'
import { useApp } from '../store/app.ts'
import { setView, useJobs } from '../store/jobs.ts'
import { TEXT, VIEWS } from '../words.ts'

const ICONS: Readonly<Record<JobView, LucideIcon>> = {
  needs_you: TriangleAlert,
  active: Upload,
  waiting: Clock,
  done: CheckCheck,
  all: Layers,
}

export const Sidebar = (): ReactElement => {
  const counts = useApp((state) => state.overview.counts)
  const instruments = useApp((state) => state.instruments)
  const holds = useApp((state) => state.overview.holds)
  const current = useJobs((state) => state.view)
  return (
    <nav className="sidebar" aria-label={TEXT.lists}>
      {VIEWS.map(({ view, name }) => {
        const Icon = ICONS[view]
        const bad = view === 'needs_you' && counts[view] > 0
        return (
          <button
            type="button"
            key={view}
            className="side-item"
            aria-current={view === current}
            title={name}
            onClick={() => setView(view)}
          >
            <Icon size={16} aria-hidden />
            <span className="name">{name}</span>
            {counts[view] > 0 ? (
              <span className={bad ? 'count bad' : 'count'}>{count(counts[view])}</span>
            ) : null}
          </button>
        )
      })}
      {instruments.length > 0 ? <h2>{TEXT.instruments}</h2> : null}
      {instruments.map((instrument) => {
        const hold = holds.find((one) => one.instruments.includes(instrument.id))
        const Icon = hold === undefined ? Microscope : CirclePause
        return (
          <div
            key={instrument.id}
            className={`instrument${hold === undefined ? '' : ' tone-warning'}`}
            title={hold?.message ?? instrument.localRoot}
          >
            <Icon size={14} aria-hidden />
            <div>
              <div className="clip">{instrument.id}</div>
              <div className="clip muted">
                {hold === undefined ? instrument.destination : `${TEXT.held}: ${hold.message}`}
              </div>
            </div>
          </div>
        )
      })}
    </nav>
  )
}
