// Needs you: one line for each cause, above the runs (docs/ux.md D3); while one cause is chosen, only its name.
import { X } from 'lucide-react'
import { type ReactElement, useEffect } from 'react'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { fill, reasonText } from '../../../shared/reasons.ts'
import { useApp } from '../../state/app-store.ts'
import { setFilter, useJobs } from '../runs/runs-store.ts'
import { useAnswers } from './answers-store.ts'
import { CauseLine } from './cause-line.tsx'
import { causeKeyText, forgetPointer, loadCauses, notePointer, useCauses } from './causes-store.ts'
import { FindingCards } from './finding-cards.tsx'

export const NeedsYou = (): ReactElement | null => {
  const causes = useCauses((state) => state.causes)
  const total = useCauses((state) => state.total)
  const overview = useApp((state) => state.overview)
  const now = useApp((state) => state.now)
  const cause = useJobs((state) => state.cause)
  const open = useJobs((state) => state.current !== null)
  const answers = useAnswers((state) => state.answers.size)
  useEffect(() => {
    void loadCauses()
  }, [overview.counts.needs_you, overview.unacknowledged, overview.holds.length, now])
  if (overview.counts.needs_you === 0 && answers === 0) return null
  if (cause !== null) {
    const shown = causes.find(
      (one) => one.key.reason === cause.reason && one.key.destination === cause.destination,
    )
    const text = reasonText(cause.reason)
    const values = { destination: shown?.destination ?? '' }
    return (
      <div className="tools">
        <span className="chip" aria-live="polite">
          {text === null ? cause.reason : fill(text.headline, values)}
        </span>
        <button type="button" className="button compact" onClick={() => setFilter({ cause: null })}>
          <X size={13} aria-hidden />
          {MESSAGES.allCauses}
        </button>
      </div>
    )
  }
  return (
    <section
      className="causes"
      aria-label={MESSAGES.causes}
      onPointerMove={notePointer}
      onPointerLeave={forgetPointer}
    >
      {overview.findings === 0 ? null : <FindingCards short={open} />}
      {causes.map((one) => (
        <CauseLine key={causeKeyText(one.key)} cause={one} />
      ))}
      {total > causes.length ? <p>{MESSAGES.moreLines(total - causes.length)}</p> : null}
    </section>
  )
}
