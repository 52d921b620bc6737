// Search field with a button that clears it. Escape clears it too; an empty field leaves Escape to the window.
import { Search, X } from 'lucide-react'
import type { ReactElement, RefObject } from 'react'
import { MESSAGES } from '../../shared/messages/index.ts'

export const SearchField = ({
  field,
  ...props
}: {
  readonly label: string
  readonly value: string
  readonly field?: RefObject<HTMLInputElement | null>
  onChange(value: string): void
  onEnter?(): void
  onFocus?(): void
}): ReactElement => (
  <div className="field" role="search">
    <Search size={14} aria-hidden />
    <input
      ref={field}
      aria-label={props.label}
      placeholder={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      onFocus={() => props.onFocus?.()}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && props.value !== '') {
          props.onChange('')
          event.preventDefault()
        }
        if (event.key === 'Enter') props.onEnter?.()
      }}
    />
    {props.value === '' ? null : (
      <button
        type="button"
        className="link icon-only"
        aria-label={MESSAGES.clearSearch}
        onClick={() => props.onChange('')}
      >
        <X size={13} aria-hidden />
      </button>
    )}
  </div>
)
