// Settling an attempt never leaves a job in a proven state with a file that is not proven, and the database refuses it too.
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../../electron/core/db/database.ts'
import { DEFAULT_SETTINGS } from '../../../../../electron/core/domain/config.ts'
import { PROVEN_STATES } from '../../../../../electron/core/domain/job-state.ts'
import type { Outcome } from '../../../../../electron/core/engine/attempt/outcome.ts'
import { settleOutcome } from '../../../../../electron/core/engine/attempt/settle.ts'
import { createFileStore } from '../../../../../electron/core/files/file-store.ts'
import { createAttemptStore } from '../../../../../electron/core/queue/attempt-store.ts'
import { createJobStore } from '../../../../../electron/core/queue/job-store.ts'
import { createVerifyPassStore } from '../../../../../electron/core/queue/verify-pass-store.ts'
import { fileState } from '../../../../../shared/model/stored.ts'

const setUp = () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const clock = { now: () => 1_000 }
  return {
    db,
    clock,
    jobs: createJobStore(db, clock),
    attempts: createAttemptStore(db, clock),
    files: createFileStore(db),
    passStore: createVerifyPassStore(db),
  }
}

const failure = (kind: 'network' | 'hash_mismatch', reason: string) => ({
  kind,
  reason,
  message: 'm',
  exitCode: 1,
  stderr: '',
})
const proven = { proof: 'sha256', tools: 't' } as const
const OUTCOMES: readonly Outcome[] = [
  { next: 'verified', exitCode: 0, ...proven },
  { next: 'cleanup_refused', why: 'w', ...proven },
  { next: 'cleaned', keptFiles: [], ...proven },
  { next: 'stopped' },
  { next: 'failed', repeat: 'verify', failure: failure('network', 'network_unreachable') },
  { next: 'failed', repeat: 'verify', failure: failure('network', 'remote_path_missing') },
  { next: 'failed', repeat: 'push', failure: failure('hash_mismatch', 'remote_changed') },
  { next: 'permanent_failure', failure: failure('hash_mismatch', 'changed_since_verified') },
  { next: 'new_files', files: 1 },
]
const IN_CLEANUP: ReadonlySet<Outcome['next']> = new Set(['cleanup_refused', 'cleaned'])
const WITHOUT_PROOF = fileState.options.filter(
  (state) => !['verified', 'cleaned', 'excluded'].includes(state),
)

it('whatever the states of its files and the outcome are, a job in a proven state has only proven files', () => {
  const deps = setUp()
  const { db, jobs, files, attempts } = deps
  let runs = 0
  fc.assert(
    fc.property(
      fc.constantFrom('awaiting_verify', 'cleanup_eligible'),
      fc.constantFrom(...OUTCOMES),
      fc.array(
        fc.oneof(
          fc.constant('verified' as const),
          fc.constantFrom('cleaned' as const, 'excluded' as const),
          fc.constantFrom(...WITHOUT_PROOF),
        ),
        { minLength: 1, maxLength: 6 },
      ),
      fc.constantFrom(0, 4),
      (state, outcome, states, failures) => {
        fc.pre(state === 'cleanup_eligible' || !IN_CLEANUP.has(outcome.next))
        runs += 1
        const { id } = jobs.add({
          folder: `/data/${runs}`,
          run: `${runs}`,
          instrument: 'A',
          runPath: `${runs}`,
          target: `nas:${runs}`,
          folderIdentity: null,
          about: { label: '', operator: '' },
        }).job
        // the state before is set first, while the job has no files yet
        db.prepare('UPDATE jobs SET state = ?, verified_at = 1, failures = ? WHERE id = ?').run(
          state,
          failures,
          id,
        )
        states.forEach((_, seq) =>
          files.append(id, seq, { path: `${seq}`, size: 1, mtimeUs: 1, skipped: null }),
        )
        files.setStates(
          id,
          states.map((one, seq) => ({ seq, state: one, lastError: null })),
        )
        const before = jobs.get(id)
        if (before === null) throw new Error('the job is gone')
        settleOutcome(before, attempts.begin(id, 'verify'), outcome, null, DEFAULT_SETTINGS, deps)
        const after = jobs.get(id)
        const open = states.filter((one) => WITHOUT_PROOF.includes(one))
        if (PROVEN_STATES.includes(after?.state ?? 'queued')) {
          expect(open).toEqual([])
          expect(states.some((one) => one !== 'excluded')).toBe(true)
        }
        // what was found stays as the error, and no pass of a run with open files counts as verified
        if ('failure' in outcome) expect(after?.lastError?.reason).toBe(outcome.failure.reason)
        if (open.length > 0)
          expect(deps.passStore.passes(id).every((pass) => !pass.verified)).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})

it.each(WITHOUT_PROOF)('the database refuses a proven state beside a file that is %s', (state) => {
  const { db, jobs, files } = setUp()
  const about = { label: '', operator: '' }
  const job = { folder: '/d', run: 'd', instrument: 'A', runPath: 'd', target: 't', about }
  const { id } = jobs.add({ ...job, folderIdentity: null }).job
  files.append(id, 0, { path: 'a', size: 1, mtimeUs: 1, skipped: null })
  files.setStates(id, [{ seq: 0, state, lastError: null }])
  for (const next of PROVEN_STATES)
    expect(() => db.prepare('UPDATE jobs SET state = ? WHERE id = ?').run(next, id)).toThrow(
      /file without proof/,
    )
  files.setStates(id, [{ seq: 0, state: 'verified', lastError: null }])
  db.prepare('UPDATE jobs SET state = ? WHERE id = ?').run('verified', id)
  expect(jobs.get(id)?.state).toBe('verified')
})
