// The test of a draft: its report is about exactly what was tested, and about nothing else.
import { beforeEach, expect, it, vi } from 'vitest'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
const answers = new Map<string, unknown>()
const asked: unknown[] = []
vi.stubGlobal('window', {
  exlab: {
    call: async (method: string, input: unknown) => {
      if (method === 'connections.test') asked.push(input)
      return JSON.stringify(answers.get(method) ?? { ok: true, value: { rows: [] } })
    },
  },
})

const { candidateKey, forgetTest, testDraft, useDraftTest } =
  await import('../../../../../renderer/features/setup/test-store.ts')
const { NO_NAS } = await import('../../../../../renderer/features/connect/connect-store.ts')

const report = (outcome: string) => ({
  ok: true,
  value: {
    instrument: 'A',
    destination: '',
    at: 0,
    proof: 'sha256',
    steps: [{ id: 'x', outcome }],
  },
})
const transport = { type: 'folder', path: '/nas' }
const candidate = { instrumentId: 'A', transport, nas: NO_NAS, localRoot: '/data', edits: [] }

beforeEach(() => {
  forgetTest()
  asked.length = 0
})

it('has another key for everything that a test depends on', () => {
  const changed = [
    { ...candidate, instrumentId: 'B' },
    { ...candidate, localRoot: '/other' },
    { ...candidate, transport: { ...transport, path: '/nas2' } },
    { ...candidate, nas: { ...NO_NAS, draftId: 'd' } },
    { ...candidate, nas: { ...NO_NAS, revision: 1 } },
  ]
  const keys = new Set([candidate, ...changed].map(candidateKey))
  expect(keys.size).toBe(changed.length + 1)
  // a name is not tested
  expect(candidateKey({ ...candidate, nas: { ...NO_NAS, name: 'Lab NAS' } })).toBe(
    candidateKey(candidate),
  )
})

it('rehearses a run after the test has passed, and not after it has failed', async () => {
  answers.set('connections.test', report('passed'))
  await testDraft(candidate)
  expect(asked).toMatchObject([{ what: 'connection' }, { what: 'rehearsal' }])
  expect(useDraftTest.getState()).toMatchObject({ running: null, fault: null })
  answers.set('connections.test', report('failed'))
  asked.length = 0
  await testDraft(candidate)
  expect(asked).toMatchObject([{ what: 'connection' }])
  expect(useDraftTest.getState().rehearsal).toBeNull()
})

it('drops what comes of a test whose draft is another one by then', async () => {
  answers.set('connections.test', report('passed'))
  const running = testDraft(candidate)
  forgetTest()
  await running
  expect(useDraftTest.getState()).toMatchObject({ key: '', connection: null, rehearsal: null })
})

it('says why a draft could not be tested', async () => {
  answers.set('connections.test', { ok: false, error: { code: 'conflict', message: 'Busy.' } })
  await testDraft(candidate)
  expect(useDraftTest.getState()).toMatchObject({ running: null, fault: 'Busy.', connection: null })
})
