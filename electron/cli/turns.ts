// Says the turn of a waiting run on the command line: its place among the runs of its destination, and when it is sent.
import { timeLeft } from '../../shared/format.ts'
import type { Output } from '../../shared/contract/index.ts'
import type { ListCore } from '../core/core.ts'

export type Turn = Output<'queue.estimate'>['places'][number]

/** The turns of all runs that wait for one, by job id. */
export const turnsOf = async (core: {
  readonly handlers: Pick<ListCore['handlers'], 'queue.estimate'>
}): Promise<ReadonlyMap<number, Turn>> => {
  const { places } = await core.handlers['queue.estimate']({})
  return new Map(places.map((turn) => [turn.jobId, turn]))
}

/** `place 3 of 5, about 18 min`. */
export const turnText = ({ place, of, seconds }: Turn): string => {
  const time = timeLeft(seconds)
  return `place ${place} of ${of}${time === '' ? '' : `, ${time}`}`
}

/** The turn in JSON; null: the run has none. */
export const turnJson = (turn: Turn | undefined): unknown =>
  turn === undefined ? null : { place: turn.place, of: turn.of, seconds: turn.seconds }
