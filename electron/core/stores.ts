// All stores over the queue database, opened together.
import type { Database } from './db/database.ts'
import type { Clock } from './domain/clock.ts'
import { createFilePages } from './files/file-pages.ts'
import { createFileStore } from './files/file-store.ts'
import { createFoldStore } from './files/folds/fold-store.ts'
import { createFileLevels } from './files/file-tree-levels.ts'
import { createRunFinder } from './files/search/find-runs.ts'
import { createFileSearch } from './files/search/file-search.ts'
import { createActivityStore } from './queue/activity-store.ts'
import { createAttemptStore } from './queue/attempt-store.ts'
import { createCauseStore } from './queue/cause-store.ts'
import { createContactStore } from './queue/contact-store.ts'
import { createDestinationStore } from './queue/destination-store.ts'
import { createExclusionStore } from './queue/exclusion-store.ts'
import { createFindingStore, createReadingFindingStore } from './queue/finding-store.ts'
import { createFolderStore } from './queue/folder-store.ts'
import { createFreeSpaceStore } from './queue/free-space-store.ts'
import { createHistoryStore } from './queue/history-store.ts'
import { createHoldStore } from './queue/hold-store.ts'
import { createInstanceStore } from './queue/instance-store.ts'
import { createJobCounts } from './queue/job-counts.ts'
import { createJobList } from './queue/job-list.ts'
import { createJobStore } from './queue/job-store.ts'
import { createPauseStore } from './queue/pause-store.ts'
import { createPlaceStore } from './queue/place-store.ts'
import { createPersistentFlags } from './queue/persistent-flags.ts'
import { createRecordingCauseStore } from './queue/recording-cause-store.ts'
import { createRecoveryStore } from './queue/recovery-store.ts'
import { createRehearsalStore } from './queue/rehearsal-store.ts'
import { createRetryOutcomeStore } from './queue/retry-outcome-store.ts'
import { createQueryCache } from './queue/query-cache.ts'
import { createShortJobStore } from './queue/short-job-store.ts'
import { createSlotStore } from './queue/slot-store.ts'
import { createWaitingStore } from './queue/waiting-store.ts'
import { createVerifyPassStore } from './queue/verify-pass-store.ts'
import { createCopyStatusStore } from './wizard/copy-status-store.ts'
import { createReportedStateStore } from './wizard/reported-state-store.ts'

/**
 * Opens the stores. `queueFile`: path of the same database, for the thread that searches file names; `standing`: patterns of
 * files that are never part of an instrument's runs; `isEngine`: false where the queue is only read.
 */
export const openStores = (
  db: Database,
  queueFile: string,
  clock: Clock,
  standing: (instrument: string) => readonly string[],
  isEngine: boolean,
) => {
  const queryCache = createQueryCache(db)
  const retryOutcomes = createRetryOutcomeStore(db)
  const search = createFileSearch(queueFile)
  const runFinder = createRunFinder(queueFile)
  return {
    db,
    jobs: createJobStore(db, clock),
    shortJobs: createShortJobStore(db),
    files: createFileStore(db),
    folds: createFoldStore(db),
    destinations: createDestinationStore(db),
    slots: createSlotStore(db),
    contacts: createContactStore(db),
    places: createPlaceStore(db),
    exclusions: createExclusionStore(db, standing, clock),
    attempts: createAttemptStore(db, clock),
    passStore: createVerifyPassStore(db),
    reportedStates: createReportedStateStore(db),
    copyStatuses: createCopyStatusStore(db),
    history: createHistoryStore(db),
    freeSpace: createFreeSpaceStore(db),
    activity: createActivityStore(db, clock),
    folders: createFolderStore(db),
    findings: isEngine ? createFindingStore(db) : createReadingFindingStore(db),
    holds: createHoldStore(db),
    recordingCauses: createRecordingCauseStore(db),
    instance: createInstanceStore(db),
    recovery: createRecoveryStore(db),
    flags: createPersistentFlags(db),
    pause: createPauseStore(db),
    list: createJobList(db),
    waiting: createWaitingStore(db),
    /** Counts the runs of each list; counted again only after a run changed. */
    counts: queryCache(createJobCounts(db)),
    causes: createCauseStore(db, queryCache),
    rehearsals: createRehearsalStore(db, queryCache),
    retryOutcomes,
    /** The newest note on a problem; read again only after a run changed. */
    newestNote: queryCache(retryOutcomes.newestNote),
    pages: createFilePages(db, search),
    levels: createFileLevels(db),
    runFinder,
    /** Ends the search threads and closes the database. */
    async close() {
      await Promise.all([search.close(), runFinder.close()])
      db.close()
    },
  }
}

export type Stores = ReturnType<typeof openStores>
