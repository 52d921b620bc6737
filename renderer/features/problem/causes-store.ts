// Causes store: the causes for which runs need somebody, as the Needs you list shows them.
import { create } from 'zustand'
import type { Cause } from '../../../shared/model/list-rows.ts'
import { call } from '../../state/bridge.ts'

interface CausesState {
  readonly causes: readonly Cause[]
  /** All causes; the list above holds the first of them. */
  readonly total: number
}

export const useCauses = create<CausesState>(() => ({ causes: [], total: 0 }))

export const loadCauses = async (): Promise<void> => {
  const answer = await call('causes.list', {})
  if (answer.ok) useCauses.setState({ causes: answer.value.rows, total: answer.value.total })
}
