// Messages of cause cards: what happens now, what can be done, who can do it.
import { messages, template } from '../language/messages.ts'
import type { TransportErrorKind } from '../model/model.ts'
import type { Who } from '../reasons.ts'

/** `retry`: it would be tried again by itself, but its tries are used up. */
export const WHO_LABELS: Readonly<Record<Who | 'retry', string>> = messages('whoLabels', {
  you: 'You can fix this',
  it: 'Ask IT',
  wait: 'It will retry by itself',
  retry: 'It waits for a retry',
})

export const CURRENT_ACTION_MESSAGES = messages('currentAction', {
  heldByYou: 'This run is held by you. It goes on when you resume it.',
  nextTry: template(
    'Attempt {n} of {of} failed. Next try at {at}.',
    (n: string, of: string, at: string) => ({ n, of, at }),
  ),
  queued: 'It is tried again when its turn comes.',
  trying: 'It is being tried again now.',
  gaveUp: template(
    '{n, plural, one {Tried once; sending has stopped. Trying again starts a new series.} other {Tried # times; sending has stopped. Trying again starts a new series.}}',
    (n: number) => ({ n }),
  ),
  goesOn: template(
    'It goes on by itself once the destination works again, which is looked at next at {at}.',
    (at: string) => ({ at }),
  ),
  stopped: 'Sending has stopped until someone acts.',
  blocked: 'Nothing is sent until this is put right.',
  unproven: 'The files are on the NAS, but they are not proven.',
  onlyCopy: 'Nothing is sent for it. It is checked again when somebody asks for it.',
  recheck: template(
    'Its proof stands, and nothing of it is sent. It is checked again by itself, next at {at}.',
    (at: string) => ({ at }),
  ),
  kept: 'Its proof stands, and nothing of it is sent. It is checked again when somebody asks for it.',
  provenKept: 'Nothing is sent over the proven copies unless somebody chooses to.',
  paused: 'Everything is paused. It is tried again when that ends.',
  nextTries: template('It is tried again by itself, next at {at}.', (at: string) => ({ at })),
  onHold: 'The destination is on hold: its runs wait until someone acts. Other destinations go on.',
  onHoldUntil: template(
    'The destination is on hold and is tried again at {at}. When it works, its runs go on by themselves, also those that failed.',
    (at: string) => ({ at }),
  ),
})

/** What follows what to do. */
export const NEXT_STEP_MESSAGES = messages('nextStep', {
  press: template('Then press {button}.', (button: string) => ({ button })),
  byItself: 'It then goes on by itself.',
})

/** The answer of a card after its button was pressed. */
export const ANSWER_MESSAGES = messages('answer', {
  trying: 'Trying again…',
  tryingSince: template(
    '{of, plural, one {Still trying since {at}: {proven, number} of # run verified} other {Still trying since {at}: {proven, number} of # runs verified}}',
    (at: string, proven: number, of: number) => ({ at, proven, of }),
  ),
  paused: 'Everything is paused: it is tried again when that ends',
  solved: template(
    '{n, plural, one {Solved: # run verified in {time}} other {Solved: # runs verified in {time}}}',
    (n: number, time: string) => ({ n, time }),
  ),
  /** The problem is gone, and nothing was verified: the runs were cancelled or taken off the list. */
  gone: 'No longer a problem',
  same: template(
    '{proven, plural, =0 {Same fault again, {ago}} one {Same fault again, {ago}; # run verified} other {Same fault again, {ago}; # runs verified}}',
    (ago: string, proven: number) => ({ ago, proven }),
  ),
  other: template('Another fault now, {ago}', (ago: string) => ({ ago })),
  testing: 'Testing…',
  passed: template(
    '{steps, plural, one {Test passed: # step, {ago}} other {Test passed: # steps, {ago}}}',
    (steps: number, ago: string) => ({
      steps,
      ago,
    }),
  ),
  failed: template('Test failed at “{step}”, {ago}', (step: string, ago: string) => ({
    step,
    ago,
  })),
  refused: 'The test could not be made',
  show: 'Show',
  ago: template('{seconds, plural, =0 {just now} other {# s ago}}', (seconds: number) => ({
    seconds: Math.max(0, seconds),
  })),
})

/** One line of a cause: which run, since when, how often, how many wait. */
export const CAUSE_LINE_MESSAGES = messages('causeLine', {
  since: template('since {at}', (at: string) => ({ at })),
  tries: template('{n, plural, one {tried once} other {tried # times}}', (n: number) => ({ n })),
  waiting: template('{n, plural, one {# waits} other {# wait}}', (n: number) => ({ n })),
  known: template('{n, number} known', (n: number) => ({ n })),
})

/** The kind of a failure, which decides how it is retried (docs/spec.md 2). */
export const KIND_NAMES: Readonly<Record<TransportErrorKind, string>> = messages('kindNames', {
  network: 'the network',
  auth: 'a permission or a setting',
  hash_mismatch: 'the copy differs',
  local_file_vanished: 'a file is gone here',
  unknown: 'not recognised',
})

export const PROBLEM_MESSAGES = messages('problem', {
  allCauses: 'All causes',
  causes: 'Causes',
  checkAgain: 'Check again',
  exitCode: 'Exit code',
  inRun: template('in {run}', (run: string) => ({ run })),
  inRuns: template('{n, plural, one {in # run} other {in # runs}}', (n: number) => ({ n })),
  kind: 'Kind',
  locate: 'Locate…',
  notFound: 'none was made',
  letIn: 'Let this computer in…',
  openSettings: 'Open settings',
  replacePassword: 'Replace password…',
  readBack: 'Read back and check',
  /** What IT finds the fault by, in the guide and in logs. */
  reason: 'Code for IT',
  retryOne: 'Retry',
  safe: 'Your originals are not touched.',
  sendBeside: template('Send it beside as “{run}”', (run: string) => ({ run })),
  makeFolder: 'Make the folder…',
  makeFolderTitle: template('Make the folder {place}?', (place: string) => ({ place })),
  makeFolderText:
    'Make it only where the volume is mounted on the NAS and the folder is really new. What waits is sent there then.',
  unlockConf: 'Enter its password…',
  makeFolderYes: 'Make the folder',
  acceptVolume: 'Use it from now on…',
  acceptVolumeTitle: template('Use what is at {place} from now on?', (place: string) => ({
    place,
  })),
  acceptVolumeText:
    'Do this only if the NAS or its volume was replaced on purpose. Runs that were proven before are looked for in the new place at their next check.',
  acceptVolumeYes: 'Use it from now on',
  toDo: 'What to do: ',
  toolOutput: 'What the transfer tool said',
  noToolOutput: 'The tool said nothing.',
  trustKey: 'Compare fingerprint…',
  when: 'When',
})
