// Tests the proof of a file by its two digests, and the outcome of a verify pass for the whole run.
import { describe, expect, it } from 'vitest'
import {
  type PassCounts,
  compareFile,
  passOutcome,
  runProof,
} from '../../../../electron/core/domain/file-proof.ts'

const a = new Uint8Array(32).fill(1)
const b = new Uint8Array(32).fill(2)
const counts = (some: Partial<PassCounts>): PassCounts => ({
  total: 10,
  verified: 10,
  mismatch: 0,
  missing: 0,
  changed: 0,
  pending: 0,
  vanished: 0,
  failed: 0,
  unproven: 0,
  leftOut: 0,
  collisions: 0,
  ...some,
})

describe('proof of one file', () => {
  it.each([
    ['equal digests', { local: a, remote: a }, 'verified'],
    ['different digests', { local: a, remote: b }, 'mismatch'],
    ['equal digests but another size', { local: a, remote: a, remoteSize: 4 }, 'mismatch'],
    ['no digest from the remote, equal size', { local: a, remoteSize: 5 }, 'size_only'],
    ['neither digest nor size', { local: a }, 'sent'],
    ['no local digest yet', { remote: a }, null],
  ] as const)('%s', (_name, evidence, state) => {
    expect(compareFile({ local: null, remote: null, remoteSize: null, size: 5, ...evidence })).toBe(
      state,
    )
  })
})

describe('outcome of a verify pass', () => {
  it('is verified only where every file is', () => {
    expect(passOutcome(counts({}), true)).toEqual({ outcome: 'verified' })
    expect(passOutcome(counts({ verified: 9 }), true).outcome).toBe('unproven')
    for (const key of [
      'mismatch',
      'missing',
      'changed',
      'pending',
      'vanished',
      'failed',
      'unproven',
    ] as const)
      expect(passOutcome(counts({ verified: 9, [key]: 1 }), false).outcome).not.toBe('verified')
  })
  it('is what sending again can mend before it is a failure for anything else', () => {
    const both = counts({ verified: 8, mismatch: 1, vanished: 1 })
    expect(passOutcome(both, true).outcome).toBe('mismatch')
  })
  it('is no success where every file is excluded', () => {
    expect(passOutcome(counts({ total: 0, verified: 0 }), true)).toEqual({ outcome: 'empty' })
  })
  it('claims no more than the weakest file', () => {
    expect(runProof(counts({}), 'sha256')).toBe('sha256')
    expect(runProof(counts({}), 'read_back')).toBe('read_back')
    expect(runProof(counts({ verified: 9, unproven: 1 }), 'sha256')).toBe('size_only')
    expect(runProof(counts({ verified: 9, failed: 1 }), 'sha256')).toBe('none')
    expect(runProof(counts({ total: 0, verified: 0 }), 'sha256')).toBe('none')
  })
})
