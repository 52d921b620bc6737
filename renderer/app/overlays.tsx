// Overlays of the window: the notice, the two questions about added folders, the drop target.
import { CircleAlert, Info, X } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { FINDING_MESSAGES } from '../../shared/messages/findings.ts'
import { MESSAGES } from '../../shared/messages/index.ts'
import { addFolders, useAddRuns } from '../features/runs/add-runs-store.ts'
import { Modal } from '../ui/modal.tsx'
import { useApp } from '../state/app-store.ts'
import { pathForFile } from '../state/bridge.ts'
import { holdNotice, notify, releaseNotice, useNotice } from '../state/notice-store.ts'

export const NoticeBox = (): ReactElement | null => {
  const notice = useNotice((state) => state.notice)
  if (notice === null) return null
  const isProblem = notice.tone === 'problem'
  const Icon = isProblem ? CircleAlert : Info
  return (
    <div
      className={`notice ${isProblem ? 'tone-danger' : 'tone-info'}`}
      role={isProblem ? 'alert' : 'status'}
      onPointerEnter={holdNotice}
      onPointerLeave={releaseNotice}
      onFocus={holdNotice}
      onBlur={releaseNotice}
    >
      <header>
        <Icon size={17} aria-hidden color="var(--icon)" />
        <span>{notice.title}</span>
        {notice.undo === undefined ? null : (
          <button type="button" className="button compact" onClick={notice.undo}>
            {MESSAGES.undo}
          </button>
        )}
        <button
          type="button"
          className="button compact quiet"
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

/** Asks for the instrument of folders that are inside no instrument's folder. */
export const InstrumentQuestion = (): ReactElement => {
  const unassigned = useAddRuns((state) => state.unassigned)
  const instruments = useApp((state) => state.instruments)
  const close = (): void => useAddRuns.setState({ unassigned: null })
  return (
    <Modal
      open={unassigned !== null}
      title={MESSAGES.whichInstrument}
      text={MESSAGES.whichInstrumentText}
      onClose={close}
    >
      {unassigned?.slice(0, 5).map((folder) => (
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
            void addFolders(unassigned ?? [], instrument.id)
          }}
        >
          <strong>{instrument.id}</strong>
          <span className="muted clip">{instrument.destinationName ?? instrument.destination}</span>
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

/** Asks which runs of a folder are to be added, or whether it is one run. */
export const WhichRunsQuestion = (): ReactElement => {
  const parents = useAddRuns((state) => state.parents)
  const [unchecked, setUnchecked] = useState<ReadonlySet<string>>(new Set())
  const close = (): void => {
    setUnchecked(new Set())
    useAddRuns.setState({ parents: null })
  }
  const runs = parents?.flatMap((parent) => parent.runs) ?? []
  const [only] = parents ?? []
  const chosen = runs.filter((run) => !run.known && !unchecked.has(run.folder))
  return (
    <Modal
      open={parents !== null}
      title={MESSAGES.dropMany}
      text={MESSAGES.dropManyText(only?.folder ?? '')}
      onClose={close}
    >
      <ul className="ticks">
        {runs.map((run) => (
          <li key={run.folder}>
            <label>
              <input
                type="checkbox"
                disabled={run.known}
                checked={!run.known && !unchecked.has(run.folder)}
                onChange={() => {
                  const next = new Set(unchecked)
                  if (!next.delete(run.folder)) next.add(run.folder)
                  setUnchecked(next)
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
        {parents?.length === 1 && only?.mayBeRun === true && !runs.some((run) => run.known) ? (
          <button
            type="button"
            className="button"
            onClick={() => {
              close()
              void addFolders([only.folder], only.instrument, true)
            }}
          >
            {FINDING_MESSAGES.asOneRun}
          </button>
        ) : null}
        <button
          type="button"
          className="button primary"
          disabled={chosen.length === 0}
          onClick={() => {
            const folders = chosen.map((run) => run.folder)
            close()
            void addFolders(folders, null, true)
          }}
        >
          {MESSAGES.addChosen(chosen.length)}
        </button>
      </div>
    </Modal>
  )
}

/** Takes run folders that are dropped anywhere on the window. */
export const DropZone = (): ReactElement | null => {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean =>
      event.dataTransfer?.types.includes('Files') ?? false
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      setIsOver(true)
    }
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false)
    }
    const onDrop = (event: DragEvent): void => {
      event.preventDefault()
      setIsOver(false)
      const folders = [...(event.dataTransfer?.files ?? [])]
        .map(pathForFile)
        .filter((path) => path !== '')
      void addFolders(folders, null)
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
  return isOver ? <div className="drop">{MESSAGES.dropHere}</div> : null
}
