// Settings in sections, searched, locked, reviewed as a difference before they are saved (UX D17).
import { Lock, LockOpen, Save, Search } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { SETTINGS } from '../../shared/catalogue/settings.ts'
import { WORDS } from '../../shared/catalogue/words.ts'
import { bytes, count } from '../../shared/format.ts'
import type { CleanupPreview } from '../../shared/reports.ts'
import { call } from '../bridge.ts'
import { Empty, Layer, SearchField } from '../components/small.tsx'
import { openConfig, useApp } from '../store/app.ts'
import { setLocked, useDesk } from '../store/desk.ts'
import { goTo } from '../store/jobs.ts'
import { discard, loadDocument, review, save, useSettings } from '../store/settings.ts'
import { SettingField } from './settings-fields.tsx'
import { type Section, instrumentSection, sections } from './settings-sections.ts'

/** What a cleanup would free now; nobody switches it on without having seen this. */
const usePreview = (wanted: boolean): CleanupPreview | null => {
  const [preview, setPreview] = useState<CleanupPreview | null>(null)
  useEffect(() => {
    if (wanted)
      void call('cleanup.preview', {}).then((answer) => {
        if (answer.ok) setPreview(answer.value)
      })
  }, [wanted])
  return preview
}

const Review = (): ReactElement => {
  const check = useSettings((state) => state.check)
  const close = (): void => useSettings.setState({ check: null })
  return (
    <Layer
      open={check !== null}
      title={SETTINGS.review}
      text={check?.problems.length === 0 ? SETTINGS.reviewText : SETTINGS.faults}
      wide
      onClose={close}
    >
      {check?.problems.map((problem) => (
        <p key={`${problem.key} ${problem.message}`} className="tone-danger" role="alert">
          <code>{problem.key}</code> {problem.message}
        </p>
      ))}
      <pre className="stderr diff" tabIndex={0} aria-label={SETTINGS.difference}>
        {check?.diff.map((line, at) => (
          // a line of a difference is its place
          // oxlint-disable-next-line react/no-array-index-key
          <span key={at} className={line.mark}>
            {`${{ same: ' ', added: '+', removed: '-' }[line.mark]} ${line.text}\n`}
          </span>
        ))}
      </pre>
      {check !== null && check.touched.length > 0 ? (
        <p>{SETTINGS.willTest(check.touched.join(', '))}</p>
      ) : null}
      <div className="card-actions">
        <button type="button" className="button" onClick={close}>
          {SETTINGS.goOn}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={check === null || check.problems.length > 0 || check.diff.length === 0}
          onClick={() => void save(SETTINGS.saved)}
        >
          <Save size={14} aria-hidden />
          {SETTINGS.save}
        </button>
      </div>
    </Layer>
  )
}

const Preview = ({ preview }: { readonly preview: CleanupPreview | null }): ReactElement => (
  <section className="card tone-neutral" aria-label={SETTINGS.dryRun}>
    <h3>{SETTINGS.dryRun}</h3>
    <p role="status">
      {preview === null
        ? SETTINGS.dryRunning
        : SETTINGS.wouldFree(bytes(preview.bytes), count(preview.runs))}
    </p>
    <ul className="parts">
      {preview?.rows.slice(0, 20).map((row) => (
        <li key={row.jobId}>
          <span className="mono clip">{row.folder}</span>
          <span className="muted">{bytes(row.bytes)}</span>
        </li>
      ))}
    </ul>
  </section>
)

const Bar = ({
  search,
  setSearch,
}: {
  readonly search: string
  setSearch(text: string): void
}): ReactElement => {
  const changes = useSettings((state) => state.draft.size)
  const locked = useDesk((state) => state.locked)
  const Icon = locked ? Lock : LockOpen
  return (
    <div className="tools">
      <SearchField label={SETTINGS.search} value={search} onChange={setSearch} />
      <button type="button" className="button small" onClick={() => void setLocked(!locked)}>
        <Icon size={13} aria-hidden />
        {locked ? SETTINGS.unlock : SETTINGS.lock}
      </button>
      <button type="button" className="button small" onClick={openConfig}>
        {WORDS.openConfig}
      </button>
      <span className="end muted" role="status">
        {changes === 0 ? '' : SETTINGS.changes(changes)}
      </span>
      <button type="button" className="button small" disabled={changes === 0} onClick={discard}>
        {SETTINGS.discard}
      </button>
      <button
        type="button"
        className="button small primary"
        disabled={changes === 0 || locked}
        onClick={() => void review()}
      >
        {SETTINGS.reviewAndSave}
      </button>
    </div>
  )
}

const Fields = ({
  section,
  preview,
}: {
  readonly section: Section
  readonly preview: CleanupPreview | null
}): ReactElement => (
  <section aria-label={section.title}>
    <h2>{section.title}</h2>
    {section.text === undefined ? null : <p className="muted">{section.text}</p>}
    {section.fields.map((field) => (
      <SettingField
        key={field.path.join('.')}
        field={
          field.path.join('.') === 'nas_cleanup.enabled' && preview === null
            ? { ...field, blocked: SETTINGS.lookFirst }
            : field
        }
      />
    ))}
    {section.id === 'cleanup' ? <Preview preview={preview} /> : null}
  </section>
)

export const SettingsPage = ({ section }: { readonly section: string }): ReactElement => {
  const document = useSettings((state) => state.document)
  const problems = useApp((state) => state.configProblems)
  const locked = useDesk((state) => state.locked)
  const [search, setSearch] = useState('')
  useEffect(() => {
    void loadDocument()
  }, [problems])
  const equipment: unknown =
    document?.values === null ? [] : Reflect.get(Object(document?.values), 'equipment')
  const list: readonly unknown[] = Array.isArray(equipment) ? equipment : []
  const all = [...list.map((one, at) => instrumentSection(one, at)), ...sections()]
  const wanted = search.toLowerCase()
  const found = all
    .map((one) => ({
      ...one,
      fields: one.fields.filter((field) =>
        `${one.title} ${field.label} ${field.hint ?? ''} ${field.path.join('.')}`
          .toLowerCase()
          .includes(wanted),
      ),
    }))
    .filter((one) => one.fields.length > 0)
  const current = all.find((one) => one.id === section) ?? all[0]
  const shown = wanted === '' ? (current === undefined ? [] : [current]) : found
  const preview = usePreview(shown.some((one) => one.id === 'cleanup'))
  return (
    <div className="settings" data-pane="list">
      <Bar search={search} setSearch={setSearch} />
      {locked ? <p className="tools tone-warning">{SETTINGS.isLocked}</p> : null}
      {document?.values === null ? <p className="tools tone-danger">{SETTINGS.notYaml}</p> : null}
      <div className="settings-room">
        <nav className="settings-list" aria-label={SETTINGS.sections}>
          {all.map((one) => (
            <button
              type="button"
              key={one.id}
              className="side-item"
              aria-current={wanted === '' && one.id === current?.id}
              onClick={() => {
                setSearch('')
                goTo({ kind: 'settings', section: one.id })
              }}
            >
              <span className="name">{one.title}</span>
            </button>
          ))}
          <button type="button" className="button small" onClick={() => goTo({ kind: 'setup' })}>
            {WORDS.setUp}
          </button>
        </nav>
        <div className="scroll settings-fields">
          {shown.length === 0 ? (
            <Empty icon={Search} title={SETTINGS.nothingFound} />
          ) : (
            shown.map((one) => <Fields key={one.id} section={one} preview={preview} />)
          )}
        </div>
      </div>
      <Review />
    </div>
  )
}
