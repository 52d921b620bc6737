// The name that people give to a destination.
import type { ReactElement } from 'react'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import { TextRow } from '../../ui/form-fields.tsx'
import { setNas, useConnect } from './connect-store.ts'

/** `placeholder`: what it is called where nobody names it. */
export const NasName = ({ placeholder }: { readonly placeholder: string }): ReactElement => {
  const name = useConnect((state) => state.nas.name)
  return (
    <TextRow
      label={CONNECT_MESSAGES.name}
      hint={CONNECT_MESSAGES.nameHint}
      placeholder={placeholder}
      value={name}
      onChange={(text) => setNas({ name: text })}
    />
  )
}
