// Interfaces of the engine: what it is given (EngineDeps) and what it offers to the services
// (Engine). engine.ts implements them.
import type { LivePhase } from '../../../shared/model/model.ts'
import type { ChangeHub } from '../changes.ts'
import type { Database } from '../db/database.ts'
import type { Clock } from '../domain/clock.ts'
import type { Destination, Settings } from '../domain/config.ts'
import type { LaneSizes } from '../domain/lanes.ts'
import type { FileStore } from '../files/file-store.ts'
import type { ActivityStore } from '../queue/activity-store.ts'
import type { AttemptStore } from '../queue/attempt-store.ts'
import type { ContactStore } from '../queue/contact-store.ts'
import type { DestinationStore } from '../queue/destination-store.ts'
import type { ExclusionStore } from '../queue/exclusion-store.ts'
import type { FolderStore } from '../queue/folder-store.ts'
import type { HoldStore } from '../queue/hold-store.ts'
import type { ReceiptKeys } from '../lib/receipt-keys.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobStore } from '../queue/job-store.ts'
import type { PlaceStore } from '../queue/place-store.ts'
import type { ShortJobStore } from '../queue/short-job-store.ts'
import type { FlagStore } from '../queue/persistent-flags.ts'
import type { VerifyPassStore } from '../queue/verify-pass-store.ts'
import type { Transport } from '../transports/transport.ts'
import type { CopyStatusStore } from '../wizard/copy-status-store.ts'
import type { ReportResult } from '../wizard/report-status.ts'
import type { ReportedStateStore } from '../wizard/reported-state-store.ts'
import type { WizardView } from '../wizard/wizard-files.ts'
import type { SyncStatus } from '../wizard/wizard-status.ts'
import type { StopReason } from './attempt/settle.ts'
import type { Holds } from './destination-holds.ts'
import type { Looks } from './cleanup/looks.ts'
import type { EngineFolding } from './folding/folding.ts'
import type { HashPool } from './hashing/hash-pool.ts'

export interface EngineDeps {
  readonly db: Database
  readonly dataDir: string
  readonly jobs: JobStore
  readonly shortJobs: ShortJobStore
  readonly files: FileStore
  readonly exclusions: ExclusionStore
  readonly attempts: AttemptStore
  readonly holds: HoldStore
  readonly destinations: DestinationStore
  readonly contacts: Pick<ContactStore, 'note'>
  readonly places: PlaceStore
  /** UUID of this data folder. */
  readonly instance: string
  readonly receiptKeys: ReceiptKeys
  readonly isUnmarkedCopy: boolean
  readonly folders: FolderStore
  readonly passStore: VerifyPassStore
  readonly flags: FlagStore
  readonly reportedStates: ReportedStateStore
  readonly copyStatuses: CopyStatusStore
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly laneSizes: LaneSizes
  readonly pool: HashPool
  readonly folding: EngineFolding
  readonly looks: Looks
  /** null: config.yaml has not been read without faults yet; nothing is started then. */
  settings(): Settings | null
  paused(): boolean
  /** True while the program waits to quit: no further run is begun. */
  draining(): boolean
  transportFor(destination: Destination, settings: Settings): Transport
  logFile(jobId: number, attemptId: number): string
  /** ExLab-Wizard's records of a run (docs/spec.md 10). */
  wizard(folder: string): Promise<WizardView>
  readonly activity: Pick<ActivityStore, 'noticed'>
  /** Writes a run's status and a log line into ExLab-Wizard's records. */
  reportToWizard(job: Job, status: SyncStatus): Promise<ReportResult>
  /** Whether ExLab-Wizard's records of a run still have a status that was written. */
  keepsReport(folder: string, status: SyncStatus): Promise<boolean>
  /** Files of the run's first job that a further one has no proof of. */
  lacks(job: Job): number
  /** True while a run of that instrument is being written. */
  isRecording(instrument: string): boolean
  heldBecause(route: string): string | null
  /** Receives an error that is a bug of this program. */
  onBug(error: unknown): void
}

export interface Engine {
  start(): void
  /** Looks for due work now: something was added, changed or finished, or the machine woke up. */
  wake(): void
  /** Resolves when nothing is running or due. */
  idle(): Promise<void>
  /** Stops what runs for that job; resolves when it has been settled. False: nothing ran. */
  interrupt(jobId: number, reason: StopReason): Promise<boolean>
  phaseOf(jobId: number): LivePhase | null
  /** The jobs that have a phase. */
  activeJobs(): readonly number[]
  /** True while an attempt runs or a verify pass could start now. */
  busy(): boolean
  /** True where nothing is sent or checked at the destination of that route, it is not on hold, and work could start there now. */
  isFree(route: string, settings: Settings): boolean
  /** Plans the maintenance of all verified runs again, after its settings changed. */
  replanMaintenance(): void
  /** Why the queue cannot be written now, as a sentence; null: it can. */
  storageOutage(): string | null
  readonly holds: Pick<Holds, 'list' | 'exemptJobs' | 'lift' | 'settingsChanged' | 'worked'>
  /**
   * Retries at once what waits for the network or for its next attempt: after sleep, or a change of
   * the network.
   */
  tryNow(): void
  /**
   * The system ends the session and waits for nobody: stops the tools and settles their attempts as interrupted before it
   * returns. `words`: what Activity says of each run. Call `stop` after it.
   */
  endSession(words: string): void
  stop(): Promise<void>
}
