// Browses a connection for the folder in which runs are kept: shares and folders as rclone lists them, and a new folder on request.
import { ChevronRight, Folder, FolderPlus, HardDrive } from 'lucide-react'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import type { Input, Output } from '../../../shared/contract/index.ts'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import { call } from '../../state/bridge.ts'
import { TextRow } from '../../ui/form-fields.tsx'

type Connection = Input<'connections.browse'>['connection']
type Listing = Output<'connections.browse'>

/** The answer to a question for one folder; `asked` identifies it. */
interface Answered {
  readonly asked: string
  readonly listing: Listing | null
  readonly fault: string | null
}

const NOTHING: Answered = { asked: '', listing: null, fault: null }

const NewFolder = (props: {
  readonly connection: Connection
  readonly path: string
  onMade(path: string): void
}): ReactElement => {
  const [name, setName] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const isOpen = name !== null
  useEffect(() => {
    // it appears below the folders, which may fill the window
    form.current?.scrollIntoView({ block: 'nearest' })
    form.current?.querySelector('input')?.focus({ preventScroll: true })
  }, [isOpen])
  if (name === null)
    return (
      <button type="button" className="button" onClick={() => setName('')}>
        <FolderPlus size={14} aria-hidden />
        {CONNECT_MESSAGES.newFolder}
      </button>
    )
  const make = async (): Promise<void> => {
    setBusy(true)
    const path = props.path === '' ? name.trim() : `${props.path}/${name.trim()}`
    const answer = await call('connections.makeFolder', { connection: props.connection, path })
    setBusy(false)
    if (!answer.ok) return setFault(answer.error.message)
    setName(null)
    props.onMade(path)
  }
  return (
    <form
      ref={form}
      className="new-folder"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy && name.trim() !== '') void make()
      }}
    >
      <TextRow
        label={CONNECT_MESSAGES.newName}
        value={name}
        fault={fault}
        onChange={(text) => setName(text)}
      />
      <div className="card-actions">
        <button type="submit" className="button" disabled={busy || name.trim() === ''}>
          {busy ? CONNECT_MESSAGES.makingFolder : CONNECT_MESSAGES.make}
        </button>
        <button type="button" className="button quiet" onClick={() => setName(null)}>
          {CONNECT_MESSAGES.cancel}
        </button>
      </div>
    </form>
  )
}

/** The folders above the one that is open, each a way back. */
const Trail = (props: { readonly path: string; onOpen(path: string): void }): ReactElement => {
  const parts = props.path === '' ? [] : props.path.split('/')
  return (
    <nav className="trail" aria-label={CONNECT_MESSAGES.path}>
      <button type="button" className="link" onClick={() => props.onOpen('')}>
        {CONNECT_MESSAGES.top}
      </button>
      {parts.map((part, at) => {
        const path = parts.slice(0, at + 1).join('/')
        return (
          <span key={path}>
            <ChevronRight size={13} aria-hidden />
            <button type="button" className="link mono" onClick={() => props.onOpen(path)}>
              {part}
            </button>
          </span>
        )
      })}
    </nav>
  )
}

/**
 * `path`: the folder that is open, which is the one that is chosen. `revision`: rises when the connection changed. `onOpen`, the same
 * function with every render, is called with each folder that could be listed; `shares`: it lists shares, and is no folder for runs.
 */
export const FolderPicker = (props: {
  readonly connection: Connection
  readonly revision: number
  readonly path: string
  onOpen(path: string, shares: boolean): void
}): ReactElement => {
  const { connection, revision, onOpen } = props
  const [path, setPath] = useState(props.path)
  const [answered, setAnswered] = useState<Answered>(NOTHING)
  const pane = useRef<HTMLDivElement>(null)
  const key = JSON.stringify(connection)
  const [tries, setTries] = useState(0)
  const asked = JSON.stringify([key, revision, path, tries])
  useEffect(() => {
    let current = true
    // the text of the connection, which is made anew with every render
    void call('connections.browse', { connection: JSON.parse(key) as Connection, path }).then(
      (answer) => {
        if (!current) return
        if (!answer.ok) return setAnswered({ asked, listing: null, fault: answer.error.message })
        setAnswered({ asked, listing: answer.value, fault: null })
        onOpen(
          path,
          answer.value.rows.some((row) => row.share),
        )
      },
    )
    return () => {
      current = false
    }
  }, [key, revision, path, asked, onOpen])
  useEffect(() => {
    // it appears below a form that may be longer than the window
    if (answered.asked !== '') pane.current?.scrollIntoView({ block: 'nearest' })
  }, [answered])
  // an answer about another folder says nothing about this one
  const { listing, fault } = answered.asked === asked ? answered : NOTHING
  const shares = listing?.rows.some((row) => row.share) === true
  return (
    <div
      ref={pane}
      className="folder-picker connect-part"
      role="group"
      aria-label={CONNECT_MESSAGES.where}
    >
      <h3>{shares ? CONNECT_MESSAGES.shares : CONNECT_MESSAGES.folders}</h3>
      <Trail path={path} onOpen={setPath} />
      {fault === null ? null : (
        <>
          <p className="tone-danger" role="alert">
            {fault}
          </p>
          <p>
            {CONNECT_MESSAGES.correctAbove}{' '}
            <button type="button" className="link" onClick={() => setTries(tries + 1)}>
              {CONNECT_MESSAGES.tryAgain}
            </button>
          </p>
        </>
      )}
      {listing === null && fault === null ? (
        <p role="status" className="muted">
          {CONNECT_MESSAGES.reading}
        </p>
      ) : null}
      <ul>
        {listing?.rows.map((row) => (
          <li key={row.path}>
            <button type="button" onClick={() => setPath(row.path)}>
              {row.share ? <HardDrive size={15} aria-hidden /> : <Folder size={15} aria-hidden />}
              {row.name}
            </button>
          </li>
        ))}
      </ul>
      {listing === null || shares || path === '' ? null : (
        <p role="status">{CONNECT_MESSAGES.chosen(path)}</p>
      )}
      {listing?.rows.length === 0 ? <p className="muted">{CONNECT_MESSAGES.empty}</p> : null}
      {listing?.more === true ? <p className="muted">{CONNECT_MESSAGES.more}</p> : null}
      {listing === null || shares ? null : (
        <NewFolder key={path} connection={connection} path={path} onMade={setPath} />
      )}
    </div>
  )
}
