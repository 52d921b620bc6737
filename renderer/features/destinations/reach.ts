// Says of a destination whether it is reachable: by what answered, and by the test that failed since (docs/ux.md D11).
import { ago } from '../../../shared/format.ts'
import { REACH_LABELS, holdLabel } from '../../../shared/messages/destinations/destinations.ts'
import type { DestinationHold } from '../../../shared/model/hold.ts'
import type { DestinationInfo } from '../../../shared/model/list-rows.ts'

interface Reach {
  readonly state: 'fine' | 'failed' | 'unknown'
  readonly label: string
  /** The label with the time of what it says, where there is one. */
  readonly title: string
}

/** `now`: epoch ms; the hold is that of the destination. */
export const reachOf = (
  { lastContact, testFailedAt }: Pick<DestinationInfo, 'lastContact' | 'testFailedAt'>,
  hold: Pick<DestinationHold, 'reason'> | undefined,
  now: number,
): Reach => {
  if (hold !== undefined) {
    const label = holdLabel(hold.reason)
    return { state: 'failed', label, title: label }
  }
  if (testFailedAt !== null) {
    const label = REACH_LABELS.testFailed(ago(testFailedAt, now))
    return { state: 'failed', label, title: label }
  }
  return lastContact === null
    ? { state: 'unknown', label: REACH_LABELS.unknown, title: REACH_LABELS.unknown }
    : {
        state: 'fine',
        label: REACH_LABELS.fine,
        title: REACH_LABELS.answered(ago(lastContact, now)),
      }
}
