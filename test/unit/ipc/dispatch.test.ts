// Dispatch of IPC calls: only valid input reaches a handler, and the caller gets a Result, never an exception.
import { describe, expect, it, vi } from 'vitest'
import { Refusal } from '../../../electron/core/errors.ts'
import { dispatch } from '../../../electron/ipc/dispatch.ts'
import { type Handlers, contract } from '../../../shared/contract/index.ts'

const called = vi.fn<() => void>()
const handlers = new Proxy(
  {},
  {
    get: () => async () => {
      called()
      return null
    },
  },
) as Handlers
const onBug = vi.fn<() => string>(() => 'E-7')
const onRefused = vi.fn<(why: string) => void>()
const deps = { handlers, onBug, onRefused, checkOutput: false }
const cycle: unknown[] = []
cycle.push(cycle)
/** Deep enough to end a recursion, and small as JSON. */
let deep: unknown = 1
for (let n = 0; n < 100_000; n += 1) deep = [deep]

describe('dispatch', () => {
  it.each([
    ['an unknown method', 'jobs.steal', {}],
    ['a name of Object', 'constructor', {}],
    ['a prototype', '__proto__', {}],
    ['no method', undefined, {}],
    ['a method that is a BigInt', 1n, {}],
    ['a method that contains itself', cycle, {}],
    ['a method that is a symbol', Symbol('x'), {}],
    ['an input that contains itself', 'config.check', cycle],
    ['an input without end', 'config.check', { edits: [{ path: ['a'], value: deep }] }],
    ['no input', 'jobs.get', undefined],
    ['an unknown key', 'jobs.get', { jobId: 1, path: '/etc' }],
    ['a wrong type', 'jobs.get', { jobId: '1' }],
    ['a page that is too long', 'jobs.list', { view: 'all', search: '', offset: 0, limit: 201 }],
    [
      'a list that is too long',
      'jobs.add',
      { folders: Array(1_001).fill('/x'), instrumentId: null },
    ],
    [
      'a text that is too long',
      'files.page',
      { jobId: 1, view: 'all', search: 'x'.repeat(501), offset: 0, limit: 1 },
    ],
    ['an action that is none', 'jobs.act', { jobs: [1], action: 'delete' }],
    ['a number that is none', 'jobs.get', { jobId: Number.NaN }],
    ['a fraction', 'jobs.get', { jobId: 1.5 }],
  ])('refuses %s before any handler runs', async (_name, method, input) => {
    called.mockClear()
    onRefused.mockClear()
    const answer = await dispatch(deps, method, input)
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
    expect(called).not.toHaveBeenCalled()
    expect(onRefused).toHaveBeenCalledOnce()
  })

  it('every method refuses an input that is not an object', async () => {
    for (const method of Object.keys(contract))
      for (const input of [null, 5, 'x', [], undefined])
        expect(await dispatch(deps, method, input)).toMatchObject({ ok: false })
  })

  it('refuses an input that is larger than 4 MB before any handler runs', async () => {
    const edit = (characters: number) => ({
      edits: [{ path: ['sync'], value: 'x'.repeat(characters) }],
    })
    called.mockClear()
    expect(await dispatch(deps, 'config.check', edit(4 << 20))).toEqual({
      ok: false,
      error: { code: 'invalid_input', message: 'The input of config.check is too large.' },
    })
    expect(called).not.toHaveBeenCalled()
    expect(await dispatch(deps, 'config.check', edit(4_000_000))).toMatchObject({ ok: true })
    expect(called).toHaveBeenCalledOnce()
  })

  it('passes a refusal on in its own words', async () => {
    const refusing = {
      ...handlers,
      'jobs.get': () => Promise.reject(new Refusal('not_found', 'There is no run 5.')),
    }
    expect(await dispatch({ ...deps, handlers: refusing }, 'jobs.get', { jobId: 5 })).toEqual({
      ok: false,
      error: { code: 'not_found', message: 'There is no run 5.' },
    })
  })

  it('answers a bug with its number in the app log and nothing else', async () => {
    const broken = { ...handlers, 'jobs.get': () => Promise.reject(new Error('/home/secret/path')) }
    const answer = await dispatch({ ...deps, handlers: broken }, 'jobs.get', {
      jobId: 5,
    })
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(answer)).toContain('E-7')
    expect(JSON.stringify(answer)).not.toContain('secret')
  })

  it('notices an answer that is not what the contract says', async () => {
    expect(await dispatch({ ...deps, checkOutput: true }, 'jobs.get', { jobId: 1 })).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    })
  })
})
