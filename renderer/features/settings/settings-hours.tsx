// Weekly hours in the settings: days as toggles, a start and an end; one window, or a list of them (docs/ux.md D17).
import { Plus, Trash2 } from 'lucide-react'
import { type ReactElement, useEffect, useRef } from 'react'
import { count, dayName } from '../../../shared/format.ts'
import { FIELD_MESSAGES, LIMIT_MESSAGES } from '../../../shared/messages/settings.ts'
import {
  DAY_ORDER,
  WEEK_DAYS,
  type WeekWindow,
  isInsideAt,
  isOvernight,
  toMinute,
  windowText,
} from '../../../shared/weekly-hours.ts'
import { useApp } from '../../state/app-store.ts'
import { type Path, draftKey, isRemoved, valueIn } from './setting-edits.ts'
import { addEntry, change, removeEntry, useSettings, valueAt } from './settings-store.ts'

/** One weekly window as config.yaml writes it. */
interface RawHours {
  readonly days: readonly string[]
  readonly from: string
  readonly to: string
}

const DEFAULT_HOURS: RawHours = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '08:00',
  to: '18:00',
}

/** Reads the file's value; missing and wrong parts become empty. */
const readHours = (value: unknown): RawHours => {
  const days = valueIn(value, ['days'])
  const time = (key: string): string => {
    const found = valueIn(value, [key])
    return typeof found === 'string' ? found : ''
  }
  return {
    days: Array.isArray(days) ? days.filter((day) => typeof day === 'string') : [],
    from: time('from'),
    to: time('to'),
  }
}

const windowOf = ({ days, from, to }: RawHours): WeekWindow => ({
  days: WEEK_DAYS.flatMap((day, number) => (days.includes(day) ? [number] : [])),
  fromMinute: toMinute(from),
  toMinute: toMinute(to),
})

/** Time input, uncontrolled while the operator types: a half-typed time has no value, and must not be overwritten. */
const TimeInput = (props: {
  readonly label: string
  readonly value: string
  readonly disabled: boolean
  onChange(value: string): void
}): ReactElement => {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const { current } = box
    if (current !== null && current.value !== props.value) current.value = props.value
  }, [props.value])
  return (
    <input
      ref={box}
      type="time"
      className="input time"
      aria-label={props.label}
      defaultValue={props.value}
      disabled={props.disabled}
      onChange={(event) => {
        if (event.target.value !== '') props.onChange(event.target.value)
      }}
      onBlur={(event) => {
        if (event.target.value === '') event.target.value = props.value
      }}
    />
  )
}

const HoursEditor = (props: {
  readonly name: string
  readonly hours: RawHours
  readonly disabled: boolean
  set(part: keyof RawHours, value: string | string[]): void
  remove?(): void
}): ReactElement => {
  const { hours, disabled, set } = props
  const toggle = (day: string): void =>
    set(
      'days',
      DAY_ORDER.flatMap((number) => {
        const one = WEEK_DAYS[number] ?? ''
        return hours.days.includes(one) === (one === day) ? [] : [one]
      }),
    )
  return (
    <div className="hours" role="group" aria-label={props.name}>
      <span className="days">
        {DAY_ORDER.map((number) => {
          const day = WEEK_DAYS[number] ?? ''
          return (
            <button
              type="button"
              key={day}
              className="chip"
              disabled={disabled}
              aria-pressed={hours.days.includes(day)}
              onClick={() => toggle(day)}
            >
              {dayName(number)}
            </button>
          )
        })}
      </span>
      <span className="control">
        <TimeInput
          label={FIELD_MESSAGES.from}
          value={hours.from}
          disabled={disabled}
          onChange={(value) => set('from', value)}
        />
        <span className="muted">{FIELD_MESSAGES.to}</span>
        <TimeInput
          label={FIELD_MESSAGES.to}
          value={hours.to}
          disabled={disabled}
          onChange={(value) => set('to', value)}
        />
        {isOvernight(windowOf(hours)) ? (
          <span className="muted">{FIELD_MESSAGES.nextDay}</span>
        ) : null}
        {props.remove === undefined ? null : (
          <button
            type="button"
            className="button compact quiet"
            disabled={disabled}
            aria-label={FIELD_MESSAGES.removeHours(windowText(windowOf(hours)))}
            onClick={props.remove}
          >
            <Trash2 size={13} aria-hidden />
          </button>
        )}
      </span>
    </div>
  )
}

/** The effect of the limit with these hours, and whether it holds now. */
const limitText = (mbps: unknown, windows: readonly WeekWindow[], now: number): string => {
  if (typeof mbps !== 'number') return LIMIT_MESSAGES.none
  if (windows.length === 0) return LIMIT_MESSAGES.always(count(mbps))
  const holds = windows.some((window) => isInsideAt(window, new Date(now)))
  const text = LIMIT_MESSAGES.inHours(count(mbps), windows.map(windowText).join('; '))
  return `${text} ${holds ? LIMIT_MESSAGES.now : LIMIT_MESSAGES.notNow}`
}

interface ControlProps {
  readonly path: Path
  readonly id: string
  readonly disabled: boolean
}

/** Control of `bandwidth.windows`. */
export const WindowsControl = ({ path, id, disabled }: ControlProps): ReactElement => {
  const value = useSettings((state) => valueAt(state, path))
  const draft = useSettings((state) => state.draft)
  const mbps = useSettings((state) => valueAt(state, [...path.slice(0, -1), 'upload_mbps']))
  const now = useApp((state) => state.now)
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  const shown = list.flatMap((one, at) =>
    isRemoved(draft, [...path, at]) ? [] : [{ at, hours: readHours(one) }],
  )
  const noLimit = typeof mbps !== 'number'
  return (
    <div className="hours-list" role="group" aria-labelledby={`${id}-label`} id={id}>
      {shown.map(({ at, hours }, index) => (
        <HoursEditor
          key={draftKey([...path, at])}
          name={FIELD_MESSAGES.hours(index + 1)}
          hours={hours}
          disabled={disabled}
          set={(part, next) => change([...path, at, part], next)}
          remove={() => removeEntry([...path, at])}
        />
      ))}
      <button
        type="button"
        className="button compact"
        disabled={disabled || noLimit}
        onClick={() => addEntry(path, { ...DEFAULT_HOURS, days: [...DEFAULT_HOURS.days] })}
      >
        <Plus size={13} aria-hidden />
        {FIELD_MESSAGES.addHours}
      </button>
      <p className="muted" role="status">
        {limitText(
          mbps,
          shown.map(({ hours }) => windowOf(hours)),
          now,
        )}
      </p>
    </div>
  )
}

/** Control of `notify.working_hours`: one window, written whole where the file has none. */
export const HoursControl = ({ path, id, disabled }: ControlProps): ReactElement => {
  const value = useSettings((state) => valueAt(state, path))
  const isSet = typeof value === 'object' && value !== null
  const hours = isSet ? readHours(value) : DEFAULT_HOURS
  return (
    <div className="hours-list" role="group" aria-labelledby={`${id}-label`} id={id}>
      <HoursEditor
        name={windowText(windowOf(hours))}
        hours={hours}
        disabled={disabled}
        set={(part, next) =>
          isSet
            ? change([...path, part], next)
            : change(path, { ...DEFAULT_HOURS, days: [...DEFAULT_HOURS.days], [part]: next })
        }
      />
    </div>
  )
}
