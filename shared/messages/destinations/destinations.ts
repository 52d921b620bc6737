// Messages of the instrument page and the destination page.
import { reasonText } from '../../reasons.ts'

export const REACH_LABELS = {
  fine: 'reachable',
  unknown: 'not tested yet',
  away: 'unreachable',
  full: 'full',
  signIn: 'sign-in problem',
  setUp: 'set-up problem',
  missing: 'folder not there',
  replaced: 'not the same volume',
} as const

/** What holds a destination, in a word or two, by reason; others by what lifts the hold. */
const HOLD_LABELS: Readonly<Record<string, string>> = {
  remote_disk_full: REACH_LABELS.full,
  destination_missing: REACH_LABELS.missing,
  destination_changed: REACH_LABELS.replaced,
  destination_unfit: REACH_LABELS.setUp,
  ssh_key_rejected: REACH_LABELS.signIn,
  ssh_key_unusable: REACH_LABELS.signIn,
  ssh_host_key_unknown: REACH_LABELS.signIn,
  ssh_host_key_changed: REACH_LABELS.signIn,
  credentials_rejected: REACH_LABELS.signIn,
}

/** `unreachable`, `full`: why a destination is on hold. */
export const holdLabel = (reason: string): string =>
  HOLD_LABELS[reason] ??
  (reasonText(reason)?.hold === 'click' ? REACH_LABELS.setUp : REACH_LABELS.away)

/** Completion rules, as they follow "a run is finished when". */
export const COMPLETION_RULES = {
  sentinel: (file: string): string => `the file ${file} is there`,
  manifest: (file: string): string => `all files of ${file} are there`,
  quiet: (minutes: string): string => `nothing in it has moved for ${minutes} min`,
  button: 'somebody marks it finished',
} as const

/** What a run is, as it follows "runs are". */
export const RUN_LAYOUTS = {
  found: 'found by what is there: folders with files, and the runs of ExLab-Wizard',
  patterns: (patterns: string): string => `the folders ${patterns} in it`,
} as const

export const PAGE_MESSAGES = {
  gone: 'This is no longer in the settings.',
  folder: 'Folder',
  runs: 'Runs are',
  finished: 'A run is finished when',
  goesTo: 'Goes to',
  /** A destination by its name, and where that is. */
  named: (name: string, text: string): string => `${name} (${text})`,
  lastRun: 'Last run',
  usualGap: (time: string): string => `usually one every ${time}`,
  disk: 'Data disk',
  free: (size: string): string => `${size} free`,
  runway: 'Disk runway',
  tooFew: 'too few runs to say',
  full: (at: string): string => `full ${at}`,
  rate: (perHour: string): string => `${perHour} an hour come in`,
  reach: 'State',
  contact: 'Last contact',
  proof: 'Proof it can give',
  freeSpace: 'Room',
  untested: 'not tested yet',
  from: 'Instruments',
  provenBy: (proof: string): string => `${proof}, as of the last run`,
} as const
