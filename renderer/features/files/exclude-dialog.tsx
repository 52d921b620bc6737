// Dialogs about what a run leaves out: exclude, include again, accept a copy without proof, replace proven copies.
import { type FormEvent, type ReactElement, type ReactNode, useEffect, useState } from 'react'
import type { Input, Output } from '../../../shared/contract/index.ts'
import { bytes, middle } from '../../../shared/format.ts'
import { EXCLUSION_MESSAGES } from '../../../shared/messages/exclusions.ts'
import { call } from '../../app/bridge.ts'
import { Buttons, close, useOperator } from '../../app/dialog-parts.tsx'
import type { Overlay } from '../../app/nav.ts'
import { showError } from '../../app/notice-store.ts'
import { retryFiles } from './files-store.ts'

/** A pattern is looked at once nothing was typed for so long. */
const STILL_MS = 250

const Line = (props: {
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

/** A form that Enter sends where its button would. */
const Form = (props: {
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
    <Buttons
      yes={props.yes}
      disabled={!props.ready}
      danger={props.danger === true}
      onYes={props.onYes}
    />
  </form>
)

type Found = { readonly fault: string } | Output<'files.match'> | null

/** What a pattern would take; null while that is not known. The newest pattern counts. */
const useMatch = (jobId: number, pattern: string | null): Found => {
  const [found, setFound] = useState<{ pattern: string; what: Found }>({ pattern: '', what: null })
  useEffect(() => {
    if (pattern === null || pattern === '') return undefined
    let current = true
    const timer = setTimeout(() => {
      void call('files.match', { jobId, pattern }).then((answer) => {
        const what = answer.ok ? answer.value : { fault: answer.error.message }
        if (current) setFound({ pattern, what })
      })
    }, STILL_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [jobId, pattern])
  return found.pattern === pattern ? found.what : null
}

const Preview = ({ found }: { readonly found: Found }): ReactElement => {
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

type Of<K extends Overlay['kind']> = Extract<Overlay, { kind: K }>

export const Exclude = ({ layer }: { readonly layer: Of<'exclude'> }): ReactElement => {
  const { jobId, seqs } = layer
  const { by, setBy, take } = useOperator()
  const [note, setNote] = useState('')
  const [pattern, setPattern] = useState(layer.pattern)
  const [whole, setWhole] = useState(seqs.length === 0)
  const match = useMatch(jobId, whole ? pattern : null)
  const found: Found = whole ? match : { files: seqs.length, bytes: layer.bytes, paths: [] }
  const files = found !== null && 'files' in found ? found.files : 0
  const known = found !== null && 'files' in found
  const save = (): void => {
    const what: Input<'files.exclude'>['files'] = whole ? { pattern } : { seqs: [...seqs] }
    void call('files.exclude', { jobId, files: what, by: take(), note: note.trim() }).then(
      showError,
    )
    close()
  }
  const choice = (on: boolean, label: string): ReactElement => (
    <label className="check">
      <input type="radio" name="which" checked={whole === on} onChange={() => setWhole(on)} />
      {label}
    </label>
  )
  return (
    <Form yes={EXCLUSION_MESSAGES.excludeYes(files)} ready={known && by.trim() !== ''} onYes={save}>
      {seqs.length === 0 ? null : (
        <fieldset className="choices">
          <legend className="unseen">{EXCLUSION_MESSAGES.which}</legend>
          {choice(false, EXCLUSION_MESSAGES.all(seqs.length))}
          {choice(true, EXCLUSION_MESSAGES.byPattern)}
        </fieldset>
      )}
      {whole ? (
        <>
          <Line label={EXCLUSION_MESSAGES.pattern} value={pattern} mono onChange={setPattern} />
          <p className="muted">{EXCLUSION_MESSAGES.patternHint}</p>
        </>
      ) : null}
      <Preview found={found} />
      <Line label={EXCLUSION_MESSAGES.name} value={by} onChange={setBy} />
      <Line label={EXCLUSION_MESSAGES.note} value={note} onChange={setNote} />
    </Form>
  )
}

export const Include = ({ layer }: { readonly layer: Of<'include'> }): ReactElement => {
  const { jobId, seqs } = layer
  const { by, setBy, take } = useOperator()
  const save = (): void => {
    void call('files.include', { jobId, files: { seqs: [...seqs] }, by: take() }).then(showError)
    close()
  }
  return (
    <Form yes={EXCLUSION_MESSAGES.includeYes(seqs.length)} ready={by.trim() !== ''} onYes={save}>
      <Line label={EXCLUSION_MESSAGES.name} value={by} onChange={setBy} />
    </Form>
  )
}

export const Accept = ({ layer }: { readonly layer: Of<'accept'> }): ReactElement => {
  const { by, setBy, take } = useOperator()
  const [reason, setReason] = useState('')
  const save = (): void => {
    const note = reason.trim()
    void call('files.accept', { jobId: layer.jobId, files: 'all', by: take(), note }).then(
      showError,
    )
    close()
  }
  const ready = by.trim() !== '' && reason.trim() !== ''
  return (
    <Form yes={EXCLUSION_MESSAGES.acceptYes(layer.files)} ready={ready} danger onYes={save}>
      <Line label={EXCLUSION_MESSAGES.name} value={by} onChange={setBy} />
      <Line label={EXCLUSION_MESSAGES.reason} value={reason} onChange={setReason} />
    </Form>
  )
}

export const Replace = ({ layer }: { readonly layer: Of<'replace'> }): ReactElement => (
  <Buttons
    yes={EXCLUSION_MESSAGES.replaceYes(layer.files)}
    danger
    onYes={() => {
      void retryFiles(layer.jobId, 'attention')
      close()
    }}
  />
)
