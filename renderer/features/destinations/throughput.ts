// Throughput of instruments in the window: read again and again while it is shown, as rates.
import { useEffect, useState } from 'react'
import { SECOND_MS } from '../../../shared/duration.ts'
import type { Throughput } from '../../../shared/model/reports.ts'
import { call } from '../../state/bridge.ts'

/** What these instruments sent, read again every `everyMs`; null until it was read, and without an instrument. */
export const useThroughput = (
  instruments: readonly string[],
  everyMs: number,
): Throughput | null => {
  const [throughput, setThroughput] = useState<Throughput | null>(null)
  const key = instruments.join('\n')
  useEffect(() => {
    if (key === '') return undefined
    let isShown = true
    const read = async (): Promise<void> => {
      const answer = await call('destinations.throughput', { instruments: key.split('\n') })
      if (answer.ok && isShown) setThroughput(answer.value)
    }
    void read()
    const timer = setInterval(() => void read(), everyMs)
    return () => {
      isShown = false
      clearInterval(timer)
    }
  }, [key, everyMs])
  return throughput
}

/** Bytes per second in each step; of the step that has not ended, in the part of it that has passed. */
export const ratesOf = ({ edges, bytes: sums }: Throughput['hour'], at: number): number[] =>
  sums.map((sum, i) => {
    const [from = at, to = at] = edges.slice(i, i + 2)
    return (sum * SECOND_MS) / Math.max(SECOND_MS, Math.min(to, at) - from)
  })

/** The sum of the values. */
export const total = (values: readonly number[]): number => values.reduce((sum, n) => sum + n, 0)
