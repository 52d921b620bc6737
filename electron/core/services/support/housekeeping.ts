// Once a day: a copy of the queue, and logs and history kept within their bounds of age and size.
import { DAY_MS } from '../../../../shared/duration.ts'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import { backUp, lastBackup } from '../../db/backups.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { Database } from '../../db/database.ts'
import type { HistoryStore } from '../../queue/history-store.ts'
import type { JobStore } from '../../queue/job-store.ts'

export interface HousekeepingDeps {
  readonly db: Database
  readonly jobs: JobStore
  readonly history: HistoryStore
  readonly activity: ActivityStore
  readonly changes: ChangeHub
  readonly clock: Clock
  /** Path of the queue database. */
  readonly queue: string
  /** Folder with one folder of logs per job. */
  readonly logs: string
  settings(): Settings
  onBug(error: unknown): void
}

const CHECK_INTERVAL_MS = 3_600_000
/** Runs dropped in one go: each takes its file rows with it. */
const AT_ONCE = 20

interface LogFile {
  readonly path: string
  readonly bytes: number
  readonly at: number
}

const logsIn = async (folder: string): Promise<LogFile[]> => {
  const found: LogFile[] = []
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.log')) continue
    const path = join(entry.parentPath, entry.name)
    const about = await stat(path).catch(() => null)
    if (about !== null) found.push({ path, bytes: about.size, at: about.mtimeMs })
  }
  return found.toSorted((a, b) => a.at - b.at)
}

/** Drops attempt logs that are too old, then the oldest until all together fit. */
export const trimLogs = async (
  folder: string,
  now: number,
  rules: Settings['logging'],
): Promise<number> => {
  const files = await logsIn(folder)
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  let dropped = 0
  for (const file of files) {
    if (now - file.at <= rules.keepDays * DAY_MS && bytes <= rules.maxBytes) continue
    await rm(file.path, { force: true })
    await rm(`${file.path}.idx`, { force: true })
    bytes -= file.bytes
    dropped += 1
  }
  return dropped
}

export const createHousekeeping = (deps: HousekeepingDeps) => {
  const { db, jobs, changes, clock } = deps
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null

  const forgetOldRuns = async (): Promise<void> => {
    const before = clock.now() - deps.settings().logging.keepDays * DAY_MS
    const ids = deps.history.endedBefore(before, AT_ONCE)
    for (const id of ids) {
      jobs.remove(id)
      changes.jobRemoved(id)
      await rm(join(deps.logs, String(id)), { recursive: true, force: true })
    }
  }

  const once = async (): Promise<void> => {
    const last = lastBackup(deps.queue)
    const now = clock.now()
    if (last !== null && now - last < DAY_MS && now >= last) return
    await backUp(db, deps.queue, now)
    await trimLogs(deps.logs, now, deps.settings().logging)
    await forgetOldRuns()
    deps.activity.dropBefore(now - deps.settings().logging.keepDays * DAY_MS)
  }
  const queryCache = (): Promise<void> => {
    running ??= once().finally(() => {
      running = null
    })
    return running
  }

  return {
    /** Does what is due; nothing where it was done within a day. */
    queryCache,
    start() {
      const again = (): void => {
        timer = setTimeout(
          () => void queryCache().catch(deps.onBug).finally(again),
          CHECK_INTERVAL_MS,
        )
        timer.unref()
      }
      void queryCache().catch(deps.onBug).finally(again)
    },
    async stop() {
      if (timer !== null) clearTimeout(timer)
      await running?.catch(() => undefined)
    },
  }
}
