// Housekeeping: folds runs at rest (docs/spec.md 5a) and notes the free space of the data disks every hour; once a day backs up the queue database and deletes logs and
// activity by age and size (docs/config.md, `logging`). Runs stay, with their passes and attempts: they are the evidence of what
// is on the NAS.
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DAY_MS, HOUR_MS } from '../../../../shared/duration.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import { backUp, lastBackup } from '../../db/backups.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { FreeSpaceStore } from '../../queue/free-space-store.ts'
import { noteFreeSpace } from '../watch/forecast-service.ts'

interface HousekeepingDeps {
  readonly activity: ActivityStore
  readonly freeSpace: Pick<FreeSpaceStore, 'note'>
  readonly clock: Clock
  /** Path of the queue database. */
  readonly queue: string
  /** Folder with one folder of logs per job. */
  readonly logs: string
  settings(): Settings
  /** Folds runs at rest (docs/spec.md 5a). Resolves early when it is stopped, or when something else needs the disk. */
  foldAtRest(signal: AbortSignal): Promise<void>
  onBug(error: unknown): void
}

const CHECK_INTERVAL_MS = HOUR_MS

interface LogFile {
  readonly path: string
  readonly bytes: number
  readonly at: number
}

/** Log files below a folder, oldest first. */
const logsIn = async (folder: string): Promise<LogFile[]> => {
  const logs: LogFile[] = []
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.log')) continue
    const path = join(entry.parentPath, entry.name)
    const found = await stat(path).catch(() => null)
    if (found !== null) logs.push({ path, bytes: found.size, at: found.mtimeMs })
  }
  return logs.toSorted((a, b) => a.at - b.at)
}

/** Deletes attempt logs that are too old, and then the oldest until the others fit. Answers how many it deleted. */
export const trimLogs = async (
  folder: string,
  now: number,
  rules: Settings['logging'],
): Promise<number> => {
  const files = await logsIn(folder)
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  let deleted = 0
  for (const file of files) {
    if (now - file.at <= rules.keepDays * DAY_MS && bytes <= rules.maxBytes) continue
    await rm(file.path, { force: true })
    await rm(`${file.path}.idx`, { force: true })
    bytes -= file.bytes
    deleted += 1
  }
  return deleted
}

export const createHousekeeping = (deps: HousekeepingDeps) => {
  const { clock } = deps
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  const stopping = new AbortController()

  const runIfDue = async (): Promise<void> => {
    await noteFreeSpace(deps)
    // first, so that a copy of the queue is small
    await deps.foldAtRest(stopping.signal)
    if (stopping.signal.aborted) return
    const last = lastBackup(deps.queue)
    const now = clock.now()
    if (last !== null && now - last < DAY_MS && now >= last) return
    await backUp(deps.queue, now)
    await trimLogs(deps.logs, now, deps.settings().logging)
    deps.activity.dropBefore(now - deps.settings().logging.keepDays * DAY_MS)
  }
  /** Does what is due; a call while it runs waits for that run. */
  const run = (): Promise<void> => {
    running ??= runIfDue().finally(() => {
      running = null
    })
    return running
  }

  return {
    start() {
      const scheduleNext = (): void => {
        timer = setTimeout(
          () => void run().catch(deps.onBug).finally(scheduleNext),
          CHECK_INTERVAL_MS,
        )
        timer.unref()
      }
      void run().catch(deps.onBug).finally(scheduleNext)
    },
    async stop() {
      if (timer !== null) clearTimeout(timer)
      stopping.abort()
      await running?.catch(() => undefined)
    },
  }
}
