// Connects the watcher with the queue: skips queued runs, adds complete ones, recognises renamed ones and folders made anew.
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import type { FolderLooks } from '../runs/look-again.ts'
import type { RunRecogniser } from '../runs/recognise-run.ts'
import type { FindingStore } from '../../queue/finding-store.ts'
import type { DiscoveryDeps } from './discover.ts'
import { type Watcher, createWatcher } from './watcher.ts'

/** Time that one sweep spends on looking again at runs that are over, ms; the next sweep goes on with the others. */
const LOOK_BUDGET_MS = 2_000

export const createWatchService = (
  deps: {
    readonly clock: Clock
    readonly changes: ChangeHub
    readonly findings: Pick<FindingStore, 'replace' | 'settled'>
    readonly discovery: Omit<DiscoveryDeps, 'onLevel'>
    settings(): Settings | null
    /** Queues one run; answers why it was refused, or null. */
    add(folder: string, instrument: string): Promise<string | null>
    /** The folder of a queued run was renamed to `folder`. */
    renamed(jobId: number, folder: string): void
    /** Called at the end of each sweep, and waited for. */
    afterSweep(): Promise<void>
    onBug(error: unknown): void
  } & RunRecogniser &
    Pick<FolderLooks, 'lookAgain'>,
): Watcher => {
  /** Jobs that were looked at since all of them were. */
  const looked = new Set<number>()
  let spentMs = 0
  let isRoundOver = true

  /** Looks again at a run that is over, unless this sweep has spent its time; false: its folder holds another run now. */
  const lookWithinBudget = async (jobId: number): Promise<boolean> => {
    if (looked.has(jobId)) return true
    if (spentMs >= LOOK_BUDGET_MS) {
      isRoundOver = false
      return true
    }
    const from = performance.now()
    looked.add(jobId)
    const own = await deps.lookAgain(jobId)
    spentMs += performance.now() - from
    return own
  }

  return createWatcher({
    clock: deps.clock,
    settings: deps.settings,
    onSweep() {
      if (isRoundOver) looked.clear()
      isRoundOver = true
      spentMs = 0
    },
    async isKnown(folder, instrument) {
      const found = await deps.recognise(folder, instrument)
      switch (found.kind) {
        case 'new':
        case 'remade':
          return false
        case 'renamed':
          deps.renamed(found.job.id, folder)
          return true
        case 'known':
          return found.isOver ? lookWithinBudget(found.job.id) : true
      }
    },
    add: deps.add,
    findings: deps.findings,
    discovery: deps.discovery,
    onChange: deps.changes.overviewTouched,
    afterSweep: deps.afterSweep,
    onBug: deps.onBug,
  })
}
