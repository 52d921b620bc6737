// Messages of the set-up: its steps, the instrument, which runs are sent, the test and the end.
import type { ProofLevel } from '../model/model.ts'
import { proofLabel } from '../state-labels.ts'
import { runs } from './common.ts'

export const SETUP_MESSAGES = {
  title: 'Set up an instrument',
  titleChange: (name: string): string => `Where do the runs of ${name} go?`,
  lead: 'ExLab Sync sends finished runs to the NAS and proves every file by SHA-256. It never changes an original, and deletes nothing unless you switch that on. Runs can be added once an instrument is set up.',
  names: {
    instrument: 'Which instrument?',
    nas: 'Where is your NAS?',
    test: 'Does it work?',
    finish: 'Finish',
  },
  change: 'Change',
  open: 'Open',
  skip: 'Skip for now',
  next: 'Next',
  skipped: 'skipped for now',
  notYet: 'still to do',
  again: 'Test again',
  test: 'Test',
  nameLabel: 'Name of the instrument',
  nameHint: 'As people say it, such as Confocal 1.',
  idIs: (id: string): string => `Its ID in lists and folders: ${id}`,
  changeId: 'Change the ID',
  idTaken: (id: string): string =>
    `${id} is set up already. Choose another ID, or change the settings of ${id}.`,
  openIt: (id: string): string => `Settings of ${id}`,
  more: 'More options',
  judged: 'What this rule says of the last runs',
  noRuns: 'There is no run folder in it yet.',
  unclear: (names: string, n: number): string =>
    n === 1
      ? `${names} holds only folders. Is it one run, or are the folders in it runs?`
      : `${n} folders, such as ${names}, hold only folders. Is each one run, or are the folders in them runs?`,
  runsInside: 'The folders in them are runs',
  eachIsRun: 'Each is one run',
  idRule: 'An ID has letters, digits, _ and - only, and begins with a letter or digit.',
  needName: 'Give the instrument a name.',
  needFolder: 'Choose the folder in which the instrument makes its runs.',
  needFilename: 'Name the file that tells that a run is finished.',
  needDate: 'Choose the day.',
  needNas: 'Choose where its runs go.',
  counting: 'Counting the runs that are here…',
  whichRuns: 'Which runs are sent?',
  here: (n: number, size: string, complete: boolean): string =>
    complete
      ? `${n === 1 ? '1 finished run is' : `${runs(n).replace(' runs', ' finished runs')} are`} here, ${size}.`
      : `More than ${runs(n).replace(' runs', ' finished runs')} are here, more than ${size}.`,
  take: {
    new: 'Only new ones: what is here now is left alone',
    all: 'All of them',
    date: 'Those from this day on:',
  },
  fromDate: (n: number, size: string): string => `${runs(n)}, ${size}`,
  day: 'First day',
  willTake: {
    new: (n: number): string =>
      n === 0
        ? 'Runs are sent as they are finished.'
        : `Runs are sent as they are finished from now on. ${n === 1 ? 'The run that is' : `The ${runs(n)} that are`} here now ${n === 1 ? 'is' : 'are'} left alone; Add run sends one all the same.`,
    all: (n: number, size: string): string => `${runs(n)} (${size}) and all new ones are sent.`,
    date: (day: string, n: number, size: string): string =>
      `${runs(n)} from ${day} on (${size}) and all new ones are sent.`,
  },
  testText:
    'Each step is tried with the real programs, then a run of four small files is sent, proven and removed. Nothing is stored on this computer yet.',
  void: 'Something was changed since the last test: test it again.',
  testing: 'Testing the connection…',
  rehearsing: 'Sending, proving and removing a tiny run…',
  works: (time: string, proof: ProofLevel): string =>
    `It works: ${time}, proven by ${proofLabel(proof)}.`,
  notRehearsed: 'The tiny run was not proven.',
  faults: (n: number): string =>
    n === 1 ? '1 step of the test failed.' : `${n} steps of the test failed.`,
  accept: 'I know of these faults and go on',
  untested: 'The connection was not tested.',
  missing: 'Still missing:',
  goThere: 'Go there',
  nothingYet: 'Nothing is stored or sent before you press Finish.',
  sendsTo: 'Runs go to',
  watched: 'Runs appear in',
  tested: 'Tested',
  login: 'Start ExLab Sync when I log in',
  notices: 'Show a notice when a run needs somebody',
  awake: 'Keep the computer awake while sending',
  lock: 'Lock the settings',
  cleanupOff: 'Deleting local data stays off. All of this can be changed in the settings.',
  end: 'Finish',
  endChange: 'Save',
  startOver: 'Start over',
  unnamed: 'NAS',
  gone: (id: string): string => `${id} is no longer in the settings. Nothing was saved.`,
} as const
