// Settings page: sections, search, lock, and the review before a save (docs/ux.md D17).
import { Lock, LockOpen, Plus, Search } from 'lucide-react'
import { Fragment, type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import {
  APPEARANCE_MESSAGES,
  LANGUAGE_MESSAGES,
  SETTINGS_MESSAGES,
} from '../../../shared/messages/settings.ts'
import { openConfig, useApp } from '../../state/app-store.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { goTo } from '../runs/runs-store.ts'
import { addedSection, isAdded } from './added-section.ts'
import { CleanupPreviewCard, type ShownPreview, useCleanupPreview } from './cleanup-preview.tsx'
import { instrumentPage, instrumentSection, toldApart } from './instrument-section.ts'
import { dottedKey, isPlain, isRemoved, valueIn } from './setting-edits.ts'
import { AppearanceField } from './appearance-field.tsx'
import { LanguageField } from './language-field.tsx'
import { SettingField } from './settings-fields.tsx'
import { DestinationList } from './settings-destinations.tsx'
import { InstrumentTools } from './settings-instruments.tsx'
import { FurtherDestinations } from './settings-further.tsx'
import { setLocked, useSettingsLock } from './settings-lock-store.ts'
import { ReviewDialog } from './settings-review.tsx'
import { type Section, sections } from './settings-sections.ts'
import { discard, loadDocument, review, saveAtOnce, useSettings } from './settings-store.ts'
import { UpdateNote } from './update-note.tsx'
import { WizardConfigNote } from './wizard-config-note.tsx'

const SettingsToolbar = ({
  search,
  setSearch,
}: {
  readonly search: string
  setSearch(text: string): void
}): ReactElement => {
  const changes = useSettings((state) => state.draft.size)
  const plain = useSettings((state) => isPlain(state.draft))
  const locked = useSettingsLock((state) => state.locked)
  const Icon = locked ? Lock : LockOpen
  return (
    <PageHead title={MESSAGES.settings}>
      <div className="tools">
        <SearchField label={SETTINGS_MESSAGES.search} value={search} onChange={setSearch} />
        <button type="button" className="button compact" onClick={() => void setLocked(!locked)}>
          <Icon size={13} aria-hidden />
          {locked ? SETTINGS_MESSAGES.unlock : SETTINGS_MESSAGES.lock}
        </button>
        <button type="button" className="button compact" onClick={openConfig}>
          {MESSAGES.openConfig}
        </button>
        <span className="end muted" role="status" title={SETTINGS_MESSAGES.editsRemain}>
          {changes === 0 ? '' : SETTINGS_MESSAGES.changes(changes)}
        </span>
        <button type="button" className="button compact" disabled={changes === 0} onClick={discard}>
          {SETTINGS_MESSAGES.discard}
        </button>
        <button
          type="button"
          className={plain ? 'button compact' : 'button compact primary'}
          disabled={changes === 0 || locked}
          onClick={() => void review()}
        >
          {SETTINGS_MESSAGES.reviewAndSave}
        </button>
        {plain ? (
          <button
            type="button"
            className="button compact primary"
            disabled={locked}
            onClick={() => void saveAtOnce()}
          >
            {SETTINGS_MESSAGES.save}
          </button>
        ) : null}
      </div>
    </PageHead>
  )
}

/** What is a person's own, and no key of config.yaml. */
const OwnFields = (): ReactElement => (
  <>
    <LanguageField />
    <AppearanceField />
  </>
)

const SectionFields = ({
  section,
  preview,
  children,
}: {
  readonly section: Section
  readonly preview: ShownPreview
  /** Between the heading and the fields. */
  readonly children?: ReactNode
}): ReactElement => (
  <section aria-label={section.title}>
    <h2>
      {section.title}
      {section.apart === undefined ? null : <span className="muted"> {section.apart}</span>}
    </h2>
    {section.text === undefined ? null : <p className="muted">{section.text}</p>}
    {children}
    {section.id === 'app' ? <OwnFields /> : null}
    {section.fields.map((field) => (
      <Fragment key={dottedKey(field.path)}>
        {field.part === undefined ? null : <h3>{field.part}</h3>}
        <SettingField
          field={
            dottedKey(field.path) === 'nas_cleanup.enabled' && preview.preview === null
              ? { ...field, blocked: SETTINGS_MESSAGES.lookFirst }
              : field
          }
        />
      </Fragment>
    ))}
    {section.id === 'cleanup' ? <CleanupPreviewCard shown={preview} /> : null}
  </section>
)

const SectionList = (props: {
  readonly instruments: readonly Section[]
  readonly others: readonly Section[]
  /** Id of the shown section; null: search results are shown. */
  readonly current: string | null
  onChoose(section: string): void
}): ReactElement => {
  const draft = useSettings((state) => state.draft)
  const item = (id: string, title: string, apart?: string, removed = false): ReactElement => (
    <button
      type="button"
      key={id}
      className={removed ? 'side-item removed' : 'side-item'}
      aria-current={id === props.current}
      onClick={() => props.onChoose(id)}
    >
      <span className="name">
        {title}
        {apart === undefined ? null : <span className="note">{apart}</span>}
      </span>
    </button>
  )
  return (
    <nav className="settings-list" aria-label={SETTINGS_MESSAGES.sections}>
      <h2>{SETTINGS_MESSAGES.instruments}</h2>
      {props.instruments.map(({ id, title, apart }, at) =>
        item(id, title, apart, isRemoved(draft, ['equipment', at])),
      )}
      <button type="button" className="button compact" onClick={() => goTo({ kind: 'setup' })}>
        <Plus size={13} aria-hidden />
        {MESSAGES.setUp}
      </button>
      <hr />
      {item(DESTINATIONS, SETTINGS_MESSAGES.destinations)}
      {props.others.map(({ id, title }) => item(id, title))}
    </nav>
  )
}

const DESTINATIONS = 'destinations'

/** Ctrl+S or Cmd+S opens the review. */
const useSaveKey = (disabled: boolean): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey)
        return
      event.preventDefault()
      if (!disabled) void review()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [disabled])
}

/** The sections, reduced to fields whose section, heading, label, hint or key contains the text. */
const searchSections = (all: readonly Section[], text: string): Section[] =>
  all
    .map((one) => ({
      ...one,
      fields: one.fields.filter((field) =>
        `${one.title} ${field.part ?? ''} ${field.label} ${field.hint ?? ''} ${dottedKey(field.path)}`
          .toLowerCase()
          .includes(text),
      ),
    }))
    .filter((one) => one.fields.length > 0)

export const SettingsPage = ({ section }: { readonly section: string }): ReactElement => {
  const document = useSettings((state) => state.document)
  const values = useSettings((state) => state.values)
  const stale = useSettings((state) => state.stale)
  const problems = useApp((state) => state.configProblems)
  const locked = useSettingsLock((state) => state.locked)
  const taken = useApp((state) => state.wizard.instruments)
  const [search, setSearch] = useState('')
  useEffect(() => {
    void loadDocument()
  }, [problems])
  useSaveKey(locked)
  const equipment = valueIn(values, ['equipment'])
  const list: readonly unknown[] = Array.isArray(equipment) ? equipment : []
  const instruments = toldApart(
    list.map((one, at) =>
      isAdded(one, taken) ? addedSection(instrumentSection(one, at)) : instrumentSection(one, at),
    ),
    list,
  )
  const others = sections()
  const all = [...instruments, ...others]
  const wanted = search.trim().toLowerCase()
  // other pages open the section of an instrument by the instrument's id
  const byId = list.findIndex((one) => valueIn(one, ['id']) === section)
  const id = byId === -1 ? section : instrumentPage(byId)
  const current = all.find((one) => one.id === id) ?? all[0]
  const destinations = wanted === '' && section === DESTINATIONS
  const shown =
    wanted !== ''
      ? searchSections(all, wanted)
      : destinations || current === undefined
        ? []
        : [current]
  // they are no keys of config.yaml, and so in no section's fields
  const findsOwn =
    wanted !== '' &&
    [LANGUAGE_MESSAGES, APPEARANCE_MESSAGES].some(({ label }) =>
      label.toLowerCase().includes(wanted),
    ) &&
    !shown.some((one) => one.id === 'app')
  const preview = useCleanupPreview(shown.some((one) => one.id === 'cleanup'))
  const at = instruments.findIndex((one) => one.id === shown[0]?.id)
  return (
    <div className="settings" data-pane="list">
      <SettingsToolbar search={search} setSearch={setSearch} />
      {locked ? <p className="tools tone-warning">{SETTINGS_MESSAGES.isLocked}</p> : null}
      {stale ? <p className="tools tone-warning">{SETTINGS_MESSAGES.stale}</p> : null}
      {document?.values === null ? (
        <p className="tools tone-danger">{SETTINGS_MESSAGES.notYaml}</p>
      ) : null}
      <div className="settings-area">
        <SectionList
          instruments={instruments}
          others={others}
          current={wanted === '' ? (destinations ? DESTINATIONS : (current?.id ?? null)) : null}
          onChoose={(next) => {
            setSearch('')
            goTo({ kind: 'settings', section: next })
          }}
        />
        <div className="scroll settings-fields">
          {wanted === '' ? <WizardConfigNote /> : null}
          {destinations ? <DestinationList /> : null}
          {findsOwn ? <OwnFields /> : null}
          {shown.length === 0 && !destinations && !findsOwn ? (
            <EmptyState icon={Search} title={SETTINGS_MESSAGES.nothingFound}>
              <button type="button" className="button" onClick={() => setSearch('')}>
                {MESSAGES.clearSearch}
              </button>
            </EmptyState>
          ) : (
            shown.map((one) => (
              <SectionFields key={one.id} section={one} preview={preview}>
                {wanted === '' && at !== -1 && !isAdded(list[at], taken) ? (
                  <InstrumentTools key={at} at={at} list={list} />
                ) : null}
              </SectionFields>
            ))
          )}
          {wanted === '' && at !== -1 && !isAdded(list[at], taken) ? (
            <FurtherDestinations key={`further ${at}`} at={at} instrument={list[at]} />
          ) : null}
          {wanted === '' && current?.id === 'app' ? <UpdateNote /> : null}
        </div>
      </div>
      <ReviewDialog />
    </div>
  )
}
