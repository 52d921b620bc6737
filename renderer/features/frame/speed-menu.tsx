// Speed menu of the toolbar: the limits of the settings, none, or one limit for everything for an hour (docs/ux.md D2).
import { ChevronDown, Gauge } from 'lucide-react'
import type { ReactElement } from 'react'
import { HOUR_MS } from '../../../shared/duration.ts'
import { count, timeOfDay } from '../../../shared/format.ts'
import { SPEED_MESSAGES } from '../../../shared/messages/frame.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { Overview } from '../../../shared/model/overview.ts'
import { useApp } from '../../state/app-store.ts'
import { setSpeed } from '../../state/engine-commands.ts'
import { MenuButton, type MenuEntries } from '../../ui/menu.tsx'
import { goTo } from '../runs/runs-store.ts'

/** Limits that are offered for an hour, Mb/s: video calls go on, the network is shared, it is hardly noticed. */
const PRESETS_MBPS = [10, 50, 200]

const entriesOf = ({ unlimited, speed }: Overview, now: number): MenuEntries => {
  const { chosenMbps, until, inSettings, isSet } = speed
  const ends = until === null ? null : timeOfDay(until)
  const inHour = now + HOUR_MS
  const ofSettings = !isSet
    ? SPEED_MESSAGES.noneSet
    : inSettings === null
      ? SPEED_MESSAGES.noneNow
      : SPEED_MESSAGES.ofSettings(count(inSettings))
  const named = (name: string): string => (ends === null ? name : SPEED_MESSAGES.until(name, ends))
  return [
    {
      label: ofSettings,
      checked: !unlimited && chosenMbps === null,
      closes: true,
      run: () => void setSpeed('settings'),
    },
    ...(isSet || unlimited
      ? [
          {
            label: unlimited ? named(SPEED_MESSAGES.none) : SPEED_MESSAGES.none,
            checked: unlimited,
            closes: true,
            run: () => void setSpeed('none'),
          },
          {
            label: SPEED_MESSAGES.noneForHour,
            checked: false,
            closes: true,
            run: () => void setSpeed('none', inHour),
          },
        ]
      : []),
    null,
    ...(chosenMbps === null
      ? []
      : [
          {
            label: named(SPEED_MESSAGES.limit(count(chosenMbps))),
            checked: true,
            closes: true,
            run: () => void setSpeed('settings'),
          },
        ]),
    ...PRESETS_MBPS.map((mbps) => ({
      label: SPEED_MESSAGES.forHour(count(mbps)),
      checked: false,
      closes: true,
      run: () => void setSpeed(mbps, inHour),
    })),
    null,
    { label: MESSAGES.speedSettings, run: () => goTo({ kind: 'settings', section: 'speed' }) },
  ]
}

export const SpeedMenu = (): ReactElement => {
  const overview = useApp((state) => state.overview)
  const now = useApp((state) => state.now)
  const { unlimited, limitMbps } = overview
  return (
    <MenuButton className="button" label={MESSAGES.speed} entries={entriesOf(overview, now)}>
      <Gauge size={14} aria-hidden />
      <span className="wide-only">{MESSAGES.speed}</span>
      {limitMbps === null || unlimited ? null : (
        <span className="muted wide-only">{SPEED_MESSAGES.short(count(limitMbps))}</span>
      )}
      <ChevronDown size={12} aria-hidden />
    </MenuButton>
  )
}
