// Recordings: runs that are still being recorded, what each waits for, and the button that marks it finished.
import { type ReactElement, useEffect } from 'react'
import { ago, bytes, count } from '../../../shared/format.ts'
import { filesText } from '../../../shared/messages/common.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { useApp } from '../../state/app-store.ts'
import { ContextMenuArea, type MenuEntries } from '../../ui/menu.tsx'
import { RecordingBadge } from '../../ui/state-badge.tsx'
import {
  finishRecording,
  finishRecordings,
  loadRecordings,
  revealRecording,
  useRecordings,
} from './recordings-store.ts'

/** `target`: what was clicked on; by keyboard it is the button in the row. */
const entriesAt = (target: Element | null): MenuEntries => {
  const folder = target?.closest('[data-folder]')?.getAttribute('data-folder') ?? null
  if (folder === null) return []
  return [
    { label: MESSAGES.markFinished, preferred: true, run: () => void finishRecording(folder) },
    null,
    { label: MESSAGES.showFolder, run: () => revealRecording(folder) },
    { label: MESSAGES.copyPath, run: () => void navigator.clipboard.writeText(folder) },
  ]
}

export const Recordings = ({
  instrument,
}: {
  readonly instrument: string | null
}): ReactElement | null => {
  const all = useRecordings((state) => state.recordings)
  const total = useRecordings((state) => state.total)
  const recording = useApp((state) => state.overview.recording)
  const now = useApp((state) => state.now)
  useEffect(() => {
    void loadRecordings()
  }, [recording, now])
  const rows = instrument === null ? all : all.filter((one) => one.instrument === instrument)
  if (rows.length === 0) return null
  return (
    <section className="recordings" aria-label={MESSAGES.recordings}>
      <header>
        <h2>
          {MESSAGES.recordings} <span className="muted">{count(rows.length)}</span>
        </h2>
        {rows.length === 1 ? null : (
          <button
            type="button"
            className="button compact"
            title={MESSAGES.markAllText}
            onClick={() => void finishRecordings(rows.map(({ folder }) => folder))}
          >
            {MESSAGES.markAll(rows.length)}
          </button>
        )}
      </header>
      <ContextMenuArea className="recording-rows" entries={entriesAt}>
        <ul>
          {rows.map((one) => (
            <li key={one.folder} data-folder={one.folder}>
              <RecordingBadge />
              <span className="mono clip" title={one.folder}>
                {one.run}
              </span>
              <span className="muted">{one.instrument}</span>
              <span className="clip grow">{MESSAGES.waitsFor(one.waitsFor)}</span>
              <span className="muted">
                {one.files > 0 ? `${filesText(one.files)}, ${bytes(one.bytes)}, ` : ''}
                {MESSAGES.recordingSince(ago(one.firstSeen, now))}
              </span>
              <button
                type="button"
                className="button compact"
                onClick={() => void finishRecording(one.folder)}
              >
                {MESSAGES.markFinished}
              </button>
            </li>
          ))}
        </ul>
      </ContextMenuArea>
      {instrument === null && total > rows.length ? (
        <p className="muted">{MESSAGES.moreLines(total - rows.length)}</p>
      ) : null}
    </section>
  )
}
