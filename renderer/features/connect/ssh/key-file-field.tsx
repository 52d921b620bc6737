// Field of the key file of an ssh account. What speaks against the file, such as a passphrase, is said as soon as it is chosen.
import { type ReactElement, useEffect, useRef, useState } from 'react'
import type { Output } from '../../../../shared/contract/index.ts'
import { CONNECT_MESSAGES } from '../../../../shared/messages/connect.ts'
import { call } from '../../../state/bridge.ts'
import { TextRow } from '../../../ui/form-fields.tsx'
import { choosePath } from '../choose-path.ts'

/** A person is still typing until nothing was typed for so long. */
const TYPING_MS = 400

type Checked = Output<'ssh.checkKeyFile'> & { readonly path: string }

export const KeyFileField = (props: {
  readonly value: string
  onChange(path: string): void
}): ReactElement => {
  const { value, onChange } = props
  const [checked, setChecked] = useState<Checked | null>(null)
  const pane = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (value === '') return undefined
    let current = true
    const timer = setTimeout(() => {
      void call('ssh.checkKeyFile', { path: value }).then((answer) => {
        if (current) setChecked(answer.ok ? { ...answer.value, path: value } : null)
      })
    }, TYPING_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [value])
  useEffect(() => {
    // what was found may be below the window
    if (checked !== null) pane.current?.scrollIntoView({ block: 'nearest' })
  }, [checked])
  // an answer about another file says nothing about this one
  const found = checked?.path === value ? checked : null
  const instead = found?.instead ?? null
  return (
    <div ref={pane} className="key-file">
      <TextRow
        label={CONNECT_MESSAGES.keyFile}
        mono
        value={value}
        hint={found?.note ?? null}
        fault={found?.problem ?? null}
        onChange={onChange}
        onChoose={() => void choosePath('file', onChange)}
      />
      {instead === null ? null : (
        <p>
          <button type="button" className="button compact" onClick={() => onChange(instead)}>
            {CONNECT_MESSAGES.keyInstead(instead)}
          </button>
        </p>
      )}
    </div>
  )
}
