// Sidebar: the lists of runs with their counts, the instruments, the destinations.
import { spokenMessage } from '../../../shared/reasons.ts'
import {
  Activity,
  ArrowUp,
  CheckCheck,
  CircleCheck,
  CirclePause,
  CircleX,
  Clock,
  HardDrive,
  Layers,
  type LucideIcon,
  Microscope,
  Server,
  Settings,
  TriangleAlert,
  Upload,
} from 'lucide-react'
import { MINUTE_MS } from '../../../shared/duration.ts'
import { type KeyboardEvent, type ReactElement, useEffect } from 'react'
import { choicesOf } from '../../../shared/language/messages.ts'
import { count } from '../../../shared/format.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { RUN_VIEW_NAMES } from '../../../shared/messages/runs.ts'
import { CHIP_MESSAGES } from '../../../shared/messages/status.ts'
import { SETTINGS_MESSAGES } from '../../../shared/messages/settings.ts'
import { SPACE_MESSAGES } from '../../../shared/messages/space.ts'
import type { JobView } from '../../../shared/model/model.ts'
import { useApp } from '../../state/app-store.ts'
import { type Place, useNav } from '../../state/nav.ts'
import { loadDestinations, useDestinations } from '../destinations/destinations-store.ts'
import { reachOf } from '../destinations/reach.ts'
import { goTo } from '../runs/runs-store.ts'
import { useSettings } from '../settings/settings-store.ts'
import { initialsOf } from './instrument-initials.ts'

const ICONS: Readonly<Record<JobView, LucideIcon>> = {
  needs_you: TriangleAlert,
  active: Upload,
  waiting: Clock,
  done: CheckCheck,
  all: Layers,
}

/** All pages of the settings are one place of the sidebar. */
const isSame = (a: Place, b: Place): boolean =>
  a.kind === 'settings' ? b.kind === a.kind : JSON.stringify(a) === JSON.stringify(b)

const FIRST: Place = { kind: 'runs', view: 'needs_you' }

const Item = (props: {
  readonly place: Place
  readonly icon: LucideIcon
  /** Drawn where only icons have room; the icon is then a small one at its corner, or none where it says no more. */
  readonly initials?: string
  readonly name: string
  readonly note?: string
  /** The note at greater length, for the tooltip. A note without a tone is left out where the line has no room for it. */
  readonly title?: string
  readonly tone?: string
  /** Runs of the list, or that wait. */
  readonly count?: string
  readonly isBad?: boolean
}): ReactElement => {
  const current = useNav((state) => isSame(state.place, props.place))
  // the set-up is a page without an item
  const isFirst = useNav((state) => state.place.kind === 'setup' && isSame(props.place, FIRST))
  return (
    <button
      type="button"
      className={`side-item ${props.tone ?? ''}`}
      aria-current={current}
      // the sidebar is one stop of the Tab key, at the current item; arrows move in it
      tabIndex={current || isFirst ? 0 : -1}
      title={[props.name, props.title ?? props.note, props.count]
        .filter((part) => part !== undefined)
        .join(': ')}
      onClick={() => goTo(props.place)}
    >
      {props.initials === undefined ? null : (
        <span className="initials" aria-hidden>
          {props.initials}
        </span>
      )}
      <props.icon
        size={16}
        aria-hidden
        className={
          props.initials === undefined ? '' : props.icon === Microscope ? 'wide-only' : 'side-state'
        }
      />
      <span className="name">
        <span className="clip">{props.name}</span>
        {props.note === undefined ? null : <span className="note">{props.note}</span>}
      </span>
      {props.count === undefined ? null : (
        <span className={props.isBad === true ? 'count bad' : 'count'}>{props.count}</span>
      )}
    </button>
  )
}

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_at, last) => last,
}

/** Moves the focus among the items by the arrow keys. */
const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('.side-item')]
  const at = items.findIndex((item) => item === document.activeElement)
  const step = STEPS[event.key]
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  items[step(at, items.length - 1)]?.focus()
}

/** Zero is blank. */
const shownCount = (n: number): { count?: string } => (n > 0 ? { count: count(n) } : {})

const Instruments = (): ReactElement | null => {
  const instruments = useApp((state) => state.instruments)
  const counts = useApp((state) => state.overview.instruments)
  const holds = useApp((state) => state.overview.holds)
  const initials = initialsOf(instruments.map(({ id }) => id))
  if (instruments.length === 0) return null
  return (
    <>
      <h2>{MESSAGES.instruments}</h2>
      {instruments.map(({ id, label }) => {
        const ofInstrument = counts.find((one) => one.id === id)
        const hold = holds.find((one) => one.instruments.includes(id))
        const problems = (ofInstrument?.needsYou ?? 0) - (ofInstrument?.known ?? 0)
        const needsYou = problems > 0
        const busy = (ofInstrument?.active ?? 0) > 0
        const icon = needsYou
          ? TriangleAlert
          : hold !== undefined
            ? CirclePause
            : busy
              ? ArrowUp
              : Microscope
        const note = needsYou
          ? MESSAGES.needYou(problems)
          : hold !== undefined
            ? MESSAGES.heldBy(spokenMessage(hold))
            : busy
              ? MESSAGES.sending
              : label
        return (
          <Item
            key={id}
            place={{ kind: 'instrument', id }}
            icon={icon}
            initials={initials.get(id) ?? ''}
            name={id}
            {...(note === id ? {} : { note })}
            tone={
              needsYou
                ? 'tone-danger'
                : hold !== undefined
                  ? 'tone-warning'
                  : busy
                    ? 'tone-info'
                    : ''
            }
            {...shownCount(ofInstrument?.waiting ?? 0)}
          />
        )
      })}
    </>
  )
}

const REACH_ICONS = { fine: CircleCheck, failed: CircleX, unknown: Server } as const
const REACH_TONES = { fine: 'tone-success', failed: 'tone-warning', unknown: '' } as const

const Destinations = (): ReactElement | null => {
  const now = useApp((state) => state.now)
  const minute = Math.floor(now / MINUTE_MS)
  const destinations = useDestinations((state) => state.destinations)
  const holds = useApp((state) => state.overview.holds)
  const instruments = useApp((state) => state.instruments)
  const done = useApp((state) => state.overview.proven)
  const known = useApp((state) => state.info !== null)
  // a text, since every batch brings a new list
  const held = holds.map((hold) => hold.key).join('\n')
  useEffect(() => {
    if (known) void loadDestinations()
    // what an answer depends on may change beside the settings: a key, a remote of rclone.conf
  }, [known, instruments, held, done, minute])
  if (destinations.length === 0) return null
  return (
    <>
      <h2>{MESSAGES.destinations}</h2>
      {destinations.map((info) => {
        const hold = holds.find((one) => one.connection === info.key)
        const { state, label, title } = reachOf(info, hold, now)
        return (
          <Item
            key={info.key}
            place={{ kind: 'destination', key: info.key }}
            icon={REACH_ICONS[state]}
            name={info.destination}
            note={label}
            title={title}
            tone={REACH_TONES[state]}
          />
        )
      })}
    </>
  )
}

export const Sidebar = (): ReactElement => {
  const { counts: all, unacknowledged } = useApp((state) => state.overview)
  const known = all.needs_you - unacknowledged
  // what somebody took note of stays on the list and leaves the count
  const counts = { ...all, needs_you: unacknowledged }
  const changes = useSettings((state) => state.draft.size)
  return (
    // keys of the buttons inside bubble up to it
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <nav className="sidebar" aria-label={MESSAGES.lists} data-pane="lists" onKeyDown={onKeyDown}>
      {choicesOf(RUN_VIEW_NAMES).map(([view, name]) => {
        const needsYou = view === 'needs_you' && counts[view] > 0
        return (
          <Item
            key={view}
            place={{ kind: 'runs', view }}
            icon={ICONS[view]}
            name={name}
            {...(view === 'needs_you' && known > 0 ? { note: CHIP_MESSAGES.known(known) } : {})}
            isBad={needsYou}
            {...shownCount(counts[view])}
          />
        )
      })}
      <Item place={{ kind: 'activity' }} icon={Activity} name={MESSAGES.activity} />
      <Item place={{ kind: 'space' }} icon={HardDrive} name={SPACE_MESSAGES.space} />
      <Instruments />
      <Destinations />
      <div className="side-end">
        <Item
          place={{ kind: 'settings', section: 'instruments' }}
          icon={Settings}
          name={MESSAGES.settings}
          {...(changes === 0 ? {} : { note: SETTINGS_MESSAGES.changes(changes) })}
        />
      </div>
    </nav>
  )
}
