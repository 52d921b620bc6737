// The interface of the core as the desktop app, the command line and the tests use it. create-core.ts implements it.
import type { Handlers } from '../../shared/contract/index.ts'
import type { JobState, JobSummary } from '../../shared/model/model.ts'
import type { Overview } from '../../shared/model/overview.ts'
import type { ActivityQuery, ListForm, RunQuery } from '../../shared/model/list-rows.ts'
import type { ReceiptForm } from '../../shared/model/reports.ts'
import type { ConfigProblem, ToolInfo } from '../../shared/model/settings.ts'
import type { ChangeHub } from './changes.ts'
import type { Clock } from './domain/clock.ts'
import type { Settings } from './domain/config.ts'
import type { LaneSizes } from './domain/lanes.ts'
import type { OverlapRules } from './domain/overlap.ts'

/** Methods of the contract that need a desktop: the shell answers them, the core answers all others. */
export type ShellMethod =
  | 'app.language'
  | 'app.setLanguage'
  | 'app.appearance'
  | 'app.setAppearance'
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
  | 'receipts.saveMany'
  | 'jobs.tell'
  | 'jobs.export'
  | 'activity.export'
  | 'bundle.save'
  | 'ssh.saveLetter'
  | 'ssh.mailLetter'

export type CoreHandlers = Omit<Handlers, ShellMethod>

/** The core's handlers of one group of the contract, given as `typeof runsMethods`. */
export type GroupHandlers<Methods> = Pick<CoreHandlers, keyof Methods & keyof CoreHandlers>

/** A list of runs without most of those at rest: proven or cancelled, without a failure or a note. */
export interface Glance {
  /** Every run on the list that is not at rest, and the newest of those that are, in the order of the list. */
  readonly runs: readonly JobSummary[]
  /** How many others are on the list, by state: all at rest. */
  readonly atRest: Partial<Record<JobState, number>>
}

/** What is wrong with a data folder as it was opened. */
interface OpeningFaults {
  /** What had to be done to open the queue, as a sentence; null: nothing. */
  readonly queue: string | null
  /** Says that others can look into the data folder; null: they can't. */
  readonly rights: string | null
  /** Why the settings can't be used; none: they are in force. */
  readonly settings: readonly ConfigProblem[]
}

export interface Core {
  readonly handlers: CoreHandlers
  readonly changes: ChangeHub
  /** Current summaries in the order of the ids; removed jobs are left out. For the event pump. */
  summaries(jobIds: readonly number[]): JobSummary[]
  /** Every run of the list, or of the archive, in its order; one reading of the queue. */
  everyRun(archived: boolean): JobSummary[]
  /** The runs that a person has to see of a list of thousands; `newest`: how many of those at rest are among them. */
  glance(newest: number): Glance
  overview(): Overview
  /** File revision of a job; 0 when the job was removed. */
  revisionOf(jobId: number): number
  /** Id of the newest line of Activity. */
  activity(): number
  /** What a person must know of the data folder before anything else. */
  openingFaults(): OpeningFaults
  /** Settings in force; the defaults where none could be read. */
  settings(): Settings
  /** Looks at a program that a person chose: its version, or why it can't be used. */
  describeProgram(tool: 'rclone' | 'rsync' | 'ssh', path: string): Promise<ToolInfo>
  /** A person chose this file in the system's dialog: a save may name it as a program, or as rclone's file, until the app ends. */
  allowFile(path: string): void
  /** Says a sentence in the window and the tray, until the next one: something is wrong although work goes on. */
  warn(words: string): void
  /** Locks or unlocks the settings screens. */
  setLocked(locked: boolean): void
  /** Starts no further run; runs that were started are still sent and verified. */
  drain(): void
  /** True while an attempt runs or a sent run can be verified now. */
  busy(): boolean
  /** Folder of a run on the mounted NAS; null where `nas_root` is not configured. Throws Refusal not_found. */
  nasFolderOf(jobId: number): string | null
  /** Absolute path of one file; throws Refusal not_found. */
  fileOf(jobId: number, seq: number): string
  /** Run folder of a job; throws Refusal not_found. */
  folderOf(jobId: number): string
  /** Absolute path of an attempt's log file; throws Refusal not_found. */
  logFileOf(attemptId: number): string
  /** A run's receipt in pieces, so that memory does not grow with the run; throws Refusal not_found. */
  receiptOf(jobId: number, form: ReceiptForm): Promise<Iterable<string>>
  /** A list of runs in pieces. */
  exportList(query: RunQuery, form: ListForm): Iterable<string>
  /** Lines of Activity in pieces. */
  exportActivity(query: ActivityQuery, form: ListForm): Iterable<string>
  /** Writes a support bundle into a new file; throws the system's error. `mask`: replaces home folder and account name. */
  writeBundle(file: string, mask: boolean): Promise<void>
  /** Copies the queue into its folder of backups now. Throws the system's error. */
  backUp(): Promise<void>
  /** Looks once through the instruments' folders; an engine queues complete runs, a reader only lists them. */
  sweep(): Promise<void>
  /** Time after which a further sweep queues runs that only have to be seen once more, ms; null: there are none. */
  settlesInMs(): number | null
  /** Starts working the queue; a core that only reads starts to follow what another process does with it. */
  start(): void
  /** Looks for due work now. */
  wake(): void
  /** Retries at once what waits for the network; called when the machine wakes up or its network changes. */
  tryNow(): void
  /** Resolves when nothing runs and nothing is due now. */
  idle(): Promise<void>
  /** The system ends the session: settles what runs as interrupted before it returns. `words`: what Activity says of each run. */
  endSession(words: string): void
  /** Stops running tools and settles their attempts as interrupted; no other work is begun. The queue can still be read. */
  settle(): Promise<void>
  /** Settles what runs, and closes the database. Safe to call twice. */
  stop(): Promise<void>
}

/** Methods of the contract that read the list of runs and what waits beside it. */
type ListMethod = 'files.page' | 'folders.findings' | 'queue.estimate' | 'recordings.list'

/** A core that reads the list of runs and nothing else: it needs no transport and no engine, so it opens in a moment. */
export interface ListCore extends Pick<
  Core,
  'everyRun' | 'glance' | 'openingFaults' | 'sweep' | 'endSession' | 'stop'
> {
  readonly handlers: Pick<CoreHandlers, ListMethod>
  overview(): Pick<Overview, 'paused' | 'pausedBy' | 'pausedUntil' | 'recording' | 'unrehearsed'>
}

export interface CoreOptions {
  readonly dataDir: string
  readonly configFile: string
  readonly version: string
  readonly env: Readonly<Record<string, string | undefined>>
  /**
   * `engine` takes the queue's lock, recovers from a crash and may start work. `reader` opens the queue for reading,
   * works beside a running engine and refuses every change.
   */
  readonly role: 'engine' | 'reader'
  /** What opens the core, for others that want the queue meanwhile: `window`, or a command such as `exlab-sync run`. */
  readonly host?: string
  /** Folder with the programs that the package contains; null: none. */
  readonly bundledTools: string | null
  readonly clock?: Clock
  /** How files of the internet are asked for, with the proxies and certificates of the system; left out: as Node does. */
  readonly fetch?: (url: string, how: RequestInit) => Promise<Response>
  /** What a long and a short run is; left out: as docs/spec.md 3a says. */
  readonly laneSizes?: LaneSizes
  /** What is read back while it is sent; left out: as docs/spec.md 2 says. */
  readonly overlap?: OverlapRules
  /** How often a destination is looked for that is due to be rehearsed, ms; left out: every five minutes. */
  readonly rehearsalCheckMs?: number
  /** Account that pauses; left out: that of this process. */
  readonly account?: string
  /** Receives errors that are bugs of this program. */
  readonly onBug?: (error: unknown) => void
}
