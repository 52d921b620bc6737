// Messages of cause cards: what happens now, what can be done, who can do it.
import { count } from '../format.ts'
import type { Who } from '../reasons.ts'
import { filesText, runs } from './common.ts'

export const WHO_LABELS: Readonly<Record<Who, string>> = {
  you: 'You can fix this',
  it: 'Ask IT',
  wait: 'It will retry by itself',
}

export const CURRENT_ACTION_MESSAGES = {
  heldByYou: 'This run is held by you. It goes on when you resume it.',
  nextTry: (n: string, of: string, at: string): string =>
    `Attempt ${n} of ${of} failed. Next try at ${at}.`,
  queued: 'It is tried again when its turn comes.',
  trying: 'It is being tried again now.',
  gaveUp: (n: string): string =>
    `Tried ${n} times; sending has stopped. Trying again starts a new series.`,
  goesOn: (at: string): string =>
    `It goes on by itself once the destination works again, which is looked at next at ${at}.`,
  stopped: 'Sending has stopped until someone acts.',
  blocked: 'Nothing is sent until this is put right.',
  unproven: 'The files are on the NAS, but they are not proven.',
  onlyCopy: 'Nothing is sent for it. It is checked again when somebody asks for it.',
  provenKept: 'Nothing is sent over the proven copies unless somebody chooses to.',
  nothing: 'Nothing is being done about it.',
  onHold:
    'The destination is on hold: its other runs wait until someone acts. Other destinations go on.',
  onHoldUntil: (at: string): string =>
    `The destination is on hold: its runs wait, and go on by themselves once it works again. Next try at ${at}. Other destinations go on.`,
} as const

export const PROBLEM_MESSAGES = {
  acknowledged: (by: string, note: string, at: string): string =>
    `Noted by ${by}, ${at}${note === '' ? '' : `: ${note}`}`,
  allCauses: 'All causes',
  causes: 'Causes',
  checkAgain: 'Check again',
  exitCode: 'Exit code',
  inRun: (run: string): string => `in ${run}`,
  inRuns: (n: number): string => `in ${runs(n)}`,
  kind: 'Kind',
  locate: 'Locate…',
  notFound: 'none was made',
  openSettings: 'Open settings',
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
