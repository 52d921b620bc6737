// Queue estimate store: when all is sent, and the place of each waiting run, as of the last answer (docs/ux.md D12).
import { create } from 'zustand'
import type { Output } from '../../../shared/contract/index.ts'
import { call } from '../../state/bridge.ts'

type Place = Output<'queue.estimate'>['places'][number]

interface QueueEstimateState {
  /** Until everything that can be sent now is sent; null: not known. */
  readonly seconds: number | null
  /** By job id. */
  readonly places: ReadonlyMap<number, Place>
}

export const useQueueEstimate = create<QueueEstimateState>(() => ({
  seconds: null,
  places: new Map(),
}))

export const loadQueueEstimate = async (): Promise<void> => {
  const answer = await call('queue.estimate', {})
  if (!answer.ok) return
  const { seconds, places } = answer.value
  useQueueEstimate.setState({
    seconds,
    places: new Map(places.map((place) => [place.jobId, place])),
  })
}
