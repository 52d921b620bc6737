// What lies over the window for a moment: a notice, the question for an instrument, the place to drop folders.
import { Dialog } from '@base-ui/react/dialog'
import { CircleAlert, Info, X } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { pathForFile } from '../bridge.ts'
import { addFolders, notify, useApp } from '../store/app.ts'
import { TEXT } from '../words.ts'

export const NoticeBox = (): ReactElement | null => {
  const notice = useApp((state) => state.notice)
  if (notice === null) return null
  const bad = notice.tone === 'problem'
  const Icon = bad ? CircleAlert : Info
  return (
    <div className={`notice ${bad ? 'tone-danger' : 'tone-info'}`} role={bad ? 'alert' : 'status'}>
      <header>
        <Icon size={17} aria-hidden color="var(--icon)" />
        <span>{notice.title}</span>
        <button
          type="button"
          className="button small quiet"
          aria-label={TEXT.close}
          onClick={() => notify(null)}
        >
          <X size={14} aria-hidden />
        </button>
      </header>
      {notice.lines.slice(0, 5).map((line) => (
        <p key={line}>{line}</p>
      ))}
      {notice.lines.length > 5 ? <p>and {notice.lines.length - 5} more</p> : null}
    </div>
  )
}

/** Asks for the instrument of folders that lie in none. */
export const InstrumentQuestion = (): ReactElement => {
  const asking = useApp((state) => state.asking)
  const instruments = useApp((state) => state.instruments)
  const close = (): void => useApp.setState({ asking: null })
  return (
    <Dialog.Root open={asking !== null} onOpenChange={(open) => (open ? undefined : close())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title>{TEXT.chooseInstrument}</Dialog.Title>
          <Dialog.Description className="muted">{TEXT.chooseInstrumentText}</Dialog.Description>
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
            <Dialog.Close className="button">{TEXT.leave}</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Takes folders dropped anywhere on the window. */
export const DropZone = (): ReactElement | null => {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean =>
      event.dataTransfer?.types.includes('Files') ?? false
    const onOver = (event: DragEvent): void => {
      event.preventDefault()
      if (!hasFiles(event) || event.dataTransfer === null) return
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
  return over ? <div className="drop">{TEXT.dropHere}</div> : null
}
