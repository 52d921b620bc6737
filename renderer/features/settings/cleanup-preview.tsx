// Dry run of the cleanup in the settings: what it would delete now, and what only needs a check first.
import { type ReactElement, useEffect, useState } from 'react'
import { bytes } from '../../../shared/format.ts'
import { CLEANUP_MESSAGES } from '../../../shared/messages/cleanup.ts'
import { SETTINGS_MESSAGES } from '../../../shared/messages/settings.ts'
import type { CleanupPreview } from '../../../shared/model/reports.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'

export interface ShownPreview {
  /** null: not known yet. */
  readonly preview: CleanupPreview | null
  readonly isLooking: boolean
  /** Looks at both sides of every run that only needs that. */
  look(): void
}

const loadPreview = (look: boolean) => call('cleanup.preview', { look })

/** What a cleanup would free now: cleanup can be switched on only after this preview. */
export const useCleanupPreview = (wanted: boolean): ShownPreview => {
  const [preview, setPreview] = useState<CleanupPreview | null>(null)
  const [isLooking, setLooking] = useState(false)
  const show = (answer: Awaited<ReturnType<typeof loadPreview>>): void => {
    if (answer.ok) setPreview(answer.value)
    else showError(answer)
  }
  useEffect(() => {
    if (wanted) void loadPreview(false).then(show)
  }, [wanted])
  const look = async (): Promise<void> => {
    setLooking(true)
    show(await loadPreview(true))
    setLooking(false)
  }
  return { preview, isLooking, look: () => void look() }
}

const previewText = ({ preview, isLooking }: ShownPreview): string => {
  if (preview === null) return SETTINGS_MESSAGES.dryRunning
  const { bytes: free, runs, toCheck } = preview
  const rest =
    toCheck.runs === 0 ? '' : ` ${SETTINGS_MESSAGES.wouldCheck(bytes(toCheck.bytes), toCheck.runs)}`
  return isLooking
    ? SETTINGS_MESSAGES.dryRunChecks
    : `${SETTINGS_MESSAGES.wouldFree(bytes(free), runs)}${rest}`
}

export const CleanupPreviewCard = ({ shown }: { readonly shown: ShownPreview }): ReactElement => (
  <section className="card tone-neutral" aria-label={SETTINGS_MESSAGES.dryRun}>
    <h3>{SETTINGS_MESSAGES.dryRun}</h3>
    <p role="status">{previewText(shown)}</p>
    <ul className="parts">
      {shown.preview?.rows.slice(0, 20).map((row) => (
        <li key={row.jobId}>
          <span className="mono clip">{row.folder}</span>
          <span className="muted">{bytes(row.bytes)}</span>
        </li>
      ))}
    </ul>
    {(shown.preview?.toCheck.runs ?? 0) === 0 ? null : (
      <div className="card-actions">
        <button type="button" className="button" disabled={shown.isLooking} onClick={shown.look}>
          {CLEANUP_MESSAGES.checkNow}
        </button>
      </div>
    )}
  </section>
)
