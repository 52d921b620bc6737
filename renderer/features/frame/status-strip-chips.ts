// Chips of the status strip: what is so beside the worst, each with its tone and where it leads (docs/ux.md D2).
import { type ChipText, chipsOf } from '../../../shared/messages/chips.ts'
import {
  type OverallStatus,
  type OverallStatusFacts,
  besideStatus,
} from '../../../shared/overall-status.ts'
import { openConfig, openLogs } from '../../state/app-store.ts'
import type { Tone } from '../../ui/state-badge.tsx'
import { goTo, setView } from '../runs/runs-store.ts'

export interface StripChip extends ChipText {
  readonly tone: Tone
  run(): void
}

const CHIP_TONES: Readonly<Partial<Record<OverallStatus['kind'], Tone>>> = {
  needs_you: 'danger',
  fault: 'danger',
  active: 'info',
  known: 'neutral',
}

/** Where a chip leads. */
const follow = (status: OverallStatus): void => {
  switch (status.kind) {
    case 'fault':
    case 'unusable':
      return openConfig()
    case 'warned':
      return openLogs()
    case 'away':
      return goTo({ kind: 'destination', key: status.hold.connection })
    case 'unrehearsed':
      return goTo({ kind: 'destination', key: status.failed.connection })
    case 'disk':
    case 'silent':
      return goTo({ kind: 'instrument', id: status.instrument })
    case 'stalled':
    case 'active':
      return setView('active')
    case 'paused':
    case 'waiting':
      return setView('waiting')
    default:
      return setView('needs_you')
  }
}

/** The chips of all but the worst of these statuses. */
export const stripChips = (
  all: readonly OverallStatus[],
  { overview, now }: Pick<OverallStatusFacts, 'overview' | 'now'>,
): readonly StripChip[] =>
  chipsOf(besideStatus(all), overview, now).map(({ status, ...texts }) => ({
    ...texts,
    tone: CHIP_TONES[status.kind] ?? 'warning',
    run: () => follow(status),
  }))
