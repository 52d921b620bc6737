// Facts of a run that is safe to delete, from which tests of the cleanup decision change one at a time.
import type { CleanupFacts } from '../../electron/core/engine/cleanup/decision-facts.ts'
import type { Finding, Look } from '../../electron/core/engine/cleanup/look.ts'
import { HOUR_MS } from '../../shared/duration.ts'

export const RULES = { enabled: true, minVerifyPasses: 2, minAgeHours: 24, retainCache: true }
export const finding = (outcome: Finding['outcome']): Finding => ({ outcome, words: outcome })
export const lookAt = (at: number, change: Partial<Look> = {}): Look => ({
  at,
  reachable: finding('good'),
  destination: finding('good'),
  remote: finding('good'),
  local: finding('good'),
  folder: finding('good'),
  against: null,
  ...change,
})
export const NOW = 26 * HOUR_MS
export const good: CleanupFacts = {
  state: 'verified',
  proof: 'sha256',
  byState: { verified: 3 },
  leftOut: 0,
  lacks: 0,
  passes: [
    { at: 0, verified: true, files: 3 },
    { at: 2 * HOUR_MS, verified: true, files: 3 },
  ],
  maintenanceAt: null,
  rules: RULES,
  unreachable: null,
  unchecked: null,
  look: lookAt(NOW),
  otherJobs: [],
  copies: [],
  moved: false,
  elsewhere: false,
  blockedBy: null,
  revokedAt: null,
  unclearRecords: null,
  now: NOW,
}
