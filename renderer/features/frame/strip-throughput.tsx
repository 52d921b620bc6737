// Small picture of the throughput of the last hour in the status strip, with its figures as text (docs/ux.md D2).
import type { ReactElement } from 'react'
import { SECOND_MS } from '../../../shared/duration.ts'
import { PICTURE_MESSAGES } from '../../../shared/messages/destinations/pictures.ts'
import { useApp } from '../../state/app-store.ts'
import { ratesOf, total, useThroughput } from '../destinations/throughput.ts'

/** Read more often while something is sent. */
const BUSY_MS = 10 * SECOND_MS
const IDLE_MS = 60 * SECOND_MS

/** Nothing is drawn where nothing was sent in the last hour. */
export const StripThroughput = ({
  isSending,
}: {
  readonly isSending: boolean
}): ReactElement | null => {
  const instruments = useApp((state) => state.instruments)
  const read = useThroughput(
    instruments.map(({ id }) => id),
    isSending ? BUSY_MS : IDLE_MS,
  )
  const all = read === null ? 0 : total(read.hour.bytes)
  if (read === null || all === 0) return null
  const rates = ratesOf(read.hour, read.at)
  const most = Math.max(...rates)
  const text = PICTURE_MESSAGES.lastHourText(most, all)
  return (
    <span className="strip-throughput" role="img" aria-label={text} title={text}>
      {rates.map((one, i) => (
        <i key={read.hour.edges[i]} style={{ height: `${(100 * one) / most}%` }} />
      ))}
    </span>
  )
}
