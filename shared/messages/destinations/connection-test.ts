// Messages of the connection test and the rehearsal.
import { messages, template } from '../../language/messages.ts'

export const CONNECTION_TEST_MESSAGES = messages('connectionTest', {
  passed: 'Passed',
  failed: 'Failed',
  skipped: 'Skipped',
  raw: 'Command and answer',
  running: 'Testing…',
  runningStep: template('Testing: {step}…', (step: string) => ({ step })),
  faults: template('{n, plural, one {1 step failed} other {# steps failed}}', (n: number) => ({
    n,
  })),
  fine: template(
    '{n, plural, one {All is well: # step passed} other {All is well: # steps passed}}',
    (n: number) => ({ n }),
  ),
  passedSteps: template('{n, plural, one {1 step passed} other {# steps passed}}', (n: number) => ({
    n,
  })),
  skippedSteps: template(
    '{n, plural, one {1 step was not tried} other {# steps were not tried}}',
    (n: number) => ({ n }),
  ),
  age: template('tested {ago}', (ago: string) => ({ ago })),
  stale: '(may be stale: settings changed since)',
  proof: 'Best proof that it can give:',
  retryRuns: template('{n, plural, one {Retry # run} other {Retry # runs}}', (n: number) => ({
    n,
  })),
  rehearse: 'Rehearse',
})
