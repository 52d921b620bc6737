// Choice chips: a radio group drawn as chips. Tab stops at the chosen chip; the arrow keys move the choice.
import { type KeyboardEvent, type ReactElement, useRef } from 'react'

const KEY_STEPS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowRight: (index, last) => (index === last ? 0 : index + 1),
  ArrowDown: (index, last) => (index === last ? 0 : index + 1),
  ArrowLeft: (index, last) => (index === 0 ? last : index - 1),
  ArrowUp: (index, last) => (index === 0 ? last : index - 1),
  Home: () => 0,
  End: (_index, last) => last,
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
    const step = KEY_STEPS[event.key]
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const index = choices.findIndex(([id]) => id === chosen)
    const next = step(index, choices.length - 1)
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
