// The schema of the queue as an ordered list of migrations: after number n, PRAGMA user_version is n. A shipped migration is
// never edited, except for its comments; a test holds a digest of each.
import { JOBS_FILES_ATTEMPTS } from './0001-jobs-files-attempts.ts'
import { HOLDS } from './0002-holds.ts'
import { MAINTENANCE } from './0003-maintenance.ts'
import { ACTIVITY } from './0004-activity.ts'
import { ATTEMPT_TOTALS } from './0005-attempt-totals.ts'
import { FILE_ATTEMPTS } from './0006-file-attempts.ts'
import { EXCLUSIONS } from './0007-exclusions.ts'
import { LOCATED } from './0008-located.ts'
import { INSTRUMENT_INDEX } from './0009-instrument-index.ts'
import { PLAIN_NAMES } from './0010-plain-names.ts'
import { PROOF } from './0011-proof.ts'
import { IDENTITY } from './0012-identity.ts'
import { PLACES } from './0013-places.ts'
import { NAS_NAMES } from './0014-nas-names.ts'
import { EVIDENCE } from './0015-evidence.ts'
import { FINDINGS } from './0016-findings.ts'
import { PAUSE_AND_SIZE } from './0017-pause-and-size.ts'
import { SEVERAL_DESTINATIONS } from './0018-several-destinations.ts'
import { FREE_SPACE } from './0019-free-space.ts'
import { FOLDS } from './0020-folds.ts'
import { TRUE_STATEMENTS } from './0021-true-statements.ts'
import { AT_REST } from './0022-at-rest.ts'
import { PLACE_OF_PASSES } from './0023-place-of-passes.ts'
import { RECORDING_CAUSES } from './0024-recording-causes.ts'
import { REHEARSALS } from './0025-rehearsals.ts'
import { COPY_RECORDS } from './0026-copy-records.ts'
import { PROCESSES } from './0027-processes.ts'

/** SQL of every migration, oldest first. */
export const MIGRATIONS: readonly string[] = [
  JOBS_FILES_ATTEMPTS,
  HOLDS,
  MAINTENANCE,
  ACTIVITY,
  ATTEMPT_TOTALS,
  FILE_ATTEMPTS,
  EXCLUSIONS,
  LOCATED,
  INSTRUMENT_INDEX,
  PLAIN_NAMES,
  PROOF,
  IDENTITY,
  PLACES,
  NAS_NAMES,
  EVIDENCE,
  FINDINGS,
  PAUSE_AND_SIZE,
  SEVERAL_DESTINATIONS,
  FREE_SPACE,
  FOLDS,
  TRUE_STATEMENTS,
  AT_REST,
  PLACE_OF_PASSES,
  RECORDING_CAUSES,
  REHEARSALS,
  COPY_RECORDS,
  PROCESSES,
]
