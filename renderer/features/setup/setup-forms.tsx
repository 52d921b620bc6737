// Forms of the first run: the instrument, with its completion rule tried on the latest runs; and the destination.
import { type ReactElement, type ReactNode, useEffect, useId, useState } from 'react'
import { COMPLETENESS_SIGNALS } from '../../../shared/constants.ts'
import {
  FIELD_MESSAGES,
  SECTION_MESSAGES,
  SIGNAL_NAMES,
} from '../../../shared/messages/settings.ts'
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import { call } from '../../state/bridge.ts'
import { RulePreview } from './rule-preview.tsx'
import { showError } from '../../state/notice-store.ts'
import { isProgram } from '../settings/settings-fields.tsx'
import { type Draft, draftFaults, setDraft, useSetup } from './setup-store.ts'

const FormRow = (props: {
  readonly label: string
  readonly hint?: string | null
  readonly children: (id: string) => ReactNode
}): ReactElement => {
  const id = useId()
  return (
    <div className="setting">
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
      {props.hint === undefined || props.hint === null ? null : (
        <p className="muted">{props.hint}</p>
      )}
    </div>
  )
}

type TextKey =
  | 'id'
  | 'label'
  | 'localRoot'
  | 'runFolders'
  | 'filename'
  | 'remotePath'
  | 'sshTarget'
  | 'sshKey'
  | 'rcloneConfig'
  | 'knownHosts'

const TextField = (props: {
  readonly name: TextKey
  readonly label: string
  readonly hint?: string | null
  readonly choose?: 'folder' | 'file' | 'rclone_config'
}): ReactElement => {
  const value = useSetup((state) => state.draft[props.name])
  const set = (text: string): void => {
    const change: Partial<Draft> = { [props.name]: text }
    setDraft(change)
  }
  const choose = async (what: 'folder' | 'file' | 'rclone_config'): Promise<void> => {
    const answer = await call('app.choosePath', { what })
    if (!answer.ok) showError(answer)
    else if (answer.value.path !== null) set(answer.value.path)
  }
  return (
    <FormRow label={props.label} {...(props.hint === undefined ? {} : { hint: props.hint })}>
      {(id) => (
        <span className="control">
          <input
            id={id}
            className="input"
            spellCheck={false}
            readOnly={isProgram(props.choose)}
            value={value}
            onChange={(event) => set(event.target.value)}
          />
          {props.choose === undefined ? null : (
            <button
              type="button"
              className="button compact"
              aria-label={`${FIELD_MESSAGES.choose}: ${props.label}`}
              onClick={() => void choose(props.choose ?? 'file')}
            >
              {FIELD_MESSAGES.choose}
            </button>
          )}
        </span>
      )}
    </FormRow>
  )
}

export const InstrumentStep = (): ReactElement => {
  const draft = useSetup((state) => state.draft)
  const faults = draftFaults(draft)
  const messages = SECTION_MESSAGES.instrument
  return (
    <>
      <TextField name="id" label={messages.id} hint={faults.id ?? messages.idHint} />
      <TextField name="label" label={messages.label} />
      <TextField name="localRoot" label={messages.folder} choose="folder" />
      <TextField name="runFolders" label={messages.runFolders} hint={messages.runFoldersHint} />
      <FormRow label={messages.signal}>
        {(id) => (
          <select
            id={id}
            className="select"
            value={draft.signal}
            onChange={(event) => {
              const chosen = COMPLETENESS_SIGNALS.find((one) => one === event.target.value)
              if (chosen !== undefined) setDraft({ signal: chosen })
            }}
          >
            {Object.entries(SIGNAL_NAMES).map(([signal, name]) => (
              <option key={signal} value={signal}>
                {name}
              </option>
            ))}
          </select>
        )}
      </FormRow>
      {draft.signal === 'sentinel_file' ? (
        <TextField name="filename" label={messages.sentinel} />
      ) : null}
      {draft.signal === 'manifest' ? <TextField name="filename" label={messages.manifest} /> : null}
      {draft.signal === 'quiet_period' ? (
        <FormRow label={messages.quiet}>
          {(id) => (
            <span className="control">
              <input
                id={id}
                className="input"
                type="number"
                min={1}
                value={draft.quietMinutes}
                onChange={(event) =>
                  setDraft({ quietMinutes: Math.max(1, Number(event.target.value)) })
                }
              />
              <span className="muted">{messages.minutes}</span>
            </span>
          )}
        </FormRow>
      ) : null}
      <RulePreview />
      {faults.instrument === null ? null : <p className="muted">{faults.instrument}</p>}
    </>
  )
}

const Remotes = (): ReactElement => {
  const draft = useSetup((state) => state.draft)
  const [remotes, setRemotes] = useState<readonly string[]>([])
  const [fault, setFault] = useState<string | null>(null)
  const config = draft.rcloneConfig === '' ? null : draft.rcloneConfig
  useEffect(() => {
    // rclone may be slow: an answer for the former file must not replace one for this file
    let current = true
    void call('tools.remotes', { config }).then((answer) => {
      if (!current) return
      setRemotes(answer.ok ? answer.value.remotes : [])
      setFault(answer.ok ? null : answer.error.message)
    })
    return () => {
      current = false
    }
  }, [config])
  return (
    <FormRow
      label={SECTION_MESSAGES.instrument.remote}
      hint={fault ?? SECTION_MESSAGES.instrument.remoteHint}
    >
      {(id) => (
        <select
          id={id}
          className="select"
          value={draft.remote}
          onChange={(event) => setDraft({ remote: event.target.value })}
        >
          <option value="">{SETUP_MESSAGES.chooseRemote}</option>
          {remotes.map((remote) => (
            <option key={remote} value={remote}>
              {remote}
            </option>
          ))}
        </select>
      )}
    </FormRow>
  )
}

export const DestinationStep = (): ReactElement => {
  const draft = useSetup((state) => state.draft)
  const messages = SECTION_MESSAGES.instrument
  const fault = draftFaults(draft).destination
  return (
    <>
      <fieldset className="choice-row">
        <legend>{SETUP_MESSAGES.how}</legend>
        {(['rclone', 'rsync_ssh'] as const).map((one) => (
          <label key={one} className="check">
            <input
              type="radio"
              name="transport"
              checked={draft.transport === one}
              onChange={() => setDraft({ transport: one })}
            />
            {SETUP_MESSAGES.transports[one]}
          </label>
        ))}
      </fieldset>
      {draft.transport === 'rclone' ? (
        <>
          <TextField
            name="rcloneConfig"
            label={messages.rcloneConfig}
            hint={SETUP_MESSAGES.rcloneConfigHint}
            choose="rclone_config"
          />
          <Remotes />
          <TextField name="remotePath" label={messages.remotePath} />
        </>
      ) : (
        <>
          <TextField name="sshTarget" label={messages.sshTarget} hint={messages.sshTargetHint} />
          <TextField
            name="sshKey"
            label={messages.sshKey}
            hint={messages.sshKeyHint}
            choose="file"
          />
          <TextField name="remotePath" label={messages.remotePath} />
          <FormRow label={messages.sshPort}>
            {(id) => (
              <input
                id={id}
                className="input"
                type="number"
                min={1}
                max={65_535}
                value={draft.sshPort}
                onChange={(event) => setDraft({ sshPort: Number(event.target.value) })}
              />
            )}
          </FormRow>
          <TextField
            name="knownHosts"
            label={messages.knownHosts}
            hint={SETUP_MESSAGES.knownHostsHint}
            choose="file"
          />
        </>
      )}
      {fault === null ? null : <p className="muted">{fault}</p>}
    </>
  )
}
