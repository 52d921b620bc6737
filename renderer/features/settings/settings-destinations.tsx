// Destinations in the settings: which instruments send there, their names and passwords; and the connections that were made here
// (docs/ux.md D17).
import { spokenMessage } from '../../../shared/reasons.ts'
import { KeyRound, PencilLine, PlugZap, Trash2 } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { SETTINGS_MESSAGES } from '../../../shared/messages/settings.ts'
import type { ConnectionInfo } from '../../../shared/model/connections.ts'
import type { DestinationInfo } from '../../../shared/model/list-rows.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { openOverlay } from '../../state/nav.ts'
import { showError } from '../../state/notice-store.ts'
import { ConfirmDialog, type Question } from '../../ui/confirm-dialog.tsx'
import { testInstrument } from '../destinations/connection-test-store.ts'
import { loadDestinations, useDestinations } from '../destinations/destinations-store.ts'
import { reachOf } from '../destinations/reach.ts'
import { goTo } from '../runs/runs-store.ts'
import { useSettingsLock } from './settings-lock-store.ts'

/** `rclone_config` of the app's own rclone.conf. */
const OWN_CONF = 'app'

interface Own {
  readonly rows: readonly ConnectionInfo[]
  /** What a person should know of the file that they are in; null: nothing. */
  readonly note: string | null
}

const listOwn = async (): Promise<Own> => {
  const answer = await call('connections.list', {})
  if (!answer.ok) return { rows: [], note: answer.error.message }
  const { confs, rows } = answer.value
  return {
    rows: rows.filter(({ place }) => place.conf === OWN_CONF),
    note: confs.find(({ conf }) => conf === OWN_CONF)?.message ?? null,
  }
}

const Rename = (props: { readonly destination: DestinationInfo; onDone(): void }): ReactElement => {
  const { key, destination } = props.destination
  const [name, setName] = useState(destination)
  const rename = async (): Promise<void> => {
    const answer = await call('connections.rename', { key, name: name.trim() })
    showError(answer)
    if (!answer.ok) return
    await loadDestinations()
    props.onDone()
  }
  return (
    <form
      className="control"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') void rename()
      }}
    >
      <input
        className="input"
        aria-label={SETTINGS_MESSAGES.destinationName}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="button compact" disabled={name.trim() === ''}>
        {SETTINGS_MESSAGES.rename}
      </button>
      <button type="button" className="button compact quiet" onClick={props.onDone}>
        {MESSAGES.leave}
      </button>
    </form>
  )
}

const DestinationRow = ({
  destination,
}: {
  readonly destination: DestinationInfo
}): ReactElement => {
  const { key, instruments, transport } = destination
  const now = useApp((state) => state.now)
  const hold = useApp((state) => state.overview.holds.find((one) => one.connection === key))
  const locked = useSettingsLock((state) => state.locked)
  const [renaming, setRenaming] = useState(false)
  const [first = ''] = instruments
  if (renaming)
    return (
      <div className="setting">
        <span className="mono clip">{destination.destination}</span>
        <Rename destination={destination} onDone={() => setRenaming(false)} />
      </div>
    )
  return (
    <div className="setting">
      <span className="clip" title={destination.destination}>
        {destination.destination}
      </span>
      <span className="control">
        <button
          type="button"
          className="button compact"
          disabled={locked}
          onClick={() => setRenaming(true)}
        >
          <PencilLine size={13} aria-hidden />
          {SETTINGS_MESSAGES.renameIt}
        </button>
        {transport === 'rclone' ? (
          <button
            type="button"
            className="button compact"
            disabled={locked}
            onClick={() => openOverlay({ kind: 'password', instruments })}
          >
            <KeyRound size={13} aria-hidden />
            {MESSAGES.replacePassword}
          </button>
        ) : null}
        <button
          type="button"
          className="button compact"
          onClick={() => goTo({ kind: 'settings', section: first })}
        >
          {SETTINGS_MESSAGES.change}
        </button>
        <button
          type="button"
          className="button compact"
          onClick={() => {
            goTo({ kind: 'destination', key })
            void testInstrument(first, 'test')
          }}
        >
          <PlugZap size={13} aria-hidden />
          {MESSAGES.testConnection}
        </button>
      </span>
      <p className="muted">
        {SETTINGS_MESSAGES.usedBy(instruments.join(', '))} · {MESSAGES.transports[transport]} ·{' '}
        {hold !== undefined && hold !== null
          ? spokenMessage(hold)
          : reachOf(destination, undefined, now).label}
      </p>
    </div>
  )
}

/** The connections of the app's own rclone.conf, and where their passwords are; one that an instrument uses stays. */
const OwnConnections = (): ReactElement | null => {
  const [{ rows, note }, setOwn] = useState<Own>({ rows: [], note: null })
  const [question, setQuestion] = useState<Question | null>(null)
  const locked = useSettingsLock((state) => state.locked)
  useEffect(() => {
    void listOwn().then(setOwn)
  }, [])
  if (rows.length === 0 && note === null) return null
  const remove = async ({ place }: ConnectionInfo): Promise<void> => {
    showError(await call('connections.remove', { place }))
    setOwn(await listOwn())
  }
  return (
    <>
      <h3>{SETTINGS_MESSAGES.connections}</h3>
      {note === null ? null : <p className="tone-warning">{note}</p>}
      {rows.map((row) => (
        <div className="setting" key={row.place.remote}>
          <span className="clip">{row.name}</span>
          <span className="control">
            <button
              type="button"
              className="button compact"
              disabled={locked || row.instruments.length > 0}
              onClick={() =>
                setQuestion({
                  title: SETTINGS_MESSAGES.removeTitle(row.name),
                  text: SETTINGS_MESSAGES.removeConnection,
                  yes: SETTINGS_MESSAGES.removeConnectionYes,
                  onYes: () => void remove(row),
                })
              }
            >
              <Trash2 size={13} aria-hidden />
              {SETTINGS_MESSAGES.remove}
            </button>
          </span>
          <p className="muted">
            {row.instruments.length === 0
              ? SETTINGS_MESSAGES.usedByNone
              : SETTINGS_MESSAGES.usedBy(row.instruments.join(', '))}
          </p>
        </div>
      ))}
      <ConfirmDialog question={question} onClose={() => setQuestion(null)} />
    </>
  )
}

/** Every destination with its instruments; its settings are part of each instrument. */
export const DestinationList = (): ReactElement => {
  const destinations = useDestinations((state) => state.destinations)
  useEffect(() => {
    void loadDestinations()
  }, [])
  return (
    <section aria-label={SETTINGS_MESSAGES.destinations}>
      <h2>{SETTINGS_MESSAGES.destinations}</h2>
      {destinations.map((one) => (
        <DestinationRow key={one.key} destination={one} />
      ))}
      <OwnConnections />
    </section>
  )
}
