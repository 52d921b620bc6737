// What the steps of an attempt (push, verify, cleanup) share: the job with its transport, and the
// stores of the queue.
import type { Clock } from '../../domain/clock.ts'
import type { Database } from '../../db/database.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { DestinationStore } from '../../queue/destination-store.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { PlaceStore } from '../../queue/place-store.ts'
import type { AttemptIo, Transport } from '../../transports/transport.ts'
import type { AttemptProgress } from './attempt-progress.ts'

/** One job on its way through one attempt. */
export interface AttemptContext {
  readonly job: Job
  readonly transport: Transport
  /** The signal that stops the attempt, its log, and the receiver of the tool's events. */
  readonly io: AttemptIo
  readonly progress: AttemptProgress
}

/** What the checks of a destination and of a run's place need. */
interface PlaceDeps {
  readonly destinations: DestinationStore
  readonly places: PlaceStore
  /** UUID of this data folder. */
  readonly instance: string
}

/** The stores that the steps read and write. */
export interface AttemptStores extends PlaceDeps {
  readonly db: Database
  readonly jobs: JobStore
  readonly files: FileStore
  readonly exclusions: ExclusionStore
  readonly clock: Clock
}
