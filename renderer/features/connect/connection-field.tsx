// One field of a connection, drawn from rclone's own description of it.
import { type ReactElement, useId } from 'react'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import { fieldHint, fieldLabel } from '../../../shared/messages/connections.ts'
import type { ConnectionField as Field } from '../../../shared/model/connections.ts'
import { FormRow, SelectRow, TextRow } from '../../ui/form-fields.tsx'
import { isForProvider } from './connection-form-store.ts'

/** First sentence of rclone's text; the rest is for people who read its manual. */
const firstSentence = (text: string): string => text.split('\n', 1)[0]?.trim() ?? ''

/** `kind`: rclone's name of the backend. `provider`: the value of the form's field of that name, which some examples are for. */
export const ConnectionField = (props: {
  readonly field: Field
  readonly kind: string
  readonly value: string
  readonly provider: string
  onChange(value: string): void
}): ReactElement => {
  const { field, value, onChange } = props
  const listId = useId()
  const own = fieldHint(field.name) ?? firstSentence(field.help)
  const hint = own === '' ? null : own
  const label = fieldLabel(props.kind, field.name)
  const examples = field.examples.filter(({ providers }) =>
    isForProvider(providers, props.provider),
  )
  if (field.type === 'bool')
    return (
      <SelectRow
        label={label}
        hint={hint}
        value={value === '' ? (field.standard === 'true' ? 'true' : 'false') : value}
        choices={[
          ['false', CONNECT_MESSAGES.no],
          ['true', CONNECT_MESSAGES.yes],
        ]}
        onChange={onChange}
      />
    )
  if (examples.length > 0 && field.exclusive)
    return (
      <SelectRow
        label={label}
        hint={hint}
        value={value === '' ? field.standard : value}
        choices={[
          ...(examples.some((one) => one.value === field.standard)
            ? []
            : [[field.standard, CONNECT_MESSAGES.chooseKind] as const]),
          ...examples.map((one) => [one.value, firstSentence(one.help) || one.value] as const),
        ]}
        onChange={onChange}
      />
    )
  if (field.secret || examples.length === 0)
    return (
      <TextRow
        label={label}
        hint={hint}
        type={field.secret ? 'password' : 'text'}
        // the account of this computer is not the one of the NAS
        placeholder={field.name === 'user' ? '' : field.standard}
        value={value}
        onChange={onChange}
      />
    )
  return (
    <FormRow label={label} hint={hint}>
      {(id, describedBy) => (
        <>
          <input
            id={id}
            className="input"
            list={listId}
            spellCheck={false}
            autoComplete="off"
            aria-describedby={describedBy}
            placeholder={field.standard}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <datalist id={listId}>
            {examples.map((one) => (
              <option key={one.value} value={one.value}>
                {firstSentence(one.help)}
              </option>
            ))}
          </datalist>
        </>
      )}
    </FormRow>
  )
}
