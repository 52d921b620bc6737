// Button that copies text to the clipboard and shows for a moment that it did.
import { Check, Copy } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { MESSAGES } from '../../shared/messages/index.ts'

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
