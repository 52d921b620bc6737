// Says what helps a filling data disk now: runs that may be deleted, a check that finds some, a limit that is lifted, a pause that
// ends (docs/ux.md c-6). Pure.
import type { DiskHelp, SpaceReport } from '../../../shared/model/reports.ts'

interface DiskFacts {
  /** What the runs of the instrument hold here, by whether it may be deleted. */
  readonly sums: SpaceReport['sums'] | null
  /** The settings allow a cleanup. */
  readonly enabled: boolean
  /** Some run of the instrument waits or is sent, and nothing but a limit or the pause holds it. */
  readonly sends: boolean
  readonly paused: boolean
  /** A person can end the pause: no setting makes it. */
  readonly canResume: boolean
  /** The lowest limit of its destinations now, Mb/s; null: none holds. */
  readonly limitMbps: number | null
}

/** The helps, what frees room at once before what lets runs be sent and then be deleted. */
export const diskHelps = (facts: DiskFacts): DiskHelp[] => {
  const { sums, enabled, sends, paused, canResume, limitMbps } = facts
  const helps: DiskHelp[] = []
  if (sums !== null && sums.safe.bytes > 0)
    helps.push({ kind: enabled ? 'free' : 'delete', ...sums.safe })
  else if (sums !== null && sums.to_check.bytes > 0) helps.push({ kind: 'check', ...sums.to_check })
  // while everything is paused, no limit slows anything
  if (sends && paused && canResume) helps.push({ kind: 'resume' })
  if (sends && !paused && limitMbps !== null) helps.push({ kind: 'unlimit', mbps: limitMbps })
  return helps
}
