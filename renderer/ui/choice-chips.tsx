// Chips of which exactly one is chosen: a group of radio buttons, one stop for Tab, arrows inside.
import { type KeyboardEvent, type ReactElement, useRef } from 'react'

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (at, last) => (at === last ? 0 : at + 1),
  ArrowDown: (at, last) => (at === last ? 0 : at + 1),
  ArrowLeft: (at, last) => (at === 0 ? last : at - 1),
  ArrowUp: (at, last) => (at === 0 ? last : at - 1),
  Home: () => 0,
  End: (_at, last) => last,
}

export const ChoiceChips = <Id extends string>(props: {
  readonly label: string
  readonly choices: readonly (readonly [Id, string])[]
  readonly chosen: Id
  onChoose(id: Id): void
}): ReactElement => {
  const { choices, chosen, onChoose } = props
  const group = useRef<HTMLSpanElement>(null)
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const at = choices.findIndex(([id]) => id === chosen)
    const next = step(at, choices.length - 1)
    const id = choices[next]?.[0]
    if (id === undefined) return
    onChoose(id)
    group.current?.querySelectorAll<HTMLElement>('[role="radio"]').item(next).focus()
  }
  return (
    <span className="choice-chips" role="radiogroup" aria-label={props.label} ref={group}>
      {choices.map(([id, name]) => (
        <button
          type="button"
          key={id}
          className="chip"
          role="radio"
          aria-checked={id === chosen}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
          onKeyDown={onKeyDown}
        >
          {name}
        </button>
      ))}
    </span>
  )
}
