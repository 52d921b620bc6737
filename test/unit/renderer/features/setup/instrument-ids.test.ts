// Ids of instruments: proposed from the name, free among those that are set up.
import { expect, it } from 'vitest'
import { freeId, isId, proposeId } from '../../../../../renderer/features/setup/instrument-ids.ts'

it.each([
  ['Confocal 1', [], 'CONFOCAL_1'],
  ['Confocal 1', ['CONFOCAL_1'], 'CONFOCAL_2'],
  ['flow-cytometer (left)', [], 'FLOW_CYTOMETER_LEFT'],
  ['Mikroskop Zürich', [], 'MIKROSKOP_ZURICH'],
  ['共焦点', [], 'INSTRUMENT_1'],
  ['共焦点', ['INSTRUMENT_1'], 'INSTRUMENT_2'],
  ['Seq', ['SEQ'], 'SEQ_2'],
])('the name %s with %j there is proposed as %s', (name, used, id) => {
  expect(proposeId(name, used)).toBe(id)
  expect(isId(proposeId(name, used))).toBe(true)
})

it('the next free id keeps the digits', () => {
  expect(freeId('SCOPE_01', ['SCOPE_01', 'SCOPE_02'])).toBe('SCOPE_03')
})

it.each(['', '_a', 'a b', '../x', 'é'])('%j is no id', (text) => {
  expect(isId(text)).toBe(false)
})
