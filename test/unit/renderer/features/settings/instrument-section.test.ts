// Sections of instruments in the settings: those that share a name are told apart.
import { expect, it } from 'vitest'
import {
  instrumentSection,
  toldApart,
} from '../../../../../renderer/features/settings/instrument-section.ts'

it('instruments of one name are told apart by their IDs, others have their name alone', () => {
  const instruments = [
    { id: 'CONFOCAL_01', label: 'Confocal' },
    { id: 'SEQ_01', label: 'Sequencer' },
    { id: 'CONFOCAL_02', label: 'Confocal' },
  ]
  const sections = toldApart(instruments.map(instrumentSection), instruments)
  expect(sections.map(({ title, apart }) => [title, apart])).toEqual([
    ['Confocal', 'CONFOCAL_01'],
    ['Sequencer', undefined],
    ['Confocal', 'CONFOCAL_02'],
  ])
})
