// Dialogs of exclusions: exclude files, include them again, accept a copy without proof, replace proven copies.
import { type FormEvent, type ReactElement, type ReactNode, useEffect, useState } from 'react'
import type { Input, Output } from '../../../shared/contract/index.ts'
import { bytes, middle } from '../../../shared/format.ts'
import { EXCLUSION_MESSAGES } from '../../../shared/messages/exclusions.ts'
import { call } from '../../state/bridge.ts'
import { DialogButtons, close, useOperator } from '../frame/dialog-parts.tsx'
import type { Overlay } from '../../state/nav.ts'
import { showError } from '../../state/notice-store.ts'
import { retryFiles } from './files-store.ts'

/** A pattern is matched when nothing was typed for this long. */
const DEBOUNCE_MS = 250

const TextField = (props: {
  readonly label: string
  readonly value: string
  readonly mono?: boolean
  onChange(value: string): void
}): ReactElement => (
  <label>
    {props.label}
    <input
      className={props.mono === true ? 'input mono' : 'input'}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    />
  </label>
)

/** A form that Enter submits while its button is enabled. */
const ExclusionForm = (props: {
  readonly yes: string
  readonly ready: boolean
  readonly danger?: boolean
  readonly children: ReactNode
  onYes(): void
}): ReactElement => (
  <form
    className="form"
    onSubmit={(event: FormEvent) => {
      event.preventDefault()
      if (props.ready) props.onYes()
    }}
  >
    {props.children}
    <DialogButtons
      yes={props.yes}
      disabled={!props.ready}
      danger={props.danger === true}
      onYes={props.onYes}
    />
  </form>
)

/** Files that a person pointed at are taken as they are. */
const NONE = { files: 0, bytes: 0 }

type PatternMatch = { readonly fault: string } | Output<'files.match'> | null

/** Files that a pattern matches; null while that is not known. Answers for an earlier pattern are dropped. */
const usePatternMatch = (jobId: number, pattern: string | null): PatternMatch => {
  const [found, setFound] = useState<{ pattern: string; match: PatternMatch }>({
    pattern: '',
    match: null,
  })
  useEffect(() => {
    if (pattern === null || pattern === '') return undefined
    let current = true
    const timer = setTimeout(() => {
      void call('files.match', { jobId, pattern }).then((answer) => {
        const match = answer.ok ? answer.value : { fault: answer.error.message }
        if (current) setFound({ pattern, match })
      })
    }, DEBOUNCE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [jobId, pattern])
  return found.pattern === pattern ? found.match : null
}

const Preview = ({ found }: { readonly found: PatternMatch }): ReactElement => {
  if (found === null) return <p role="status">{EXCLUSION_MESSAGES.counting}</p>
  if ('fault' in found) return <p role="status">{found.fault}</p>
  return (
    <>
      <p role="status">
        <strong>
          {found.files === 0
            ? EXCLUSION_MESSAGES.later
            : EXCLUSION_MESSAGES.would(found.files, bytes(found.bytes))}
        </strong>
      </p>
      {found.sound.files === 0 ? null : (
        <p role="alert" className="tone-danger">
          {EXCLUSION_MESSAGES.sound(found.sound.files, bytes(found.sound.bytes))}
        </p>
      )}
      {found.paths.length === 0 ? null : (
        <ul className="parts mono muted" aria-label={EXCLUSION_MESSAGES.first}>
          {found.paths.map((path) => (
            <li key={path} title={path}>
              {middle(path, 60)}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

type OverlayOf<K extends Overlay['kind']> = Extract<Overlay, { kind: K }>

export const Exclude = ({ overlay }: { readonly overlay: OverlayOf<'exclude'> }): ReactElement => {
  const { jobId, seqs } = overlay
  const { name, setName, saveName } = useOperator()
  const [note, setNote] = useState('')
  const [pattern, setPattern] = useState(overlay.pattern)
  const [byPattern, setByPattern] = useState(seqs.length === 0)
  const match = usePatternMatch(jobId, byPattern ? pattern : null)
  const found: PatternMatch = byPattern
    ? match
    : { files: seqs.length, bytes: overlay.bytes, paths: [...overlay.paths], sound: NONE }
  const files = found !== null && 'files' in found ? found.files : 0
  const known = found !== null && 'files' in found
  const takesSound = found !== null && 'files' in found && found.sound.files > 0
  const save = (): void => {
    const files: Input<'files.exclude'>['files'] = byPattern ? { pattern } : { seqs: [...seqs] }
    void call('files.exclude', { jobId, files, by: saveName(), note: note.trim() }).then(showError)
    close()
  }
  const choice = (on: boolean, label: string): ReactElement => (
    <label className="check">
      <input
        type="radio"
        name="which"
        checked={byPattern === on}
        onChange={() => setByPattern(on)}
      />
      {label}
    </label>
  )
  return (
    <ExclusionForm
      yes={EXCLUSION_MESSAGES.excludeYes(files)}
      ready={known && name.trim() !== ''}
      danger={takesSound}
      onYes={save}
    >
      {seqs.length === 0 ? null : (
        <fieldset className="choices">
          <legend className="visually-hidden">{EXCLUSION_MESSAGES.which}</legend>
          {choice(false, EXCLUSION_MESSAGES.all(seqs.length))}
          {choice(true, EXCLUSION_MESSAGES.byPattern)}
        </fieldset>
      )}
      {byPattern ? (
        <>
          <TextField
            label={EXCLUSION_MESSAGES.pattern}
            value={pattern}
            mono
            onChange={setPattern}
          />
          <p className="muted">{EXCLUSION_MESSAGES.patternHint}</p>
        </>
      ) : null}
      <Preview found={found} />
      <TextField label={EXCLUSION_MESSAGES.name} value={name} onChange={setName} />
      <TextField label={EXCLUSION_MESSAGES.note} value={note} onChange={setNote} />
    </ExclusionForm>
  )
}

export const Include = ({ overlay }: { readonly overlay: OverlayOf<'include'> }): ReactElement => {
  const { jobId, seqs } = overlay
  const { name, setName, saveName } = useOperator()
  const save = (): void => {
    void call('files.include', { jobId, files: { seqs: [...seqs] }, by: saveName() }).then(
      showError,
    )
    close()
  }
  return (
    <ExclusionForm
      yes={EXCLUSION_MESSAGES.includeYes(seqs.length)}
      ready={name.trim() !== ''}
      onYes={save}
    >
      <TextField label={EXCLUSION_MESSAGES.name} value={name} onChange={setName} />
    </ExclusionForm>
  )
}

export const Accept = ({ overlay }: { readonly overlay: OverlayOf<'accept'> }): ReactElement => {
  const { name, setName, saveName } = useOperator()
  const [reason, setReason] = useState('')
  const save = (): void => {
    const note = reason.trim()
    void call('files.accept', { jobId: overlay.jobId, files: 'all', by: saveName(), note }).then(
      showError,
    )
    close()
  }
  const ready = name.trim() !== '' && reason.trim() !== ''
  return (
    <ExclusionForm
      yes={EXCLUSION_MESSAGES.acceptYes(overlay.files)}
      ready={ready}
      danger
      onYes={save}
    >
      <TextField label={EXCLUSION_MESSAGES.name} value={name} onChange={setName} />
      <TextField label={EXCLUSION_MESSAGES.reason} value={reason} onChange={setReason} />
    </ExclusionForm>
  )
}

export const Replace = ({ overlay }: { readonly overlay: OverlayOf<'replace'> }): ReactElement => (
  <DialogButtons
    yes={EXCLUSION_MESSAGES.replaceYes(overlay.files)}
    danger
    onYes={() => {
      void retryFiles(overlay.jobId, 'attention')
      close()
    }}
  />
)
