// Messages of what is taken from ExLab-Wizard's config.yaml: the offer at first run, the note in the settings.

/** Names of instruments, and whether there are several. */
const these = (n: number): string => (n === 1 ? 'this instrument' : `these ${n} instruments`)

export const WIZARD_CONFIG_MESSAGES = {
  title: 'ExLab-Wizard is set up on this computer',
  text: (file: string): string =>
    `Its instruments can be taken as they are from ${file}. Nothing is written into that file, and a change there counts here too.`,
  instrument: (label: string, destination: string): string => `${label}, to ${destination}`,
  staged: (label: string): string =>
    `${label}: another computer sends its runs, so it stays as it is`,
  twice:
    'If ExLab-Wizard sends these runs itself, switch that off there: each run is to be sent by one program.',
  earlier: 'Also send the finished runs that are here already',
  take: (n: number): string => `Take ${these(n)}`,
  taken: (n: number): string =>
    `${n === 1 ? 'One instrument is' : `${n} instruments are`} taken from ExLab-Wizard`,
  lookAgain: 'Look again',
  none: 'It has no instrument that is sent from here.',
  source: (ids: readonly string[], file: string): string =>
    `${ids.join(', ')} ${ids.length === 1 ? 'comes' : 'come'} from ${file}. Change ${ids.length === 1 ? 'it' : 'them'} in ExLab-Wizard; the change counts here at once.`,
  added: 'It comes from ExLab-Wizard. This is what ExLab Sync adds to it.',
  notOurs: (label: string): string =>
    `${label} is not sent from here: in ExLab-Wizard's settings another computer sends its runs (sync_mode: stage).`,
} as const
