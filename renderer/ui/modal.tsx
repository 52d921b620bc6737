// Modal dialog with a title, an optional text and whatever the caller puts inside.
import { Dialog } from '@base-ui/react/dialog'
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'

/** The second click of a double click on the button that opened a dialog lands beside it, and is not meant for it. */
const DOUBLE_CLICK_MS = 500

/** Escape and a click beside the dialog close it. Nothing is mounted before it opens for the first time. */
export const Modal = (props: {
  readonly open: boolean
  readonly title: string
  readonly text?: string
  readonly wide?: boolean
  readonly children?: ReactNode
  onClose(): void
}): ReactElement | null => {
  const [opened, setOpened] = useState(props.open)
  if (props.open && !opened) setOpened(true)
  const openedAt = useRef(0)
  useEffect(() => {
    if (props.open) openedAt.current = performance.now()
  }, [props.open])
  if (!opened) return null
  return (
    <Dialog.Root
      open={props.open}
      onOpenChange={(open, { reason }) => {
        const isNew = performance.now() - openedAt.current < DOUBLE_CLICK_MS
        if (!open && !(reason === 'outside-press' && isNew)) props.onClose()
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className={props.wide === true ? 'dialog wide' : 'dialog'}>
          <Dialog.Title>{props.title}</Dialog.Title>
          {props.text === undefined ? null : (
            <Dialog.Description className="muted">{props.text}</Dialog.Description>
          )}
          {props.children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
