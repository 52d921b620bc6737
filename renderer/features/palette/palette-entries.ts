// Entries of the command palette: commands, instruments, destinations, pages of the settings, and runs.
import { COMMAND_LIST, keysOf, shownKeys } from '../../../shared/commands.ts'
import { PALETTE_KINDS } from '../../../shared/messages/palette.ts'
import type { InstrumentInfo } from '../../../shared/model/settings.ts'
import type { DestinationInfo } from '../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { runLabel, runLabelName } from '../../../shared/state-labels.ts'
import { platform } from '../../state/bridge.ts'
import { runCommand } from '../frame/commands.ts'
import { goTo, openJob } from '../runs/runs-store.ts'
import { sections } from '../settings/settings-sections.ts'

export interface PaletteEntry {
  readonly id: string
  readonly kind: string
  readonly name: string
  /** Shortcut, label or state, at the end of the line. */
  readonly note: string
  run(): void
}

const commandEntries = (): PaletteEntry[] =>
  COMMAND_LIST.filter(([id]) => id !== 'palette').map(([id, { label }]) => {
    const keys = keysOf(id, platform())
    return {
      id: `command ${id}`,
      kind: PALETTE_KINDS.command,
      name: label.replace('…', ''),
      note: keys === null ? '' : shownKeys(keys, platform()),
      run: () => runCommand(id),
    }
  })

/** Everything that is known without asking the main process. */
export const localEntries = (
  instruments: readonly InstrumentInfo[],
  destinations: readonly DestinationInfo[],
): PaletteEntry[] => [
  ...commandEntries(),
  ...instruments.map(({ id, label }) => ({
    id: `instrument ${id}`,
    kind: PALETTE_KINDS.instrument,
    name: id,
    note: label === id ? '' : label,
    run: () => goTo({ kind: 'instrument', id }),
  })),
  ...destinations.map(({ key, destination }) => ({
    id: `destination ${key}`,
    kind: PALETTE_KINDS.destination,
    name: destination,
    note: '',
    run: () => goTo({ kind: 'destination', key }),
  })),
  ...sections().map(({ id, title }) => ({
    id: `settings ${id}`,
    kind: PALETTE_KINDS.settings,
    name: title,
    note: '',
    run: () => goTo({ kind: 'settings', section: id }),
  })),
]

export const runEntry = (job: JobSummary): PaletteEntry => ({
  id: `run ${job.id}`,
  kind: PALETTE_KINDS.run,
  name: job.run,
  note: `${job.instrument}, ${runLabelName(runLabel(job))}`,
  run() {
    goTo({ kind: 'runs', view: 'all' })
    void openJob(job.id, job.lastError === null ? 'files' : 'problem')
  },
})

/** Entries in which each word of the text stands, those whose name begins with the text first. */
export const matching = (entries: readonly PaletteEntry[], text: string): PaletteEntry[] => {
  const wanted = text.toLowerCase().trim()
  const words = wanted.split(/\s+/u)
  const begins = (entry: PaletteEntry): boolean => entry.name.toLowerCase().startsWith(wanted)
  return entries
    .filter(({ kind, name, note }) => {
      const all = `${kind} ${name} ${note}`.toLowerCase()
      return words.every((word) => all.includes(word))
    })
    .toSorted((a, b) => Number(begins(b)) - Number(begins(a)))
}
