// Status bar: destinations on hold, speed and limit, bytes left, free space, last contact with the program (docs/ux.md D2).
import { spokenMessage } from '../../../shared/reasons.ts'
import { type ReactElement, useEffect } from 'react'
import {
  bytes,
  clockTime,
  count,
  middle,
  rate,
  timeLeft,
  timeOfDay,
  waited,
} from '../../../shared/format.ts'
import { SPEED_MESSAGES, STATUS_BAR_MESSAGES } from '../../../shared/messages/frame.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { RUN_STATUS_MESSAGES, pauseText } from '../../../shared/messages/status.ts'
import { speedNow, stalledFor } from '../../../shared/movement.ts'
import type { DestinationHold } from '../../../shared/model/hold.ts'
import type { LiveProgress } from '../../../shared/model/progress.ts'
import { useApp } from '../../state/app-store.ts'
import { MenuButton } from '../../ui/menu.tsx'
import { useDestinations } from '../destinations/destinations-store.ts'
import { reachOf } from '../destinations/reach.ts'
import { loadForecasts, useForecasts } from '../destinations/forecast-store.ts'
import { fullWithinYear } from '../destinations/runway-points.ts'
import { useLiveProgress } from '../runs/live-progress-store.ts'
import { goTo, setView, useJobs } from '../runs/runs-store.ts'

const activityText = (
  running: readonly LiveProgress[],
  active: number,
  speed: number,
  now: number,
  /** Another process works the queue: how fast is not known here. */
  isElsewhere: boolean,
): string => {
  const sending = running.filter((one) => one.phase === 'sending')
  const stalls = sending.map((one) => stalledFor(one, now))
  const stalled = stalls.filter((ms) => ms !== null)
  if (stalled.length > 0 && stalled.length === sending.length)
    return RUN_STATUS_MESSAGES.stalled(waited(Math.max(...stalled)))
  if (sending.length > 0) return speed > 0 ? MESSAGES.sendingRate(rate(speed)) : MESSAGES.sending
  if (running.some((one) => one.phase === 'checking')) return STATUS_BAR_MESSAGES.checking
  if (active === 0) return MESSAGES.nothingBusy
  return isElsewhere ? STATUS_BAR_MESSAGES.underWay(active) : MESSAGES.starting
}

/** How often the free space of the data disks is read. */
const CHECK_INTERVAL_MS = 60_000

const DiskSpace = (): ReactElement => {
  const rows = useForecasts((state) => state.forecasts)
  const now = useApp((state) => state.now)
  const instruments = useApp((state) => state.instruments)
  const known = useApp((state) => state.info !== null)
  useEffect(() => {
    if (!known) return
    void loadForecasts()
    const timer = setInterval(() => void loadForecasts(), CHECK_INTERVAL_MS)
    return () => clearInterval(timer)
  }, [known, instruments])
  const [least] = rows
    .filter((one) => one.freeBytes !== null)
    .toSorted((a, b) => (a.runway?.fullAt ?? Infinity) - (b.runway?.fullAt ?? Infinity))
  if (least === undefined || least.freeBytes === null) return <span className="end" />
  const fullAt = fullWithinYear(least.runway, now)
  return (
    <span className="end disk">
      {STATUS_BAR_MESSAGES.free(least.instrument, bytes(least.freeBytes))}
      {fullAt === null ? '' : `, ${STATUS_BAR_MESSAGES.runway(timeLeft((fullAt - now) / 1_000))}`}
    </span>
  )
}

/** How many destinations are on hold: a link to the one, or a menu of them. */
const Unreachable = (props: {
  readonly holds: readonly DestinationHold[]
  readonly of: number
}): ReactElement => {
  // a destination may have several holds, such as one for each of its accounts
  const holds = [...new Map(props.holds.map((hold) => [hold.connection, hold])).values()]
  const [first] = holds
  const text = STATUS_BAR_MESSAGES.away(holds.length, props.of)
  const open = (key: string): void => goTo({ kind: 'destination', key })
  if (first !== undefined && holds.length === 1)
    return (
      <button
        type="button"
        className="link clip"
        title={spokenMessage(first)}
        onClick={() => open(first.connection)}
      >
        {text}
      </button>
    )
  return (
    <MenuButton
      className="link clip"
      label={text}
      entries={holds.map((hold) => ({
        label: hold.destination,
        run: () => open(hold.connection),
      }))}
    >
      {text}
    </MenuButton>
  )
}

export const StatusBar = (): ReactElement => {
  const live = useLiveProgress((state) => state.live)
  const overview = useApp((state) => state.overview)
  const {
    bytesLeft,
    counts,
    holds,
    unlimited,
    speed: chosenSpeed,
    limitMbps,
    limitUntil,
  } = overview
  const now = useApp((state) => state.now)
  const destinations = useDestinations((state) => state.destinations)
  const lastBatchAt = useApp((state) => state.lastBatchAt)
  const info = useApp((state) => state.info)
  const chosen = useJobs((state) => state.selected.size)
  const listed = useJobs((state) => state.total)
  const running = [...live.values()]
  const sending = running.filter((one) => one.phase === 'sending')
  const speed = sending.reduce((sum, one) => sum + (speedNow(one, now) ?? 0), 0)
  const file = sending[0]?.active[0]?.path
  const [only] = destinations.length === 1 ? destinations : []
  const reach = only === undefined ? null : reachOf(only, undefined, now)
  const reachText =
    only === undefined || reach === null
      ? STATUS_BAR_MESSAGES.allThere(destinations.length)
      : `${only.destination}, ${reach.label}`
  const limit = unlimited
    ? chosenSpeed.until === null
      ? MESSAGES.unlimited
      : SPEED_MESSAGES.noCapUntil(timeOfDay(chosenSpeed.until))
    : limitMbps === null
      ? ''
      : MESSAGES.limited(count(limitMbps), limitUntil === null ? null : timeOfDay(limitUntil))
  return (
    <footer className="status" data-pane="status">
      {destinations.length === 0 ? null : holds.length > 0 ? (
        <Unreachable holds={holds} of={destinations.length} />
      ) : (
        <span className="clip" title={reach?.title}>
          {reachText}
        </span>
      )}
      {overview.paused ? (
        <button type="button" className="link clip" onClick={() => setView('waiting')}>
          {pauseText(overview, now)}
        </button>
      ) : null}
      <span>
        {[activityText(running, counts.active, speed, now, (info?.problems.length ?? 0) > 0), limit]
          .filter((t) => t !== '')
          .join(', ')}
      </span>
      {bytesLeft > 0 ? <span>{STATUS_BAR_MESSAGES.left(bytes(bytesLeft))}</span> : null}
      {file === undefined ? null : <span className="mono clip">{middle(file, 60)}</span>}
      {chosen > 1 ? <span role="status">{MESSAGES.runsChosen(chosen, listed)}</span> : null}
      <DiskSpace />
      <span title={info?.configFile}>{MESSAGES.checked(clockTime(lastBatchAt))}</span>
    </footer>
  )
}
