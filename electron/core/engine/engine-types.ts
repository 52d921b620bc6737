// What the engine is given, and what it offers; engine.ts is the loop behind it.
import type { LivePhase } from '../../../shared/model/model.ts'
import type { ChangeHub } from '../changes.ts'
import type { Clock } from '../domain/clock.ts'
import type { Destination, Settings } from '../domain/config.ts'
import type { SyncStatus } from '../wizard/wizard-status.ts'
import type { AttemptStore } from '../queue/attempt-store.ts'
import type { VerifyPassStore } from '../queue/verify-pass-store.ts'
import type { Database } from '../db/database.ts'
import type { ExclusionStore } from '../queue/exclusion-store.ts'
import type { FileStore } from '../files/file-store.ts'
import type { HoldStore } from '../queue/hold-store.ts'
import type { JobStore } from '../queue/job-store.ts'
import type { ReportedStateStore } from '../wizard/reported-state-store.ts'
import type { WizardView } from '../wizard/wizard-files.ts'
import type { Transport } from '../transports/transport.ts'
import type { HashPool } from './hashing/hash-pool.ts'
import type { Holds } from './destination-holds.ts'
import type { Intent } from './attempt/settle.ts'

export interface EngineDeps {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly exclusions: ExclusionStore
  readonly attempts: AttemptStore
  readonly holds: HoldStore
  readonly verifyPasses: VerifyPassStore
  readonly reportedStates: ReportedStateStore
  readonly changes: ChangeHub
  readonly clock: Clock
  readonly pool: HashPool
  /** null: no config without faults was read yet; nothing is started then. */
  settings(): Settings | null
  paused(): boolean
  /** No run is begun any more: the program is about to end. */
  draining(): boolean
  transportFor(destination: Destination, settings: Settings): Transport
  logFile(jobId: number, attemptId: number): string
  /** What ExLab-Wizard says of a run (docs/spec.md 10). */
  wizard(folder: string): WizardView
  /** Says in the run's own records how it stands; false: not possible now. */
  reportToWizard(folder: string, status: SyncStatus, words: string): boolean
  /** A run of that instrument is being written at this moment. */
  isRecording(instrument: string): boolean
  heldBecause(instrument: string): string | null
  /** A bug in an attempt: logged, and the job is tried again later. */
  onBug(error: unknown): void
}

export interface Engine {
  start(): void
  /** Looks for due work now: something was added, changed, finished, or the machine woke up. */
  wake(): void
  idle(): Promise<void>
  /** Stops what runs for that job; resolves when it has been settled. False: nothing ran. */
  interrupt(jobId: number, intent: Intent): Promise<boolean>
  phaseOf(jobId: number): LivePhase | null
  /** Something is being worked on, or could be proven now. */
  busy(): boolean
  /** The rules of cleanup or of verifying again changed. */
  replanMaintenance(): void
  /** Why the queue cannot be written now, in words; null: it can. */
  storageOutage(): string | null
  readonly holds: Pick<Holds, 'list' | 'of' | 'lift' | 'liftAll'>
  /** After sleep or a change of the network: what waits for either is tried at once. */
  tryNow(): void
  stop(): Promise<void>
}
