// One field of the settings: label, control, its key in config.yaml once changed, and its fault.
import { Switch } from '@base-ui/react/switch'
import { FolderOpen, X } from 'lucide-react'
import type { ReactElement } from 'react'
import type { Input } from '../../../shared/contract/index.ts'
import { FIELD_MESSAGES } from '../../../shared/messages/settings.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'
import { type Path, dottedKey } from './setting-edits.ts'
import { HoursControl, WindowsControl } from './settings-hours.tsx'
import { useSettingsLock } from './settings-lock-store.ts'
import { change, isChanged, useSettings, valueAt } from './settings-store.ts'

export interface Field {
  readonly path: Path
  readonly label: string
  readonly hint?: string
  readonly kind:
    'text' | 'number' | 'switch' | 'choice' | 'path' | 'list' | 'names' | 'windows' | 'hours'
  /** What the system's dialog chooses; a program, and rclone's file, can be chosen in it alone. */
  readonly chooses?: Input<'app.choosePath'>['what']
  /** Heading above the field: a new part of the section. */
  readonly part?: string
  /** The block that is removed from the file when the field is emptied, because it means nothing without the field. */
  readonly clears?: Path
  readonly unit?: string
  /** The default, used where the file has no value. */
  readonly fallback?: string | number | boolean
  readonly choices?: readonly (readonly [string, string])[]
  /** The switch cannot be turned on, for this reason. */
  readonly blocked?: string | null
}

/** What decides which program runs is chosen in the system's dialog alone, which no page can answer. */
const isProgram = (what: Input<'app.choosePath'>['what'] | undefined): boolean =>
  what !== undefined && what !== 'folder' && what !== 'file'

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** Parses `30, 120, 480`. A part that is no number stays a text, so that the check of config.yaml names the fault. */
const toList = (text: string): (number | string)[] =>
  text
    .split(/[,\s]+/)
    .filter((part) => part !== '')
    .map((part) => (Number.isFinite(Number(part)) ? Number(part) : part))

/** Parses `Thumbs.db, ._*`. */
const toNames = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

const Control = ({
  field,
  id,
  disabled,
}: {
  readonly field: Field
  readonly id: string
  readonly disabled: boolean
}): ReactElement => {
  const value = useSettings((state) => valueAt(state, field.path))
  const empty = value === undefined || value === null
  const placeholder =
    field.fallback === undefined ? '' : FIELD_MESSAGES.byDefault(String(field.fallback))
  if (field.kind === 'switch')
    return (
      <Switch.Root
        id={id}
        aria-labelledby={`${id}-label`}
        className="switch"
        disabled={disabled || (typeof field.blocked === 'string' && value !== true)}
        checked={typeof value === 'boolean' ? value : field.fallback === true}
        onCheckedChange={(checked) => change(field.path, checked)}
      >
        <Switch.Thumb className="thumb" />
      </Switch.Root>
    )
  if (field.kind === 'choice')
    return (
      <select
        id={id}
        className="select"
        disabled={disabled}
        value={empty ? asText(field.fallback) : asText(value)}
        onChange={(event) => change(field.path, event.target.value)}
      >
        {field.choices?.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    )
  if (field.kind === 'windows')
    return <WindowsControl path={field.path} id={id} disabled={disabled} />
  if (field.kind === 'hours') return <HoursControl path={field.path} id={id} disabled={disabled} />
  const shown = Array.isArray(value) ? value.join(', ') : asText(value)
  const set = (text: string): void => {
    if (text.trim() === '') change(field.clears ?? field.path, undefined)
    else if (field.kind === 'names') change(field.path, toNames(text))
    else if (field.kind === 'list') change(field.path, toList(text))
    else if (field.kind === 'number' && Number.isFinite(Number(text)))
      change(field.path, Number(text))
    else change(field.path, text)
  }
  const choose = async (): Promise<void> => {
    const answer = await call('app.choosePath', { what: field.chooses ?? 'file' })
    if (!answer.ok) showError(answer)
    else if (answer.value.path !== null) change(field.path, answer.value.path)
  }
  const byDialogAlone = isProgram(field.chooses)
  return (
    <span className="control">
      <input
        id={id}
        className={field.kind === 'path' ? 'input mono' : 'input'}
        inputMode={field.kind === 'number' ? 'decimal' : 'text'}
        disabled={disabled}
        readOnly={byDialogAlone}
        spellCheck={false}
        placeholder={placeholder}
        value={shown}
        onChange={(event) => set(event.target.value)}
      />
      {field.kind === 'path' ? (
        <button
          type="button"
          className="button compact"
          disabled={disabled}
          aria-label={`${FIELD_MESSAGES.choose}: ${field.label}`}
          onClick={() => void choose()}
        >
          <FolderOpen size={13} aria-hidden />
        </button>
      ) : null}
      {byDialogAlone && shown !== '' ? (
        <button
          type="button"
          className="button compact quiet"
          disabled={disabled}
          aria-label={`${FIELD_MESSAGES.clear}: ${field.label}`}
          onClick={() => change(field.path, undefined)}
        >
          <X size={13} aria-hidden />
        </button>
      ) : null}
      {field.unit === undefined ? null : <span className="muted">{field.unit}</span>}
    </span>
  )
}

export const SettingField = ({ field }: { readonly field: Field }): ReactElement => {
  const key = dottedKey(field.path)
  const changed = useSettings((state) => isChanged(state, field.path))
  const fault = useSettings((state) =>
    (state.check?.problems ?? state.document?.problems ?? []).find((one) =>
      field.kind === 'windows' || field.kind === 'hours'
        ? one.key.startsWith(key)
        : one.key === key,
    ),
  )
  const disabled = useSettingsLock((state) => state.locked)
  // prefixed, so that no key of config.yaml is an element id by chance
  const id = `setting-${key}`
  return (
    <div className={changed ? 'setting changed' : 'setting'}>
      {field.kind === 'windows' || field.kind === 'hours' ? (
        <span id={`${id}-label`}>{field.label}</span>
      ) : (
        <label id={`${id}-label`} htmlFor={id}>
          {field.label}
        </label>
      )}
      <Control field={field} id={id} disabled={disabled} />
      {field.hint === undefined ? null : <p className="muted">{field.hint}</p>}
      {typeof field.blocked === 'string' ? <p className="tone-warning">{field.blocked}</p> : null}
      {changed ? <code>{key}</code> : null}
      {fault === undefined ? null : (
        <p className="tone-danger" role="alert">
          {fault.message}
        </p>
      )}
    </div>
  )
}
