// Tests what ExLab-Wizard is told of a run with several destinations: `synced` lets it delete what is here.
import { expect, it } from 'vitest'
import { DEFAULT_SETTINGS, type Settings } from '../../../../electron/core/domain/config.ts'
import { requiredSlots, runStatus } from '../../../../electron/core/wizard/wizard-status.ts'
import type { JobState } from '../../../../shared/model/model.ts'

const job = (state: JobState, slot = '', verifiedAt: number | null = null) => ({
  state,
  slot,
  verifiedAt,
  lacks: 0,
  lastError: null,
})
const proven = job('verified', '', 1)

it('is `synced` only once every required destination holds the run', () => {
  const status = (...others: ReturnType<typeof job>[]) => runStatus(proven, others, ['archive'])
  expect(runStatus(proven, [], [])).toBe('synced')
  expect(status()).toBe('pending')
  for (const state of ['queued', 'running', 'awaiting_verify', 'failed', 'cancelled'] as const)
    expect(status(job(state, 'archive'))).toBe('pending')
  expect(status(job('verified', 'other'))).toBe('pending')
  expect(status(job('verified', 'archive'))).toBe('synced')
  expect(status(job('cleaned', 'archive'), job('failed', 'optional'))).toBe('synced')
  // what it left out would be deleted here
  expect(status({ ...job('verified', 'archive'), lacks: 1 })).toBe('pending')
  // another NAS is the first destination now, and the run was never sent there
  const former = job('verified', 'former', 1)
  expect(runStatus(former, [job('verified', 'archive')], ['', 'archive'])).toBe('pending')
  expect(runStatus(former, [], ['former'])).toBe('synced')
})

it('is kept while either is verified once more, and follows the first destination else', () => {
  expect(runStatus(proven, [job('awaiting_verify', 'archive', 1)], ['archive'])).toBeNull()
  expect(runStatus(job('awaiting_verify', '', 1), [], [])).toBeNull()
  expect(runStatus(job('failed'), [job('verified', 'archive')], ['archive'])).toBe('failed')
  expect(runStatus(job('cleaned', '', 1), [], ['archive'])).toBe('cleaned')
})

it('asks the destinations that the settings require', () => {
  const also = [
    { name: 'archive', isRequired: true },
    { name: 'spare', isRequired: false },
  ]
  const settings = {
    ...DEFAULT_SETTINGS,
    instruments: [{ id: 'A', also }],
  } as unknown as Settings
  expect(requiredSlots('A', settings)).toEqual(['', 'archive'])
  expect(requiredSlots('B', settings)).toEqual([])
  expect(requiredSlots('A', null)).toEqual([])
})
