// Instruments are told apart by a letter and their number, or by two letters.
import { expect, it } from 'vitest'
import { initialsOf } from '../../../../../renderer/features/frame/instrument-initials.ts'

it('tells instruments apart where only two or three characters have room', () => {
  expect([
    ...initialsOf(['CONFOCAL_01', 'CONFOCAL_12', 'SEQ_01', 'STED_01', 'NMR', '4D-scope']),
  ]).toEqual([
    ['CONFOCAL_01', 'C1'],
    ['CONFOCAL_12', 'C12'],
    ['SEQ_01', 'SE1'],
    ['STED_01', 'ST1'],
    ['NMR', 'NM'],
    ['4D-scope', '4D'],
  ])
})
