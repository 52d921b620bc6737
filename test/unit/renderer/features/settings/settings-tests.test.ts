// What the review says of a test: it counts for exactly what was tested, and for nothing else.
import { beforeEach, expect, it, vi } from 'vitest'

const answers = new Map<string, unknown>()
vi.stubGlobal('window', {
  exlab: {
    call: async (method: string) =>
      JSON.stringify(answers.get(method) ?? { ok: true, value: { rows: [] } }),
  },
})

const { forgetTests, testWithEdits, useSettingsTests, verdictOf } =
  await import('../../../../../renderer/features/settings/settings-tests.ts')

const report = (outcome: string, tested: string) => ({
  ok: true,
  value: { instrument: 'A', destination: '', at: 0, proof: 'sha256', tested, steps: [{ outcome }] },
})
const verdict = (wanted: string) => verdictOf(useSettingsTests.getState().tests.get('A'), wanted)
const edits = [{ path: ['equipment', 0, 'transport', 'path'], value: '/nas' }]

beforeEach(() => {
  forgetTests()
  answers.set('destinations.test', report('passed', 'one'))
  answers.set('destinations.rehearse', report('passed', 'one'))
})

it('counts for what was tested, and is void for anything else', async () => {
  expect(verdict('one')).toBe('untested')
  const running = testWithEdits('A', edits, 'one')
  expect(verdict('one')).toBe('running')
  expect(verdict('two')).toBe('running')
  await running
  expect(verdict('one')).toBe('passed')
  expect(verdict('two')).toBe('void')
  forgetTests()
  expect(verdict('one')).toBe('untested')
})

it('is void where what the core tested is not what was checked', async () => {
  answers.set('destinations.test', report('passed', 'changed meanwhile'))
  await testWithEdits('A', edits, 'one')
  expect(verdict('one')).toBe('void')
})

it('is failed by a step of either part, and untested where it was stopped', async () => {
  answers.set('destinations.rehearse', report('failed', 'one'))
  await testWithEdits('A', edits, 'one')
  expect(verdict('one')).toBe('failed')
  answers.set('destinations.test', report('failed', 'one'))
  await testWithEdits('A', edits, 'one')
  expect(verdict('one')).toBe('failed')
  const stopped = { ok: false, error: { code: 'conflict', message: 'Stopped.' } }
  answers.set('destinations.test', stopped)
  await testWithEdits('A', edits, 'one')
  expect(verdict('one')).toBe('untested')
  answers.set('destinations.test', report('passed', 'one'))
  answers.set('destinations.rehearse', stopped)
  await testWithEdits('A', edits, 'one')
  expect(verdict('one')).toBe('untested')
  expect(useSettingsTests.getState().tests.get('A')?.fault).toBe('Stopped.')
})
