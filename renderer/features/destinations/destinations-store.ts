// Destinations store: every destination with its instruments, last contact, recent speeds and last connection test.
import { create } from 'zustand'
import type { DestinationInfo } from '../../../shared/model/list-rows.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'

interface DestinationsState {
  readonly destinations: readonly DestinationInfo[]
}

export const useDestinations = create<DestinationsState>(() => ({ destinations: [] }))

export const loadDestinations = async (): Promise<void> => {
  const answer = await call('destinations.list', {})
  if (answer.ok) useDestinations.setState({ destinations: answer.value.rows })
}

/** Lifts the hold of a destination and tries it again now. */
export const resumeDestination = async (key: string): Promise<void> =>
  showError(await call('destinations.resume', { key }))

/** Makes the folder of an instrument's destination, or takes what stands there now for the destination; false: refused. */
export const mendDestination = async (
  instrumentId: string,
  how: 'makeFolder' | 'accept',
): Promise<boolean> => {
  const answer = await call(`destinations.${how}`, { instrumentId })
  showError(answer)
  return answer.ok
}
