// Small pieces used all over: bar, empty state, search field, copy button, confirmation.
import { Dialog } from '@base-ui/react/dialog'
import { Check, Copy, type LucideIcon, Search, X } from 'lucide-react'
import {
  type CSSProperties,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useState,
} from 'react'
import { MESSAGES } from '../../shared/messages/index.ts'

export const Bar = ({
  part,
  tone = '',
}: {
  readonly part: number
  readonly tone?: string
}): ReactElement => (
  <span
    className={`bar ${tone}`}
    aria-hidden
    // React's type knows no variables
    style={{ '--part': `${Math.min(100, Math.max(0, part * 100))}%` } as CSSProperties}
  />
)

export const Empty = (props: {
  readonly icon: LucideIcon
  readonly title: string
  readonly text?: string
  readonly children?: ReactNode
}): ReactElement => (
  <div className="empty">
    <props.icon size={44} strokeWidth={1.4} aria-hidden />
    <h2>{props.title}</h2>
    {props.text === undefined ? null : <p>{props.text}</p>}
    {props.children}
  </div>
)

export const SearchField = ({
  field,
  ...props
}: {
  readonly label: string
  readonly value: string
  readonly field?: RefObject<HTMLInputElement | null>
  onChange(value: string): void
  onEnter?(): void
  onFocus?(): void
}): ReactElement => (
  <div className="field" role="search">
    <Search size={14} aria-hidden />
    <input
      ref={field}
      aria-label={props.label}
      placeholder={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      onFocus={() => props.onFocus?.()}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && props.value !== '') {
          props.onChange('')
          event.preventDefault()
        }
        if (event.key === 'Enter') props.onEnter?.()
      }}
    />
    {props.value === '' ? null : (
      <button
        type="button"
        className="link icon-only"
        aria-label={MESSAGES.clearSearch}
        onClick={() => props.onChange('')}
      >
        <X size={13} aria-hidden />
      </button>
    )}
  </div>
)

export const CopyButton = ({
  text,
  label,
  className,
}: {
  readonly text: string | (() => Promise<void>)
  readonly label: string
  readonly className: string
}): ReactElement => {
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await (typeof text === 'string' ? navigator.clipboard.writeText(text) : text())
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }
  const Icon = copied ? Check : Copy
  return (
    <button type="button" className={className} onClick={() => void copy()}>
      <Icon size={13} aria-hidden />
      {copied ? MESSAGES.copied : label}
    </button>
  )
}

/** A window over the window; Esc and a click beside it close it. Nothing of it is there before it opens for the first time. */
export const Layer = (props: {
  readonly open: boolean
  readonly title: string
  readonly text?: string
  readonly wide?: boolean
  readonly children?: ReactNode
  onClose(): void
}): ReactElement | null => {
  const [opened, setOpened] = useState(props.open)
  if (props.open && !opened) setOpened(true)
  if (!opened) return null
  return (
    <Dialog.Root open={props.open} onOpenChange={(open) => (open ? undefined : props.onClose())}>
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

export interface Question {
  readonly title: string
  readonly text: string
  readonly yes: string
  onYes(): void
}

export const Confirm = ({
  question,
  onClose,
}: {
  readonly question: Question | null
  onClose(): void
}): ReactElement => (
  <Layer
    open={question !== null}
    title={question?.title ?? ''}
    text={question?.text ?? ''}
    onClose={onClose}
  >
    <div className="card-actions">
      <button type="button" className="button" onClick={onClose}>
        {MESSAGES.leave}
      </button>
      <button
        type="button"
        className="button primary"
        onClick={() => {
          question?.onYes()
          onClose()
        }}
      >
        {question?.yes}
      </button>
    </div>
  </Layer>
)
