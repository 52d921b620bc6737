// State labels and the texts of reasons.
import { describe, expect, it } from 'vitest'
import { JOB_STATES } from '../../../shared/model/states.ts'
import { REASONS, type ReasonText, fill, reasonText } from '../../../shared/reasons.ts'
import { isOnNasOnly, runLabel, runLabelWithAttempt } from '../../../shared/state-labels.ts'

describe('state labels', () => {
  const job = {
    held: false,
    heldBy: null,
    failures: 0,
    dueAt: 1,
    livePhase: null,
    maxAttempts: 5,
    lastError: null,
    verifiedAt: null,
    restoredAt: null,
  } as const
  it('every state has a label, and only a proof is called Verified', () => {
    const words = JOB_STATES.map((state) => runLabel({ ...job, state }))
    expect(words.filter((word) => word === 'Verified')).toHaveLength(1)
    expect(runLabel({ ...job, state: 'awaiting_verify' })).toBe('Checking')
    expect(runLabel({ ...job, state: 'running', livePhase: 'sending' })).toBe('Sending')
    expect(runLabel({ ...job, state: 'running', livePhase: 'checking' })).toBe('Checking')
    expect(runLabel({ ...job, state: 'awaiting_verify', dueAt: null })).toBe('Sent, not proven')
    expect(runLabelWithAttempt({ ...job, state: 'queued', failures: 1 })).toBe('Retrying 2/5')
    expect(runLabel({ ...job, state: 'queued', failures: 1, held: true })).toBe('Held')
  })
  it('a run of which only originals changed has not failed', () => {
    const error = { kind: 'hash_mismatch', message: '', exitCode: null, stderr: '' } as const
    const since = { ...error, reason: 'changed_since_verified', attempt: 3, at: 1 }
    expect(runLabel({ ...job, state: 'failed', lastError: since })).toBe('Changed since verified')
    expect(
      runLabel({ ...job, state: 'failed', lastError: { ...since, reason: 'unrecognised' } }),
    ).toBe('Failed')
    // the word of a run that was set right since
    expect(runLabel({ ...job, state: 'verified', lastError: since })).toBe('Verified')
  })
  it('a run on the NAS only stays one when a check of its copy failed', () => {
    const error = { kind: 'hash_mismatch', message: '', exitCode: null, stderr: '' } as const
    const lastError = { ...error, reason: 'only_copy_unproven', attempt: 3, at: 1 }
    expect(isOnNasOnly({ state: 'cleaned', lastError: null })).toBe(true)
    expect(isOnNasOnly({ state: 'failed', lastError })).toBe(true)
    expect(isOnNasOnly({ state: 'verified', lastError })).toBe(false)
    expect(runLabel({ ...job, state: 'failed', lastError })).toBe('Failed')
    expect(runLabel({ ...job, state: 'cleaned', livePhase: 'checking' })).toBe('Checking')
  })
  it.each(Object.entries<ReasonText>(REASONS))('%s says all that a card needs', (reason, words) => {
    for (const text of [words.headline, words.meaning, words.explanation, words.remedy])
      expect(text.length).toBeGreaterThan(10)
    expect(words.headline).not.toMatch(/[.!]$|please|error|\bcode\b/i)
    expect(words.primary).toBeTruthy()
    expect(reasonText(reason)).toBe(words)
    expect(fill(words.headline, { destination: 'nas' })).not.toContain('{')
  })
  it('does not take a word of Object for a reason', () => {
    expect(reasonText('constructor')).toBeNull()
  })
})
