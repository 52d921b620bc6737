// Small pieces used all over: bar, empty state, search field, copy button, confirmation.
import { Dialog } from '@base-ui/react/dialog'
import { Check, Copy, type LucideIcon, Search, X } from 'lucide-react'
import { type ReactElement, type ReactNode, type RefObject, useState } from 'react'

export const Bar = ({
  part,
  tone = '',
}: {
  readonly part: number
  readonly tone?: string
}): ReactElement => (
  <div className={`bar ${tone}`} aria-hidden>
    <i style={{ width: `${Math.min(100, Math.max(0, part * 100))}%` }} />
  </div>
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
}): ReactElement => (
  <div className="field" role="search">
    <Search size={14} aria-hidden />
    <input
      ref={field}
      aria-label={props.label}
      placeholder={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onChange('')
        if (event.key === 'Enter') props.onEnter?.()
      }}
    />
    {props.value === '' ? null : (
      <button
        type="button"
        className="link"
        aria-label="Clear search"
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
  readonly text: string
  readonly label: string
  readonly className: string
}): ReactElement => {
  const [copied, setCopied] = useState(false)
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1_500)
    })
  }
  const Icon = copied ? Check : Copy
  return (
    <button type="button" className={className} onClick={copy}>
      <Icon size={13} aria-hidden />
      {copied ? 'Copied' : label}
    </button>
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
  <Dialog.Root open={question !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
    <Dialog.Portal>
      <Dialog.Backdrop className="backdrop" />
      <Dialog.Popup className="dialog">
        <Dialog.Title>{question?.title}</Dialog.Title>
        <Dialog.Description>{question?.text}</Dialog.Description>
        <div className="card-actions">
          <Dialog.Close className="button">Leave as it is</Dialog.Close>
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
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
)
