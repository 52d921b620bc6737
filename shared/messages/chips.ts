// The text of each status beside the worst one: chips of the status strip, lines of the tray menu (docs/ux.md D2, D13).
import { sentence } from './common.ts'
import { spokenMessage } from '../reasons.ts'
import { timeOfDay, timeOrDay, waited } from '../format.ts'
import type { DestinationHold } from '../model/hold.ts'
import type { Overview } from '../model/overview.ts'
import type { OverallStatus } from '../overall-status.ts'
import { placeName } from '../place-name.ts'
import { holdLabel } from './destinations/destinations.ts'
import { MESSAGES } from './index.ts'
import { CHIP_MESSAGES, noteText, pauseText } from './status.ts'

export interface ChipText {
  readonly text: string
  /** The whole sentence, where the text is short for it; '' otherwise. */
  readonly title: string
}

/** Instruments that a destination is told apart by. */
const NAMED_INSTRUMENTS = 2

/** The short name of the destination of a hold; with its instruments where another one is called the same. */
const nameOf = ({ destination, instruments }: DestinationHold, isShared: boolean): string => {
  const name = placeName(destination)
  const more = instruments.length > NAMED_INSTRUMENTS ? '…' : ''
  return isShared ? `${name} (${instruments.slice(0, NAMED_INSTRUMENTS).join(', ')}${more})` : name
}

/** `now`: epoch ms; `isShared`: whether another destination has that short name. */
const chipText = (
  status: OverallStatus,
  overview: Overview,
  now: number,
  isShared: (name: string) => boolean,
): ChipText => {
  const chip = (text: string, title = ''): ChipText => ({ text, title })
  switch (status.kind) {
    case 'stopped':
      return chip(status.why)
    case 'not_set_up':
      return chip(MESSAGES.notSetUp)
    case 'unusable':
    case 'fault':
      return chip(CHIP_MESSAGES.fault(status.fault.line), status.fault.message)
    case 'no_tool':
      return chip(spokenMessage(status.hold))
    case 'needs_you':
      return chip(CHIP_MESSAGES.needsYou(status.runs))
    case 'away': {
      const { hold, waiting } = status
      const next =
        hold.dueAt === null ? MESSAGES.waitsForSomeone : MESSAGES.nextTryAt(timeOfDay(hold.dueAt))
      return chip(
        CHIP_MESSAGES.away(
          nameOf(hold, isShared(placeName(hold.destination))),
          holdLabel(hold.reason),
          waiting,
        ),
        `${sentence(spokenMessage(hold))} ${next}`,
      )
    }
    case 'disk':
      return chip(CHIP_MESSAGES.disk(status.instrument, status.fullAt, now))
    case 'unrehearsed': {
      const { destination, message } = status.failed
      return chip(CHIP_MESSAGES.rehearsalFailed(placeName(destination)), message)
    }
    case 'warned':
      return chip(CHIP_MESSAGES.warned, status.words)
    case 'paused':
      return chip(pauseText(overview, now))
    case 'silent':
      return chip(
        status.overdue
          ? CHIP_MESSAGES.overdue(status.instrument)
          : CHIP_MESSAGES.silent(status.instrument),
        status.words,
      )
    case 'stalled':
      return chip(CHIP_MESSAGES.stalled(status.runs, waited(status.ms)))
    case 'active':
      return chip(CHIP_MESSAGES.active(overview.counts.active))
    case 'waiting':
      return chip(CHIP_MESSAGES.waiting(overview.counts.waiting))
    case 'known':
      return overview.note === null
        ? chip(CHIP_MESSAGES.known(status.runs))
        : chip(
            CHIP_MESSAGES.known(
              status.runs,
              `${overview.note.by}, ${timeOrDay(overview.note.at, now)}`,
            ),
            noteText(overview.note, now),
          )
    case 'no_runs':
      return chip(MESSAGES.nothingRunning)
    case 'nothing':
      return chip(MESSAGES.nothingToSend)
    case 'verified':
      return chip(MESSAGES.verified(overview.proven))
  }
}

/** The statuses with their texts, each text once: two that say the same are one for whoever reads them. */
export const chipsOf = (
  statuses: readonly OverallStatus[],
  overview: Overview,
  now: number,
): readonly (ChipText & { readonly status: OverallStatus })[] => {
  const names = statuses.flatMap((one) =>
    one.kind === 'away' ? [placeName(one.hold.destination)] : [],
  )
  const isShared = (name: string): boolean => names.filter((one) => one === name).length > 1
  const chips = statuses.map((status) => ({
    ...chipText(status, overview, now, isShared),
    status,
  }))
  const byText = new Map(chips.toReversed().map((chip) => [chip.text, chip]))
  return chips.filter((chip) => byText.get(chip.text) === chip)
}
