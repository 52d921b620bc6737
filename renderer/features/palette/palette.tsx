// Command palette: one field that finds commands, runs, instruments, destinations and settings (docs/ux.md D14).
import { type KeyboardEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react'
import { PALETTE_MESSAGES } from '../../../shared/messages/palette.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { openOverlay } from '../../state/nav.ts'
import { useDestinations } from '../destinations/destinations-store.ts'
import { type PaletteEntry, localEntries, matching, runEntry } from './palette-entries.ts'

/** Runs that are looked up for a text. */
const MAX_RUNS = 6
/** Entries that are shown. */
const MAX_SHOWN = 12

/** The runs that fit a text; none for an empty one. */
const useFoundRuns = (text: string): readonly PaletteEntry[] => {
  const [found, setFound] = useState<readonly PaletteEntry[]>([])
  useEffect(() => {
    let isCurrent = true
    const find = async (): Promise<void> => {
      const query = { view: 'all', search: text, offset: 0, limit: MAX_RUNS } as const
      const answer = text.trim() === '' ? null : await call('jobs.list', query)
      if (isCurrent) setFound(answer?.ok === true ? answer.value.rows.map(runEntry) : [])
    }
    void find()
    return () => {
      isCurrent = false
    }
  }, [text])
  return found
}

export const Palette = (): ReactElement => {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const instruments = useApp((app) => app.instruments)
  const destinations = useDestinations((store) => store.destinations)
  const runs = useFoundRuns(text)
  const fitting = matching(localEntries(instruments, destinations), text)
  const shown = [...fitting.slice(0, MAX_SHOWN - runs.length), ...runs]
  const at = Math.min(chosen, shown.length - 1)
  const run = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return
    openOverlay(null)
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setChosen((at + 1) % Math.max(1, shown.length))
    else if (event.key === 'ArrowUp') setChosen((at - 1 + shown.length) % Math.max(1, shown.length))
    else if (event.key === 'Enter') run(shown[at])
    else return
    event.preventDefault()
  }
  useEffect(
    () =>
      list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
    [at],
  )
  return (
    <div className="palette">
      <input
        className="input"
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-label={PALETTE_MESSAGES.field}
        placeholder={PALETTE_MESSAGES.field}
        {...(shown.length === 0 ? {} : { 'aria-activedescendant': `${id}-${at}` })}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-list`}
        className="palette-list"
        role="listbox"
        tabIndex={-1}
        aria-label={PALETTE_MESSAGES.results}
        ref={list}
      >
        {shown.map((entry, index) => (
          // keys are those of the field, which keeps the focus
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={entry.id}
            id={`${id}-${index}`}
            role="option"
            className="palette-entry"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseMove={() => setChosen(index)}
            onClick={() => run(entry)}
          >
            <span className="muted">{entry.kind}</span>
            <span className="clip">{entry.name}</span>
            <span className="muted">{entry.note}</span>
          </div>
        ))}
      </div>
      {shown.length === 0 ? <p className="muted">{PALETTE_MESSAGES.nothing}</p> : null}
    </div>
  )
}
