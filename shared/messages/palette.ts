// Messages of the command palette.

/** What an entry is, before its name. */
export const PALETTE_KINDS = {
  command: 'Command',
  instrument: 'Instrument',
  destination: 'Destination',
  settings: 'Settings',
  run: 'Run',
} as const

export const PALETTE_MESSAGES = {
  title: 'Find anything',
  field: 'Command, run, instrument, setting',
  results: 'Found',
  nothing: 'Nothing matches.',
} as const
