// Step of the set-up about the instrument: its name, its folder, when a run is finished, and which of the runs there are sent.
import { type ReactElement, useState } from 'react'
import { COMPLETENESS_SIGNALS } from '../../../shared/constants.ts'
import { SECTION_MESSAGES, SIGNAL_NAMES } from '../../../shared/messages/settings.ts'
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import { useApp } from '../../state/app-store.ts'
import { SelectRow, TextRow } from '../../ui/form-fields.tsx'
import { choosePath } from '../connect/choose-path.ts'
import { goTo } from '../runs/runs-store.ts'
import { isId } from './instrument-ids.ts'
import { RulePreview } from './rule-preview.tsx'
import { idOfDraft, instrumentFault, setDraft, useSetup } from './setup-store.ts'
import { StepButtons } from './step-frame.tsx'
import { WhichRuns } from './which-runs.tsx'

/** Ids of the instruments that are set up. */
export const useUsedIds = (): readonly string[] => {
  const instruments = useApp((state) => state.instruments)
  return instruments.map(({ id }) => id)
}

/** The id that follows from the name, and the field that changes it. */
const IdField = (): ReactElement | null => {
  const draft = useSetup((state) => state.draft)
  const used = useUsedIds()
  const [asked, setAsked] = useState(false)
  const id = idOfDraft(draft, used)
  const taken = used.includes(id)
  if (!asked && draft.typedId === '')
    return draft.name.trim() === '' ? null : (
      <p className="muted">
        {SETUP_MESSAGES.idIs(id)}{' '}
        <button type="button" className="link" onClick={() => setAsked(true)}>
          {SETUP_MESSAGES.changeId}
        </button>
      </p>
    )
  const fault = taken
    ? SETUP_MESSAGES.idTaken(id)
    : draft.typedId !== '' && !isId(draft.typedId)
      ? SETUP_MESSAGES.idRule
      : null
  return (
    <>
      <TextRow
        label={SECTION_MESSAGES.instrument.id}
        mono
        value={draft.typedId}
        placeholder={draft.typedId === '' ? id : ''}
        hint={SECTION_MESSAGES.instrument.idHint}
        fault={fault}
        onChange={(typedId) => setDraft({ typedId })}
      />
      {taken ? (
        <button
          type="button"
          className="button compact"
          onClick={() => goTo({ kind: 'settings', section: id })}
        >
          {SETUP_MESSAGES.openIt(id)}
        </button>
      ) : null}
    </>
  )
}

const CompletionRule = (): ReactElement => {
  const { signal, filename, quietMinutes } = useSetup((state) => state.draft)
  const messages = SECTION_MESSAGES.instrument
  return (
    <>
      <SelectRow
        label={messages.signal}
        value={signal}
        choices={Object.entries(SIGNAL_NAMES)}
        onChange={(value) => {
          const chosen = COMPLETENESS_SIGNALS.find((one) => one === value)
          if (chosen !== undefined) setDraft({ signal: chosen })
        }}
      />
      {signal === 'sentinel_file' || signal === 'manifest' ? (
        <TextRow
          label={signal === 'manifest' ? messages.manifest : messages.sentinel}
          mono
          value={filename}
          onChange={(text) => setDraft({ filename: text })}
        />
      ) : null}
      {signal === 'quiet_period' ? (
        <TextRow
          label={`${messages.quiet} (${messages.minutes})`}
          type="number"
          value={String(quietMinutes)}
          onChange={(text) => setDraft({ quietMinutes: Math.max(1, Number(text)) })}
        />
      ) : null}
    </>
  )
}

export const InstrumentStep = (): ReactElement => {
  const draft = useSetup((state) => state.draft)
  const used = useUsedIds()
  const messages = SECTION_MESSAGES.instrument
  return (
    <>
      <TextRow
        label={SETUP_MESSAGES.nameLabel}
        value={draft.name}
        hint={SETUP_MESSAGES.nameHint}
        onChange={(name) => setDraft({ name })}
      />
      <IdField />
      <TextRow
        label={messages.folder}
        mono
        value={draft.localRoot}
        onChange={(localRoot) => setDraft({ localRoot })}
        onChoose={() => void choosePath('folder', (localRoot) => setDraft({ localRoot }))}
      />
      <CompletionRule />
      <details open={draft.runFolders !== ''}>
        <summary>{SETUP_MESSAGES.more}</summary>
        <TextRow
          label={messages.runFolders}
          hint={messages.runFoldersHint}
          mono
          value={draft.runFolders}
          onChange={(runFolders) => setDraft({ runFolders })}
        />
      </details>
      <RulePreview />
      <WhichRuns />
      <StepButtons name="instrument" fault={instrumentFault(draft, used)} />
    </>
  )
}
