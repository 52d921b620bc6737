// Measures runs that wait, so that bytes left and estimates count them (docs/ux.md D12).
import type { ChangeHub } from '../../changes.ts'
import { measureFolder } from '../../engine/scan/walk.ts'
import type { WaitingStore } from '../../queue/waiting-store.ts'

/** A run is measured only after it waited for this long: most are sent at once, and then counted by their scan. */
const MEASURE_AFTER_MS = 5_000

interface RunMeasurer {
  /** Measures the queued runs whose size is not known, one after the other. */
  start(): void
  /** Resolves when no folder is being read any more. */
  stop(): Promise<void>
}

/** Measures runs that wait, so that bytes left and estimates count them. */
export const createRunMeasurer = (deps: {
  readonly waiting: Pick<WaitingStore, 'nextUnmeasured' | 'setMeasured'>
  readonly changes: Pick<ChangeHub, 'overviewTouched'>
  /** A run that is known to be short may start now. */
  wake(): void
  onBug(error: unknown): void
}): RunMeasurer => {
  const { waiting, changes } = deps
  let timer: NodeJS.Timeout | null = null
  let working: Promise<void> | null = null
  let stopped = false
  /** A folder that could not be measured is not read again. */
  const tried = new Set<number>()
  const measureAll = async (): Promise<void> => {
    let after = 0
    for (;;) {
      const next = stopped ? null : waiting.nextUnmeasured(after)
      if (next === null) return
      after = next.id
      if (tried.has(next.id)) continue
      tried.add(next.id)
      // a folder that cannot be read stays without a size; its attempt says why
      const found = await measureFolder(next.folder, []).catch(() => null)
      if (found === null || stopped) continue
      waiting.setMeasured(next.id, found.bytes)
      changes.overviewTouched()
      deps.wake()
    }
  }
  return {
    start() {
      if (stopped) return
      timer ??= setTimeout(() => {
        timer = null
        working ??= measureAll()
          .catch(deps.onBug)
          .finally(() => (working = null))
      }, MEASURE_AFTER_MS).unref()
    },
    async stop() {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      await working
    },
  }
}
