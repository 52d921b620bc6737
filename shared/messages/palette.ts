// Messages of the command palette.
import { messages } from '../language/messages.ts'

/** What an entry is, before its name. */
export const PALETTE_KINDS = messages('paletteKinds', {
  command: 'Command',
  instrument: 'Instrument',
  destination: 'Destination',
  settings: 'Settings',
  run: 'Run',
})

export const PALETTE_MESSAGES = messages('palette', {
  title: 'Find anything',
  field: 'Command, run, instrument, setting',
  results: 'Found',
  nothing: 'Nothing matches.',
})
