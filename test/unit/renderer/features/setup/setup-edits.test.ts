// What the set-up writes: no entry that is there is touched, and what is said of the runs that are there already.
import { beforeAll, describe, expect, it, vi } from 'vitest'

// the stores read what was entered before from the window's storage
vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })

type Edits = typeof import('../../../../../renderer/features/setup/setup-edits.ts')
type Store = typeof import('../../../../../renderer/features/setup/setup-store.ts')
let edits: Edits
let store: Store
beforeAll(async () => {
  edits = await import('../../../../../renderer/features/setup/setup-edits.ts')
  store = await import('../../../../../renderer/features/setup/setup-store.ts')
})

const first = {
  id: 'CONFOCAL_01',
  local_root: '/data/confocal',
  transport: { type: 'folder', path: '/nas/raw', bandwidth: { upload_mbps: 8 } },
}
const values = { equipment: [first] }
const transport = { type: 'folder', path: '/nas/other' }

describe('the end of the set-up', () => {
  it('adds an instrument behind those that are there, also under the id of one', () => {
    const draft = { ...store.EMPTY_DRAFT, name: 'Flow', localRoot: '/data/flow' }
    for (const id of ['FLOW', 'CONFOCAL_01']) {
      const edit = edits.addInstrument(
        values,
        edits.configInstrumentOf(draft, id, transport, { only_after: '2026-01-31T00:00:00.000Z' }),
      )
      expect(edit).toEqual({
        path: ['equipment', 1],
        value: {
          id,
          label: 'Flow',
          local_root: '/data/flow',
          completeness_signal: 'quiet_period',
          quiet_minutes: 10,
          only_after: '2026-01-31T00:00:00.000Z',
          transport,
        },
      })
    }
    expect(
      edits.addInstrument({}, edits.configInstrumentOf(draft, 'FLOW', transport, {})).path,
    ).toEqual(['equipment'])
  })
  it('moves an instrument by its destination alone, and keeps its speed limit', () => {
    expect(edits.moveInstrument(values, 'CONFOCAL_01', transport)).toEqual({
      path: ['equipment', 0, 'transport'],
      value: { ...transport, bandwidth: { upload_mbps: 8 } },
    })
    expect(edits.moveInstrument(values, 'GONE', transport)).toBeNull()
  })
})

describe('of the runs that are there', () => {
  const NOW = Date.UTC(2026, 0, 31, 12)
  const counted = {
    days: [{ day: '2026-01-30', runs: 2, bytes: 10 }],
    unfinished: 0,
    newestChange: NOW - 3_600_000,
    complete: true,
  }
  const keys = (draft: Partial<ReturnType<typeof draftOf>>, count: typeof counted | null) =>
    store.takeKeys({ ...draftOf(), ...draft }, count, NOW)
  const draftOf = () => store.EMPTY_DRAFT
  it('all are left alone unless a person says otherwise, by the clock of their disk', () => {
    expect(keys({}, counted)).toEqual({ only_after: '2026-01-31T11:00:00.000Z' })
  })
  it('none is left alone where there is none, or where all are wanted', () => {
    expect(keys({}, { ...counted, days: [] })).toEqual({})
    expect(keys({ take: 'all' }, counted)).toEqual({})
    expect(keys({ take: 'all' }, null)).toEqual({})
  })
  it('those that were not counted are left alone too, and one that is not quiet yet is sent', () => {
    const quiet = { only_after: '2026-01-31T11:50:00.000Z' }
    expect(keys({}, null)).toEqual(quiet)
    expect(keys({}, { ...counted, complete: false })).toEqual(quiet)
    expect(keys({}, { ...counted, days: [], complete: false })).toEqual(quiet)
    expect(keys({ signal: 'sentinel_file' }, null)).toEqual({
      only_after: '2026-01-31T12:00:00.000Z',
    })
  })
  it('those from a day on are sent', () => {
    expect(keys({ take: 'date', fromDay: '2026-01-30' }, counted)).toEqual({
      ignore_before: '2026-01-30',
    })
    expect(store.sumFrom(counted, '2026-01-30')).toEqual({ runs: 2, bytes: 10 })
    expect(store.sumFrom(counted, '2026-01-31')).toEqual({ runs: 0, bytes: 0 })
  })
})

describe('an instrument that is described', () => {
  const whole = () => ({ ...store.EMPTY_DRAFT, name: 'Flow', localRoot: '/data' })
  it.each([
    [{}, null],
    [{ name: '' }, 'Give the instrument a name.'],
    [{ typedId: '../x' }, 'An ID has letters'],
    [{ typedId: 'CONFOCAL_01' }, 'CONFOCAL_01 is set up already'],
    [{ localRoot: '' }, 'Choose the folder'],
    [{ signal: 'manifest' as const }, 'Name the file'],
    [{ take: 'date' as const }, 'Choose the day'],
  ])('with %j is refused with %j', (change, fault) => {
    const found = store.instrumentFault({ ...whole(), ...change }, ['CONFOCAL_01'])
    if (fault === null) expect(found).toBeNull()
    else expect(found).toContain(fault)
  })
})
