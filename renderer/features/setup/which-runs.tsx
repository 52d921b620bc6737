// Question of the set-up which of the finished runs that are in the folder already are sent: nothing is sent unasked.
import { type ReactElement, useEffect } from 'react'
import { bytes } from '../../../shared/format.ts'
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import { call } from '../../state/bridge.ts'
import { type RunCount, setDraft, sumFrom, useSetup } from './setup-store.ts'

/** A person is still typing until nothing was typed for so long. */
const TYPING_MS = 400

/** Counts the finished runs whenever what decides about them changes. */
export const useRunCount = (id: string): void => {
  const draft = useSetup((state) => state.draft)
  const { localRoot, runFolders, signal, filename, quietMinutes } = draft
  useEffect(() => {
    useSetup.setState({ count: null })
    if (localRoot === '') return undefined
    let current = true
    const timer = setTimeout(() => {
      const rule = { id, localRoot, runFolders, signal, filename, quietMinutes }
      void call('instruments.countRuns', rule).then((answer) => {
        if (current) useSetup.setState({ count: answer.ok ? answer.value : null })
      })
    }, TYPING_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [id, localRoot, runFolders, signal, filename, quietMinutes])
}

/** What Finish will do with the runs that are there, as a sentence. */
export const takeText = (
  { take, fromDay }: { readonly take: keyof typeof SETUP_MESSAGES.take; readonly fromDay: string },
  count: RunCount | null,
): string => {
  const all = sumFrom(count ?? { days: [] }, '')
  const part = sumFrom(count ?? { days: [] }, fromDay)
  if (all.runs === 0 || take === 'new') return SETUP_MESSAGES.willTake.new(all.runs)
  return take === 'all'
    ? SETUP_MESSAGES.willTake.all(all.runs, bytes(all.bytes))
    : SETUP_MESSAGES.willTake.date(fromDay, part.runs, bytes(part.bytes))
}

export const WhichRuns = (): ReactElement | null => {
  const { localRoot, take, fromDay } = useSetup((state) => state.draft)
  const count = useSetup((state) => state.count)
  if (localRoot === '') return null
  if (count === null)
    return (
      <p className="muted" role="status">
        {SETUP_MESSAGES.counting}
      </p>
    )
  const { runs, bytes: size } = sumFrom(count, '')
  if (runs === 0) return null
  const part = sumFrom(count, fromDay)
  const option = (one: typeof take): ReactElement => (
    <label className="check">
      <input
        type="radio"
        name="take"
        checked={take === one}
        onChange={() => setDraft({ take: one })}
      />
      {SETUP_MESSAGES.take[one]}
    </label>
  )
  return (
    <fieldset className="which-runs">
      <legend>{SETUP_MESSAGES.whichRuns}</legend>
      <p>{SETUP_MESSAGES.here(runs, bytes(size), count.complete)}</p>
      {option('new')}
      {option('all')}
      <div className="check">
        {option('date')}
        <input
          type="date"
          className="input"
          aria-label={SETUP_MESSAGES.day}
          value={fromDay}
          onChange={(event) => setDraft({ take: 'date', fromDay: event.target.value })}
        />
        {take === 'date' && fromDay !== '' ? (
          <span className="muted">{SETUP_MESSAGES.fromDate(part.runs, bytes(part.bytes))}</span>
        ) : null}
      </div>
    </fieldset>
  )
}
