// The shape of the core as its hosts see it: the desktop app, the command line and the tests. create-core.ts builds it.
import type { Handlers } from '../../shared/contract/index.ts'
import type { JobSummary, Overview } from '../../shared/model/model.ts'
import type { ChangeHub } from './changes.ts'
import type { ReceiptForm } from '../../shared/model/reports.ts'
import type { Clock } from './domain/clock.ts'
import type { Settings } from './domain/config.ts'

/** Methods that need a desktop; the shell adds them, everything else is the core's. */
export type ShellMethod =
  | 'app.chooseFolders'
  | 'app.choosePath'
  | 'app.openHelp'
  | 'config.open'
  | 'instruments.open'
  | 'lock.set'
  | 'jobs.reveal'
  | 'jobs.openNas'
  | 'recordings.reveal'
  | 'files.reveal'
  | 'logs.reveal'
  | 'logs.save'
  | 'receipts.save'
  | 'bundle.save'

export type CoreHandlers = Omit<Handlers, ShellMethod>

export interface Core {
  readonly handlers: CoreHandlers
  readonly changes: ChangeHub
  /** Latest rows by id, in the order asked; ids that are gone are left out. For the event pump. */
  summaries(jobIds: readonly number[]): JobSummary[]
  overview(): Overview
  /** File revision of a job; 0 when it is gone. */
  revisionOf(jobId: number): number
  /** Id of the newest line of Activity. */
  activity(): number
  /** Settings in force; the defaults where none could be read. */
  settings(): Settings
  setLocked(locked: boolean): void
  /** No run is begun any more; what was begun is sent and proven to its end. */
  drain(): void
  /** Something is being worked on, or could be proven now. */
  busy(): boolean
  /** Where a run is on the mounted NAS; null: nobody said where that is. Throws Refusal not_found. */
  nasFolderOf(jobId: number): string | null
  /** Absolute path of one file; throws Refusal not_found. */
  fileOf(jobId: number, seq: number): string
  /** Run folder of a job; throws Refusal not_found. */
  folderOf(jobId: number): string
  /** Absolute path of an attempt's log file; throws Refusal not_found. */
  logFileOf(attemptId: number): string
  /** A run's receipt, piece by piece; throws Refusal not_found. */
  receiptOf(jobId: number, form: ReceiptForm): Iterable<string>
  /** Writes a support bundle into a new file; throws the system's error. */
  writeBundle(file: string, mask: boolean): Promise<void>
  /** One look at the instruments' folders: complete runs are queued. */
  sweep(): Promise<void>
  /** Begins to work the queue. */
  start(): void
  /** Looks for due work now. */
  wake(): void
  /** The machine or its network is back: what waits for either is tried at once. */
  tryNow(): void
  /** Resolves when nothing runs and nothing is due now. */
  idle(): Promise<void>
  /** Stops running tools, settles their attempts as interrupted, closes the database. Safe to call twice. */
  stop(): Promise<void>
}

export interface CoreOptions {
  readonly dataDir: string
  readonly configFile: string
  readonly version: string
  readonly env: Readonly<Record<string, string | undefined>>
  /**
   * `engine`: takes the queue's lock, recovers what a crash left, may start. `reader`: looks only; works beside a
   * running engine and refuses every change.
   */
  readonly role: 'engine' | 'reader'
  /** Folder with programs that the package brings; null: none. */
  readonly bundledTools: string | null
  readonly clock?: Clock
  /** Where errors of our own are written down. */
  readonly onBug?: (error: unknown) => void
}
