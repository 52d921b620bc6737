// Destinations that are offered for another instrument: each once, those of further copies too.
import { expect, it, vi } from 'vitest'

// the stores read what was entered before from the window's storage
vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
const { knownDestinations } =
  await import('../../../../../renderer/features/setup/known-destinations.ts')

const folder = (path: string) => ({ type: 'folder', path, bandwidth: { upload_mbps: 8 } })
const values = {
  equipment: [
    { id: 'A', transport: folder('/nas'), also: [{ name: 'archive', transport: folder('/tape') }] },
    { id: 'B', transport: folder('/nas') },
  ],
}

it('are those of each instrument and of its further copies, without speed limits', () => {
  const instruments = [{ id: 'A', destinationName: 'Lab NAS' }]
  expect(knownDestinations(values, null, instruments)).toEqual([
    {
      name: 'Lab NAS: /nas',
      instruments: ['A', 'B'],
      transport: { type: 'folder', path: '/nas' },
    },
    { name: '/tape', instruments: ['A/archive'], transport: { type: 'folder', path: '/tape' } },
  ])
  // the one that is changed is not offered for itself
  expect(knownDestinations(values, 'A/archive', instruments)).toHaveLength(1)
})
