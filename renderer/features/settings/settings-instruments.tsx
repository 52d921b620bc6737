// Instruments in the settings: duplicate, send elsewhere, remove (docs/ux.md D17).
import { Copy, Route, Trash2, Undo2 } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { SETTINGS_MESSAGES } from '../../../shared/messages/settings.ts'
import type { SettingEdit } from '../../../shared/model/settings.ts'
import { call } from '../../state/bridge.ts'
import { ConfirmDialog, type Question } from '../../ui/confirm-dialog.tsx'
import { goTo } from '../runs/runs-store.ts'
import { freeId } from '../setup/instrument-ids.ts'
import { instrumentPage } from './instrument-section.ts'
import { isRemoved, valueIn } from './setting-edits.ts'
import { useSettingsLock } from './settings-lock-store.ts'
import { addEntry, removeEntry, undoEdit, useSettings } from './settings-store.ts'

/** Runs that the confirmation of a removal names at most. */
const MAX_NAMED = 5

const idOf = (instrument: unknown): string => {
  const id = valueIn(instrument, ['id'])
  return typeof id === 'string' ? id : ''
}

/** Adds a copy with another id and no run folder: two instruments with one folder would both send its runs. */
const duplicate = (instrument: unknown, list: readonly unknown[]): void => {
  const id = freeId(idOf(instrument), list.map(idOf))
  const { label: _, ...rest } = Object(instrument)
  // the file is JSON data, and so is a part of it
  const value = { ...rest, id, local_root: '' } as SettingEdit['value']
  addEntry(['equipment'], value)
  goTo({ kind: 'settings', section: instrumentPage(list.length) })
}

/** The confirmation before an instrument is removed: it names runs that are not done. */
const questionFor = async (at: number, id: string): Promise<Question> => {
  const rows = await Promise.all(
    (['active', 'waiting', 'needs_you'] as const).map((view) =>
      call('jobs.list', { view, search: '', instrument: id, offset: 0, limit: MAX_NAMED }),
    ),
  )
  const lists = rows.flatMap((answer) => (answer.ok ? [answer.value] : []))
  const total = lists.reduce((sum, list) => sum + list.total, 0)
  const names = lists.flatMap((list) => list.rows.map((job) => job.run)).slice(0, MAX_NAMED)
  const open = SETTINGS_MESSAGES.removeRuns(total, names.join(', '), total - names.length)
  return {
    title: SETTINGS_MESSAGES.removeTitle(id),
    text: total === 0 ? SETTINGS_MESSAGES.removeText : `${open} ${SETTINGS_MESSAGES.removeText}`,
    yes: SETTINGS_MESSAGES.removeYes,
    onYes: () => removeEntry(['equipment', at]),
  }
}

/** Buttons that duplicate or remove an instrument. */
export const InstrumentTools = ({
  at,
  list,
}: {
  readonly at: number
  readonly list: readonly unknown[]
}): ReactElement => {
  const locked = useSettingsLock((state) => state.locked)
  const removed = useSettings((state) => isRemoved(state.draft, ['equipment', at]))
  const [question, setQuestion] = useState<Question | null>(null)
  const id = idOf(list[at])
  if (removed)
    return (
      <p className="tone-warning" role="status">
        {SETTINGS_MESSAGES.removed}{' '}
        <button
          type="button"
          className="button compact"
          onClick={() => undoEdit(['equipment', at])}
        >
          <Undo2 size={13} aria-hidden />
          {SETTINGS_MESSAGES.keep}
        </button>
      </p>
    )
  return (
    <div className="card-actions instrument-tools">
      <button
        type="button"
        className="button compact"
        disabled={locked}
        onClick={() => duplicate(list[at], list)}
      >
        <Copy size={13} aria-hidden />
        {SETTINGS_MESSAGES.duplicate}
      </button>
      <button
        type="button"
        className="button compact"
        disabled={locked}
        onClick={() => goTo({ kind: 'setup', instrument: id })}
      >
        <Route size={13} aria-hidden />
        {SETTINGS_MESSAGES.move}
      </button>
      <button
        type="button"
        className="button compact"
        disabled={locked}
        onClick={() => void questionFor(at, id).then(setQuestion)}
      >
        <Trash2 size={13} aria-hidden />
        {SETTINGS_MESSAGES.remove}
      </button>
      <ConfirmDialog question={question} onClose={() => setQuestion(null)} />
    </div>
  )
}
