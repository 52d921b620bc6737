// Messages of cause cards: what happens now, what can be done, who can do it.
import { count } from '../format.ts'
import type { Who } from '../reasons.ts'
import { filesText, runs } from './common.ts'

/** `retry`: it would be tried again by itself, but its tries are used up. */
export const WHO_LABELS: Readonly<Record<Who | 'retry', string>> = {
  you: 'You can fix this',
  it: 'Ask IT',
  wait: 'It will retry by itself',
  retry: 'It waits for a retry',
}

export const CURRENT_ACTION_MESSAGES = {
  heldByYou: 'This run is held by you. It goes on when you resume it.',
  nextTry: (n: string, of: string, at: string): string =>
    `Attempt ${n} of ${of} failed. Next try at ${at}.`,
  queued: 'It is tried again when its turn comes.',
  trying: 'It is being tried again now.',
  gaveUp: (n: string): string =>
    `Tried ${n === '1' ? 'once' : `${n} times`}; sending has stopped. Trying again starts a new series.`,
  goesOn: (at: string): string =>
    `It goes on by itself once the destination works again, which is looked at next at ${at}.`,
  stopped: 'Sending has stopped until someone acts.',
  blocked: 'Nothing is sent until this is put right.',
  unproven: 'The files are on the NAS, but they are not proven.',
  onlyCopy: 'Nothing is sent for it. It is checked again when somebody asks for it.',
  provenKept: 'Nothing is sent over the proven copies unless somebody chooses to.',
  paused: 'Everything is paused. It is tried again when that ends.',
  nextTries: (at: string): string => `It is tried again by itself, next at ${at}.`,
  onHold: 'The destination is on hold: its runs wait until someone acts. Other destinations go on.',
  onHoldUntil: (at: string): string =>
    `The destination is on hold and is tried again at ${at}. When it works, its runs go on by themselves, also those that failed.`,
} as const

/** What follows what to do. */
export const NEXT_STEP_MESSAGES = {
  press: (button: string): string => `Then press ${button}.`,
  byItself: 'It then goes on by itself.',
} as const

/** The answer of a card after its button was pressed. */
export const ANSWER_MESSAGES = {
  trying: 'Trying again…',
  tryingSince: (at: string, proven: number, of: number): string =>
    `Still trying since ${at}: ${count(proven)} of ${runs(of)} verified`,
  paused: 'Everything is paused: it is tried again when that ends',
  solved: (n: number, time: string): string => `Solved: ${runs(n)} verified in ${time}`,
  /** The problem is gone, and nothing was verified: the runs were cancelled or taken off the list. */
  gone: 'No longer a problem',
  same: (ago: string, proven: number): string =>
    `Same fault again, ${ago}${proven === 0 ? '' : `; ${runs(proven)} verified`}`,
  other: (ago: string): string => `Another fault now, ${ago}`,
  testing: 'Testing…',
  passed: (steps: number, ago: string): string => `Test passed: ${count(steps)} steps, ${ago}`,
  failed: (step: string, ago: string): string => `Test failed at “${step}”, ${ago}`,
  refused: 'The test could not be made',
  show: 'Show',
  ago: (seconds: number): string => (seconds < 1 ? 'just now' : `${count(seconds)} s ago`),
} as const

/** One line of a cause: which run, since when, how often, how many wait. */
export const CAUSE_LINE_MESSAGES = {
  since: (at: string): string => `since ${at}`,
  tries: (n: number): string => (n === 1 ? 'tried once' : `tried ${count(n)} times`),
  waiting: (n: number): string => `${count(n)} ${n === 1 ? 'waits' : 'wait'}`,
  known: (n: number): string => `${count(n)} known`,
} as const

export const PROBLEM_MESSAGES = {
  allCauses: 'All causes',
  causes: 'Causes',
  checkAgain: 'Check again',
  exitCode: 'Exit code',
  inRun: (run: string): string => `in ${run}`,
  inRuns: (n: number): string => `in ${runs(n)}`,
  kind: 'Kind',
  locate: 'Locate…',
  notFound: 'none was made',
  letIn: 'Let this computer in…',
  openSettings: 'Open settings',
  replacePassword: 'Replace password…',
  readBack: 'Read back and check',
  reason: 'Reason',
  resendText: (n: number, of: number, size: string): string =>
    `Re-send ${count(n)} of ${filesText(of)}, ${size}. The others stay as they are.`,
  retryOne: 'Retry',
  safe: 'Your originals are not touched.',
  sendBeside: (run: string): string => `Send it beside as “${run}”`,
  makeFolder: 'Make the folder…',
  makeFolderTitle: (place: string): string => `Make the folder ${place}?`,
  makeFolderText:
    'Make it only where the volume is mounted on the NAS and the folder is really new. What waits is sent there then.',
  unlockConf: 'Enter its password…',
  makeFolderYes: 'Make the folder',
  acceptVolume: 'Use it from now on…',
  acceptVolumeTitle: (place: string): string => `Use what is at ${place} from now on?`,
  acceptVolumeText:
    'Do this only if the NAS or its volume was replaced on purpose. Runs that were proven before are looked for in the new place at their next check.',
  acceptVolumeYes: 'Use it from now on',
  toDo: 'What to do: ',
  toolOutput: 'What the transfer tool said',
  noToolOutput: 'The tool said nothing.',
  trustKey: 'Compare fingerprint…',
  when: 'When',
} as const
