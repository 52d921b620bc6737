// Further destinations of an instrument in the settings: lists, adds and removes them (docs/ux.md D17).
import { Plus, Route, Trash2, Undo2 } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { SETTINGS_MESSAGES } from '../../../shared/messages/settings.ts'
import { goTo } from '../runs/runs-store.ts'
import { furtherOf } from './instrument-section.ts'
import { isRemoved, valueIn } from './setting-edits.ts'
import { useSettingsLock } from './settings-lock-store.ts'
import { removeEntry, undoEdit, useSettings } from './settings-store.ts'

const textIn = (value: unknown, key: string): string => {
  const found = valueIn(value, [key])
  return typeof found === 'string' ? found : ''
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/

const FurtherRow = (props: {
  readonly at: number
  readonly index: number
  readonly route: string
  readonly name: string
}): ReactElement => {
  const { at, index, name } = props
  const locked = useSettingsLock((state) => state.locked)
  const path = ['equipment', at, 'also', index]
  const removed = useSettings((state) => isRemoved(state.draft, path))
  if (removed)
    return (
      <li className="tone-warning" role="status">
        {SETTINGS_MESSAGES.furtherRemoved(name)}{' '}
        <button type="button" className="button compact" onClick={() => undoEdit(path)}>
          <Undo2 size={13} aria-hidden />
          {SETTINGS_MESSAGES.keep}
        </button>
      </li>
    )
  return (
    <li className="card-actions">
      <strong className="mono">{name}</strong>
      <button
        type="button"
        className="button compact"
        disabled={locked}
        onClick={() => goTo({ kind: 'setup', instrument: props.route })}
      >
        <Route size={13} aria-hidden />
        {SETTINGS_MESSAGES.furtherMove(name)}
      </button>
      <button
        type="button"
        className="button compact"
        disabled={locked}
        onClick={() => removeEntry(path)}
      >
        <Trash2 size={13} aria-hidden />
        {SETTINGS_MESSAGES.furtherRemove(name)}
      </button>
    </li>
  )
}

/** `at`: index of the instrument in the file. A new destination is chosen, tested and saved by the steps of the set-up. */
export const FurtherDestinations = ({
  at,
  instrument,
}: {
  readonly at: number
  readonly instrument: unknown
}): ReactElement => {
  const locked = useSettingsLock((state) => state.locked)
  const [typed, setTyped] = useState('')
  const id = textIn(instrument, 'id')
  const names = furtherOf(instrument).map((one) => textIn(one, 'name'))
  const isFree = names.every((name) => name.toLowerCase() !== typed.toLowerCase())
  const fits = NAME.test(typed) && isFree
  return (
    <section aria-label={SETTINGS_MESSAGES.further}>
      <h3>{SETTINGS_MESSAGES.further}</h3>
      <p className="muted">{SETTINGS_MESSAGES.furtherText}</p>
      <ul className="plain">
        {names.map((name, index) => (
          <FurtherRow key={name} at={at} index={index} name={name} route={`${id}/${name}`} />
        ))}
      </ul>
      <p className="card-actions">
        <input
          type="text"
          className="field"
          aria-label={SETTINGS_MESSAGES.furtherName}
          placeholder={SETTINGS_MESSAGES.furtherName}
          value={typed}
          disabled={locked}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button
          type="button"
          className="button compact"
          disabled={locked || !fits}
          title={fits ? undefined : SETTINGS_MESSAGES.furtherRule}
          onClick={() => goTo({ kind: 'setup', instrument: `${id}/${typed}` })}
        >
          <Plus size={13} aria-hidden />
          {SETTINGS_MESSAGES.furtherAdd}
        </button>
      </p>
    </section>
  )
}
