// Tables that the window needs as values. They are apart from the zod schemas, which only the main process loads.
import { MINUTE_MS } from './duration.ts'
import type { FileState } from './model/model.ts'
import type { Overview } from './model/overview.ts'

/** Most rows one call answers, whatever it asks for. */
export const PAGE_ROWS = 200

/** File states that a person has to look at; the partial index `files_attention` covers exactly these. */
export const ATTENTION_STATES = [
  'size_only',
  'changed',
  'missing',
  'mismatch',
  'failed',
  'vanished',
] as const satisfies readonly FileState[]

/** Chips of the Files tab (docs/ux.md D6). `attention`: what a person has to look at. */
export const FILE_VIEWS = {
  all: null,
  attention: ATTENTION_STATES,
  failed: ['changed', 'missing', 'mismatch', 'failed', 'vanished'],
  /** Those of `failed` that are sent again automatically with the next attempt of the run. */
  retrying: ['changed', 'missing', 'mismatch', 'failed'],
  sending: ['sending'],
  waiting: ['pending'],
  unproven: ['sent', 'size_only', 'skipped'],
  verified: ['verified', 'cleaned'],
  excluded: ['excluded'],
  /** Files that are neither proven nor excluded: the work that a failed run has left. */
  open: ['pending', 'sending', 'sent', ...ATTENTION_STATES],
} as const satisfies Record<string, readonly FileState[] | null>

/** A run whose next try comes within this time is listed as under way, not as waiting (docs/ux.md D3). */
export const DUE_SOON_MS = 5 * MINUTE_MS

/** How a run shows that it is complete (docs/spec.md 6). */
export const COMPLETENESS_SIGNALS = ['sentinel_file', 'manifest', 'quiet_period', 'button'] as const

/** What systems leave in a folder that somebody looked at, and what is certainly no data (docs/spec.md 6). */
export const STANDARD_EXCLUSIONS: readonly string[] = [
  'Thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '.DS_Store',
  '._*',
  '.directory',
  '~$*',
  '.~lock.*#',
  '.nfs*',
  '.fuse_hidden*',
  '**/@eaDir/**',
]

/** The overview before the main process has answered. */
export const NO_OVERVIEW: Overview = {
  counts: { all: 0, needs_you: 0, active: 0, waiting: 0, done: 0 },
  states: {},
  failed: 0,
  unacknowledged: 0,
  note: null,
  recording: 0,
  findings: 0,
  retrying: 0,
  safe: 0,
  safeSince: null,
  proven: 0,
  cancelled: 0,
  paused: false,
  pausedSince: null,
  pausedUntil: null,
  pausedBy: null,
  unlimited: false,
  speed: { chosenMbps: null, until: null, inSettings: null, isSet: false },
  limitMbps: null,
  limitUntil: null,
  instruments: [],
  routes: [],
  bytesLeft: 0,
  trouble: null,
  warning: null,
  holds: [],
  unrehearsed: [],
  guarded: [],
}
