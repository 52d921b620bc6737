// Messages of the connection test and the rehearsal.
import { runs } from '../common.ts'

export const CONNECTION_TEST_MESSAGES = {
  passed: 'Passed',
  failed: 'Failed',
  skipped: 'Skipped',
  raw: 'Command and answer',
  running: (step: string): string => (step === '' ? 'Testing…' : `Testing: ${step}…`),
  faults: (n: number): string => (n === 1 ? '1 step failed' : `${n} steps failed`),
  fine: (n: number): string => `All is well: ${n} steps passed`,
  passedSteps: (n: number): string => (n === 1 ? '1 step passed' : `${n} steps passed`),
  skippedSteps: (n: number): string =>
    n === 1 ? '1 step was not tried' : `${n} steps were not tried`,
  age: (ago: string): string => `tested ${ago}`,
  stale: '(may be stale: settings changed since)',
  proof: 'Best proof that it can give:',
  retryRuns: (n: number): string => `Retry ${runs(n)}`,
  rehearse: 'Rehearse',
} as const
