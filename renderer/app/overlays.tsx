// What lies over the window for a moment: a notice, questions about folders, the place to drop them.
import { CircleAlert, Info, X } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { MESSAGES } from '../../shared/messages/index.ts'
import { addFolders, dropFolders, useAddRuns } from '../features/runs/add-runs-store.ts'
import { Modal } from '../ui/modal.tsx'
import { useApp } from './app-store.ts'
import { pathForFile } from './bridge.ts'
import { notify, useNotice } from './notice-store.ts'

export const NoticeBox = (): ReactElement | null => {
  const notice = useNotice((state) => state.notice)
  if (notice === null) return null
  const bad = notice.tone === 'problem'
  const Icon = bad ? CircleAlert : Info
  return (
    <div className={`notice ${bad ? 'tone-danger' : 'tone-info'}`} role={bad ? 'alert' : 'status'}>
      <header>
        <Icon size={17} aria-hidden color="var(--icon)" />
        <span>{notice.title}</span>
        {notice.undo === undefined ? null : (
          <button type="button" className="button small" onClick={notice.undo}>
            {MESSAGES.undo}
          </button>
        )}
        <button
          type="button"
          className="button small quiet"
          aria-label={MESSAGES.close}
          onClick={() => notify(null)}
        >
          <X size={14} aria-hidden />
        </button>
      </header>
      {notice.lines.slice(0, 5).map((line) => (
        <p key={line}>{line}</p>
      ))}
      {notice.lines.length > 5 ? <p>{MESSAGES.moreLines(notice.lines.length - 5)}</p> : null}
    </div>
  )
}

/** Asks for the instrument of folders that lie in none. */
export const InstrumentQuestion = (): ReactElement => {
  const asking = useAddRuns((state) => state.unassigned)
  const instruments = useApp((state) => state.instruments)
  const close = (): void => useAddRuns.setState({ unassigned: null })
  return (
    <Modal
      open={asking !== null}
      title={MESSAGES.whichInstrument}
      text={MESSAGES.whichInstrumentText}
      onClose={close}
    >
      {asking?.slice(0, 5).map((folder) => (
        <div key={folder} className="mono clip" title={folder}>
          {folder}
        </div>
      ))}
      {instruments.map((instrument) => (
        <button
          type="button"
          key={instrument.id}
          className="choice"
          onClick={() => {
            close()
            void addFolders(asking ?? [], instrument.id)
          }}
        >
          <strong>{instrument.id}</strong>
          <span className="muted clip">{instrument.destination}</span>
        </button>
      ))}
      <div className="card-actions">
        <button type="button" className="button" onClick={close}>
          {MESSAGES.leaveFolder}
        </button>
      </div>
    </Modal>
  )
}

/** A folder of several runs was dropped: which of them are meant? */
export const DroppedQuestion = (): ReactElement => {
  const dropped = useAddRuns((state) => state.droppedParents)
  const [off, setOff] = useState<ReadonlySet<string>>(new Set())
  const close = (): void => {
    setOff(new Set())
    useAddRuns.setState({ droppedParents: null })
  }
  const runs = dropped?.flatMap((parent) => parent.runs) ?? []
  const chosen = runs.filter((run) => !run.known && !off.has(run.folder))
  return (
    <Modal
      open={dropped !== null}
      title={MESSAGES.dropMany}
      text={MESSAGES.dropManyText(dropped?.[0]?.folder ?? '')}
      onClose={close}
    >
      <ul className="ticks">
        {runs.map((run) => (
          <li key={run.folder}>
            <label>
              <input
                type="checkbox"
                disabled={run.known}
                checked={!run.known && !off.has(run.folder)}
                onChange={() => {
                  const next = new Set(off)
                  if (!next.delete(run.folder)) next.add(run.folder)
                  setOff(next)
                }}
              />
              <span className="mono clip">{run.run}</span>
              {run.known ? <span className="muted">{MESSAGES.inList}</span> : null}
            </label>
          </li>
        ))}
      </ul>
      <div className="card-actions">
        <button type="button" className="button" onClick={close}>
          {MESSAGES.leaveFolder}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={chosen.length === 0}
          onClick={() => {
            const folders = chosen.map((run) => run.folder)
            close()
            void addFolders(folders, dropped?.[0]?.instrument ?? null)
          }}
        >
          {MESSAGES.addChosen(chosen.length)}
        </button>
      </div>
    </Modal>
  )
}

/** Takes folders dropped anywhere on the window. */
export const DropZone = (): ReactElement | null => {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean =>
      event.dataTransfer?.types.includes('Files') ?? false
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      setOver(true)
    }
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = (event: DragEvent): void => {
      event.preventDefault()
      setOver(false)
      const folders = [...(event.dataTransfer?.files ?? [])]
        .map(pathForFile)
        .filter((path) => path !== '')
      void dropFolders(folders)
    }
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [])
  return over ? <div className="drop">{MESSAGES.dropHere}</div> : null
}
