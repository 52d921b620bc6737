// Messages of the instrument page and the destination page.
import { messages, template } from '../../language/messages.ts'
import { reasonText } from '../../reasons.ts'

export const REACH_LABELS = messages('reachLabels', {
  fine: 'reachable',
  answered: template('reachable, answered {ago}', (ago: string) => ({ ago })),
  testFailed: template('test failed {ago}', (ago: string) => ({ ago })),
  unknown: 'not tested yet',
  away: 'unreachable',
  full: 'full',
  signIn: 'sign-in problem',
  setUp: 'set-up problem',
  missing: 'folder not there',
  replaced: 'not the same volume',
})

type HoldLabel = 'away' | 'full' | 'signIn' | 'setUp' | 'missing' | 'replaced'

/** What holds a destination, in a word or two, by reason; others by what lifts the hold. */
const HOLD_LABELS: Readonly<Record<string, HoldLabel>> = {
  remote_disk_full: 'full',
  destination_missing: 'missing',
  destination_changed: 'replaced',
  destination_unfit: 'setUp',
  ssh_key_rejected: 'signIn',
  ssh_key_unusable: 'signIn',
  ssh_host_key_unknown: 'signIn',
  ssh_host_key_changed: 'signIn',
  credentials_rejected: 'signIn',
}

/** `unreachable`, `full`: why a destination is on hold. */
export const holdLabel = (reason: string): string =>
  REACH_LABELS[HOLD_LABELS[reason] ?? (reasonText(reason)?.hold === 'click' ? 'setUp' : 'away')]

/** Completion rules, as they follow "a run is finished when". */
export const COMPLETION_RULES = messages('completionRules', {
  sentinel: template('the file {file} is there', (file: string) => ({ file })),
  manifest: template('all files of {file} are there', (file: string) => ({ file })),
  quiet: template('nothing in it has moved for {minutes} min', (minutes: string) => ({ minutes })),
  button: 'somebody marks it finished',
})

/** What a run is, as it follows "runs are". */
export const RUN_LAYOUTS = messages('runLayouts', {
  found: 'found by what is there: folders with files, and the runs of ExLab-Wizard',
  patterns: template('the folders {patterns} in it', (patterns: string) => ({ patterns })),
})

export const PAGE_MESSAGES = messages('page', {
  gone: 'This is no longer in the settings.',
  folder: 'Folder',
  runs: 'Runs are',
  finished: 'A run is finished when',
  goesTo: 'Goes to',
  goesAlso: 'And to',
  further: template(
    '{required, select, yes {{name}, required ({text})} other {{name}, optional ({text})}}',
    (name: string, text: string, required: boolean) => ({
      name,
      text,
      required: required ? 'yes' : 'no',
    }),
  ),
  /** Runs that were added before the destination was. */
  lacking: template(
    '{n, plural, one {# run is not on {name}: it was added before that destination was set up.} other {# runs are not on {name}: they were added before that destination was set up.}}',
    (n: number, name: string) => ({ n, name }),
  ),
  /** In the place of the name that a further destination has. */
  firstOne: 'the first destination',
  lackingRequired:
    'The destination is required, so nothing of them is deleted here until it holds them.',
  sendLacking: template('{n, plural, one {Send it} other {Send them}}', (n: number) => ({ n })),
  lackingSent: template(
    '{n, plural, one {# run is to be sent there} other {# runs are to be sent there}}',
    (n: number) => ({ n }),
  ),
  lackingRefused: 'Some runs can’t be sent there',
  /** A destination by its name, and where that is. */
  named: template('{name} ({text})', (name: string, text: string) => ({ name, text })),
  lastRun: 'Last run',
  usualGap: template('usually one every {time}', (time: string) => ({ time })),
  disk: 'Data disk',
  free: template('{size} free', (size: string) => ({ size })),
  runway: 'Disk runway',
  tooFew: 'too few runs to say',
  /** A forecast that cannot be made. */
  unknown: 'not known yet',
  overYear: 'more than a year',
  fullOn: template('full {at}', (at: string) => ({ at })),
  rate: template('{perHour} an hour come in', (perHour: string) => ({ perHour })),
  reach: 'State',
  answered: template('answered {ago}', (ago: string) => ({ ago })),
  proof: 'Proof it can give',
  freeSpace: 'Room',
  untested: 'not tested yet',
  from: 'Instruments',
  asOfLastRun: 'as of the last run',
  rehearsed: 'Rehearsed by itself',
  rehearsedOn: template(
    '{n, plural, one {on {day}: # file proven in {time}} other {on {day}: # files proven in {time}}}',
    (n: number, day: string, time: string) => ({ n, day, time }),
  ),
  rehearsalFailed: template('The rehearsal of {at} failed', (at: string) => ({ at })),
  rehearsalStep: template('It failed at “{step}”.', (step: string) => ({ step })),
  rehearsalNext:
    'No run has failed. It is rehearsed again by itself; a test or a rehearsal that passes, or a proven run, ends this.',
})
