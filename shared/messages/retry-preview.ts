// Messages that say what a retry would send: how many files, how much, and how long that takes where a speed was measured.
import { messages, template } from '../language/messages.ts'
import { bytes, timeLeft } from '../format.ts'
import type { RetryPreview } from '../model/reports.ts'

const RETRY_PREVIEW_MESSAGES = messages('retryPreview', {
  amount: template('{size}, {time}', (size: string, time: string) => ({ size, time })),
  resend: template(
    '{of, plural, one {Re-send {n, number} of # file, {amount}.} other {Re-send {n, number} of # files, {amount}.}}',
    (n: number, of: number, amount: string) => ({ n, of, amount }),
  ),
  othersVerified: template(
    '{n, plural, one {The other one stays verified.} other {The other # stay verified.}}',
    (n: number) => ({ n }),
  ),
  othersStay: 'The others stay as they are.',
  left: template('Left to send: {amount}.', (amount: string) => ({ amount })),
})

type Amount = Pick<RetryPreview, 'bytes' | 'seconds'>

/** `3.1 GB, about 40 s`, with the size as `size` writes it; without a time where no speed is known. */
export const amountText = ({ bytes: n, seconds }: Amount, size = bytes): string =>
  seconds === null ? size(n) : RETRY_PREVIEW_MESSAGES.amount(size(n), timeLeft(seconds))

/** What is left of whole runs. */
export const leftText = (preview: Amount, size = bytes): string =>
  RETRY_PREVIEW_MESSAGES.left(amountText(preview, size))

/** What is sent of the files of one run, and what becomes of its other files. */
export const resendText = (preview: RetryPreview, size = bytes): string => {
  const { files, of, verified } = preview
  const what = RETRY_PREVIEW_MESSAGES.resend(files, of, amountText(preview, size))
  if (files >= of) return what
  const others =
    verified === of - files
      ? RETRY_PREVIEW_MESSAGES.othersVerified(verified)
      : RETRY_PREVIEW_MESSAGES.othersStay
  return `${what} ${others}`
}
