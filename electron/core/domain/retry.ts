// Retry policy by kind of failure (docs/spec.md 3): decides from counters and settings whether and
// when a job is tried again. Pure.
import type { TransportErrorKind } from '../../../shared/model/model.ts'

/** Failures counted since the last manual retry. */
export interface Counters {
  readonly failures: number
  /** Pushes repeated because digests differed; the policy allows one. */
  readonly resends: number
  /** Times that the transfer program was not found; the policy allows one repeat. */
  readonly toolMisses: number
}

/** The counters of a series of attempts that has not begun. */
export const NEW_SERIES: Counters = { failures: 0, resends: 0, toolMisses: 0 }

interface RetryPolicy {
  readonly retryDelaysMs: readonly number[]
  readonly maxAttempts: number
}

type RetryDecision =
  /** Try again after `delayMs`; 0 means at once. */
  | { readonly next: 'again'; readonly delayMs: number; readonly counters: Counters }
  | { readonly next: 'fail'; readonly counters: Counters }

/**
 * Delay after the failure with this number, from 1; the last one repeats when the list is shorter
 * than the limit.
 */
export const delayAfter = (failure: number, policy: RetryPolicy): number =>
  policy.retryDelaysMs[Math.min(failure, policy.retryDelaysMs.length) - 1] ?? 0

/** The longest delay of the policy. */
export const longestDelay = (policy: Pick<RetryPolicy, 'retryDelaysMs'>): number =>
  Math.max(0, ...policy.retryDelaysMs)

/** Decides after one more failure of `kind`; null: the transfer program was not found. */
export const afterFailure = (
  kind: TransportErrorKind | null,
  before: Counters,
  policy: RetryPolicy,
): RetryDecision => {
  const counters = { ...before, failures: before.failures + 1 }
  switch (kind) {
    case 'network':
    case 'unknown':
      return counters.failures >= policy.maxAttempts
        ? { next: 'fail', counters }
        : { next: 'again', delayMs: delayAfter(counters.failures, policy), counters }
    case 'hash_mismatch':
      return before.resends >= 1
        ? { next: 'fail', counters }
        : { next: 'again', delayMs: 0, counters: { ...counters, resends: before.resends + 1 } }
    case null:
      return before.toolMisses >= 1
        ? { next: 'fail', counters }
        : {
            next: 'again',
            delayMs: 0,
            counters: { ...counters, toolMisses: before.toolMisses + 1 },
          }
    case 'auth':
    case 'local_file_vanished':
      return { next: 'fail', counters }
  }
}
