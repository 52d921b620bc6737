// Fields of a form: label above the control, the hint or the fault below it.
import { type ReactElement, type ReactNode, useId } from 'react'
import { FIELD_MESSAGES } from '../../shared/messages/settings.ts'

/** A label, the control that it is for, and the hint. */
export const FormRow = (props: {
  readonly label: string
  readonly hint?: string | null
  readonly fault?: string | null
  readonly children: (id: string, describedBy: string | undefined) => ReactNode
}): ReactElement => {
  const id = useId()
  const text = props.fault ?? props.hint ?? null
  return (
    <div className="form-row">
      <label htmlFor={id}>{props.label}</label>
      {props.children(id, text === null ? undefined : `${id}-hint`)}
      {text === null ? null : (
        <p id={`${id}-hint`} className={typeof props.fault === 'string' ? 'tone-danger' : 'muted'}>
          {text}
        </p>
      )}
    </div>
  )
}

/** A line of text. `onChoose`: it can also be chosen in a dialog. */
export const TextRow = (props: {
  readonly label: string
  readonly value: string
  readonly hint?: string | null
  readonly fault?: string | null
  readonly type?: 'text' | 'password' | 'number' | 'date'
  readonly placeholder?: string
  readonly mono?: boolean
  onChange(text: string): void
  readonly onChoose?: () => void
}): ReactElement => (
  <FormRow label={props.label} hint={props.hint ?? null} fault={props.fault ?? null}>
    {(id, describedBy) => (
      <span className="control">
        <input
          id={id}
          className={props.mono === true ? 'input mono' : 'input'}
          type={props.type ?? 'text'}
          spellCheck={false}
          autoComplete="off"
          aria-describedby={describedBy}
          placeholder={props.placeholder}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
        {props.onChoose === undefined ? null : (
          <button
            type="button"
            className="button"
            aria-label={`${FIELD_MESSAGES.choose}: ${props.label}`}
            onClick={props.onChoose}
          >
            {FIELD_MESSAGES.choose}
          </button>
        )}
      </span>
    )}
  </FormRow>
)

/** A choice among a few. */
export const SelectRow = (props: {
  readonly label: string
  readonly value: string
  readonly hint?: string | null
  readonly choices: readonly (readonly [value: string, text: string])[]
  onChange(value: string): void
}): ReactElement => (
  <FormRow label={props.label} hint={props.hint ?? null}>
    {(id, describedBy) => (
      <select
        id={id}
        className="select"
        aria-describedby={describedBy}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {props.choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    )}
  </FormRow>
)
