// Findings store: folders that the last sweep found to be no runs in the queue.
import { create } from 'zustand'
import type { Finding } from '../../../shared/model/reports.ts'
import { call } from '../../state/bridge.ts'

export const useFindings = create<{ readonly findings: readonly Finding[] }>(() => ({
  findings: [],
}))

export const loadFindings = async (): Promise<void> => {
  const answer = await call('folders.findings', {})
  if (answer.ok) useFindings.setState({ findings: answer.value.rows })
}
