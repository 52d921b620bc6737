// Form of a new connection, drawn from what rclone says of a kind of storage: its fields, rclone's questions, the sign-in with the
// browser, and then the folder.
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import type { ConnectionField as Field } from '../../../shared/model/connections.ts'
import { CONNECT_FORM, useOfferConnect } from './connect-button.tsx'
import { ConnectionField } from './connection-field.tsx'
import {
  answerQuestion,
  browseAgain,
  connect,
  fieldsShown,
  giveUp,
  loadForm,
  serverName,
  setValue,
  useConnectionForm,
} from './connection-form-store.ts'
import { DraftFolder } from './draft-folder.tsx'
import { HostKeyCompare } from './ssh/host-key-compare.tsx'
import { NasName } from './nas-name.tsx'

const Question = ({
  type,
  field,
  error,
}: {
  readonly type: string
  readonly field: Field
  readonly error: string
}): ReactElement => {
  const [value, setAnswer] = useState(field.standard)
  const busy = useConnectionForm((state) => state.busy)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // it appears below a form that may be longer than the window
    form.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <form
      ref={form}
      className="connect-part question"
      onSubmit={(event) => {
        event.preventDefault()
        void answerQuestion(value)
      }}
    >
      <ConnectionField field={field} kind={type} value={value} provider="" onChange={setAnswer} />
      {error === '' ? null : (
        <p className="tone-danger" role="alert">
          {error}
        </p>
      )}
      <div className="card-actions">
        <button type="submit" className="button primary" disabled={busy}>
          {CONNECT_MESSAGES.answer}
        </button>
        <button type="button" className="button" onClick={giveUp}>
          {CONNECT_MESSAGES.cancel}
        </button>
      </div>
    </form>
  )
}

const Browser = ({ url }: { readonly url: string }): ReactElement => (
  <div className="connect-part" role="status">
    <p>{CONNECT_MESSAGES.browser}</p>
    <p className="mono selectable">{url}</p>
    <button type="button" className="button" onClick={giveUp}>
      {CONNECT_MESSAGES.giveUp}
    </button>
  </div>
)

/** The server of an SFTP form, whose identity is compared before anything is sent. */
const sftpServer = (values: Readonly<Record<string, string>>) => {
  const port = Number(values['port'] ?? '')
  return {
    host: values['host'] ?? '',
    port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : null,
  }
}

export const ConnectionForm = ({ type }: { readonly type: string }): ReactElement => {
  const form = useConnectionForm()
  useEffect(() => {
    void loadForm(type)
  }, [type])
  const { step, busy, fault } = form
  useOfferConnect(step === null, form.fields !== null, busy)
  const shown = fieldsShown(form)
  const draw = (field: Field): ReactElement => (
    <ConnectionField
      key={field.name}
      field={field}
      kind={type}
      value={form.values[field.name] ?? ''}
      provider={form.values['provider'] ?? ''}
      onChange={(value) => setValue(field.name, value)}
    />
  )
  const advanced = shown.filter((field) => field.advanced)
  return (
    <>
      <form
        id={CONNECT_FORM}
        className="connect-part"
        onSubmit={(event) => {
          event.preventDefault()
          void connect()
        }}
      >
        <NasName placeholder={serverName(form.values)} />
        {form.fields === null ? <p role="status">{CONNECT_MESSAGES.reading}</p> : null}
        {shown.filter((field) => !field.advanced).map(draw)}
        {advanced.length === 0 ? null : (
          <details>
            <summary>{CONNECT_MESSAGES.advanced}</summary>
            {advanced.map(draw)}
          </details>
        )}
        {fault === null ? null : (
          <p className="tone-danger" role="alert">
            {fault}
          </p>
        )}
      </form>
      {step?.kind === 'question' ? (
        <Question key={step.field.name} type={type} field={step.field} error={step.error} />
      ) : null}
      {step?.kind === 'browser' ? <Browser url={step.url} /> : null}
      {step?.kind === 'complete' && type === 'sftp' ? (
        <HostKeyCompare server={sftpServer(form.values)} onKnown={browseAgain} />
      ) : null}
      {step?.kind === 'complete' ? <DraftFolder type={type} /> : null}
    </>
  )
}
