// Turns a transfer tool's events about single files into file rows, written in batches. The rows
// are a hint for the operator; only a verify pass proves a file.
import type { FileState } from '../../../../shared/model/model.ts'
import type { Clock } from '../../domain/clock.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { TransportEvent } from '../../transports/transport.ts'
import type { AttemptProgress } from './attempt-progress.ts'

/**
 * A batch is written this long after its first event, or when it has this many. Whoever reads the change hub has it written at
 * once, so that nobody waits for the time.
 */
const FLUSH_MS = 500
const FLUSH_EVENTS = 2_000

export interface FileEvents {
  onEvent(event: TransportEvent): void
  /** Writes what is pending; call it before the attempt is settled. */
  flush(): void
}

/** What the tool last said of a file. */
interface Reported {
  readonly state: FileState
  readonly lastError: string | null
}

/** The files of each report, because most files of a batch have the same one. */
const byReport = (batch: ReadonlyMap<string, Reported>): Iterable<[Reported, string[]]> => {
  const groups = new Map<string, [Reported, string[]]>()
  for (const [path, report] of batch) {
    const key = JSON.stringify([report.state, report.lastError])
    const group = groups.get(key) ?? [report, []]
    groups.set(key, group)
    group[1].push(path)
  }
  return groups.values()
}

export const createFileEvents = (
  job: { readonly id: number; readonly attempts: number },
  deps: {
    readonly db: Database
    readonly files: FileStore
    readonly clock: Clock
    readonly progress: AttemptProgress
    /** The tool has sent a file. */
    readonly onSent: (path: string) => void
    /**
     * Called for the first event of each batch: a reader of the change hub can have it flushed
     * before the timer fires.
     */
    readonly onPending: () => void
    /** Receives the error of a write that the timer made. */
    readonly onFault: (error: unknown) => void
  },
): FileEvents => {
  let pending = new Map<string, Reported>()
  let timer: NodeJS.Timeout | null = null

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (pending.size === 0) return
    const batch = pending
    pending = new Map()
    // while a job runs, its count of attempts is the number of the running one
    const tried = { attempt: job.attempts, at: deps.clock.now() }
    transaction(deps.db, () => {
      for (const [report, paths] of byReport(batch))
        deps.files.setReported(job.id, paths, report, tried)
    })
    deps.progress.rowsChanged()
  }

  const add = (path: string, state: FileState, lastError: string | null): void => {
    pending.set(path, { state, lastError })
    if (pending.size === 1) deps.onPending()
    if (pending.size >= FLUSH_EVENTS) flush()
    else
      timer ??= setTimeout(() => {
        try {
          flush()
        } catch (error) {
          deps.onFault(error)
        }
      }, FLUSH_MS)
  }

  const sending = new Set<string>()
  return {
    flush,
    onEvent(event) {
      if (event.type === 'file_sent') {
        sending.delete(event.path)
        deps.progress.addFiles(1)
        deps.onSent(event.path)
        add(event.path, 'sent', null)
      } else if (event.type === 'file_failed') {
        sending.delete(event.path)
        add(event.path, 'failed', event.message)
      } else if (event.type === 'reading_back') {
        deps.progress.startPhase('checking', event.bytes)
      } else {
        for (const { path } of event.active) {
          if (sending.has(path) || pending.has(path)) continue
          sending.add(path)
          add(path, 'sending', null)
        }
        deps.progress.setBytes(event.bytes, event.active, event.etaSeconds)
      }
    },
  }
}
