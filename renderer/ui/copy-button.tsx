// Button that copies text to the clipboard and shows for a moment that it did.
import { Check, Copy } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { MESSAGES } from '../../shared/messages/index.ts'

export const CopyButton = ({
  text,
  label,
  className,
  iconOnly = false,
}: {
  readonly text: string | (() => Promise<void>)
  readonly label: string
  readonly className: string
  /** The label is its tooltip and its name. */
  readonly iconOnly?: boolean
}): ReactElement => {
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await (typeof text === 'string' ? navigator.clipboard.writeText(text) : text())
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      className={className}
      {...(iconOnly ? { title: label } : {})}
      onClick={() => void copy()}
    >
      <Icon size={13} aria-hidden />
      <span className={iconOnly ? 'visually-hidden' : ''}>{copied ? MESSAGES.copied : label}</span>
    </button>
  )
}
