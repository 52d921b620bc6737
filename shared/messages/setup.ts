// Messages of the set-up: its steps, the instrument, which runs are sent, the test and the end.
import { messages, template } from '../language/messages.ts'
import type { ProofLevel } from '../model/model.ts'
import { proofLabel } from '../state-labels.ts'

/** What is found in the folder of an instrument, counted to the end or not. */
const HERE_MESSAGES = messages('here', {
  all: template(
    '{n, plural, one {# finished run is here, {size}.} other {# finished runs are here, {size}.}}',
    (n: number, size: string) => ({ n, size }),
  ),
  more: template(
    '{n, plural, one {More than # finished run is here, more than {size}.} other {More than # finished runs are here, more than {size}.}}',
    (n: number, size: string) => ({ n, size }),
  ),
})

export const SETUP_MESSAGES = messages('setup', {
  title: 'Set up an instrument',
  titleChange: template('Where do the runs of {name} go?', (name: string) => ({ name })),
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
  idIs: template('Its ID in lists and folders: {id}', (id: string) => ({ id })),
  changeId: 'Change the ID',
  idTaken: template(
    '{id} is set up already. Choose another ID, or change the settings of {id}.',
    (id: string) => ({ id }),
  ),
  openIt: template('Settings of {id}', (id: string) => ({ id })),
  more: 'More options',
  judged: 'What this rule says of the last runs',
  noRuns: 'There is no run folder in it yet.',
  unclear: template(
    '{n, plural, one {{names} holds only folders. Is it one run, or are the folders in it runs?} other {# folders, such as {names}, hold only folders. Is each one run, or are the folders in them runs?}}',
    (names: string, n: number) => ({ names, n }),
  ),
  runsInside: template(
    '{n, plural, one {The folders in it are runs} other {The folders in them are runs}}',
    (n: number) => ({ n }),
  ),
  eachIsRun: template('{n, plural, one {It is one run} other {Each is one run}}', (n: number) => ({
    n,
  })),
  idRule: 'An ID has letters, digits, _ and - only, and begins with a letter or digit.',
  needName: 'Give the instrument a name.',
  needFolder: 'Choose the folder in which the instrument makes its runs.',
  needFilename: 'Name the file that tells that a run is finished.',
  needDate: 'Choose the day.',
  needNas: 'Choose where its runs go.',
  needPlace: {
    folder: 'Name the folder.',
    ssh: 'The server must let this computer in, and its folder must be named.',
    sftp: 'Choose the folder in which runs are kept.',
    smb: 'Choose the share and the folder in which runs are kept.',
    webdav: 'Choose the folder in which runs are kept.',
    s3: 'Choose the bucket and the folder in which runs are kept.',
    more: 'Choose what it is and the folder in which runs are kept.',
    remote: 'Choose the remote and the folder in which runs are kept.',
  },
  counting: 'Counting the runs that are here…',
  whichRuns: 'Which runs are sent?',
  here: (n: number, size: string, complete: boolean): string =>
    complete ? HERE_MESSAGES.all(n, size) : HERE_MESSAGES.more(n, size),
  take: {
    new: 'Only new ones: what is here now is left alone',
    all: 'All of them',
    date: 'Those from this day on:',
  },
  fromDate: template(
    '{n, plural, one {# run, {size}} other {# runs, {size}}}',
    (n: number, size: string) => ({ n, size }),
  ),
  day: 'First day',
  willTake: {
    new: template(
      '{n, plural, =0 {Runs are sent as they are finished.} one {Runs are sent as they are finished from now on. The run that is here now is left alone; Add run sends one all the same.} other {Runs are sent as they are finished from now on. The # runs that are here now are left alone; Add run sends one all the same.}}',
      (n: number) => ({ n }),
    ),
    all: template(
      '{n, plural, one {# run ({size}) and all new ones are sent.} other {# runs ({size}) and all new ones are sent.}}',
      (n: number, size: string) => ({ n, size }),
    ),
    date: template(
      '{n, plural, one {# run from {day} on ({size}) and all new ones are sent.} other {# runs from {day} on ({size}) and all new ones are sent.}}',
      (day: string, n: number, size: string) => ({ n, day, size }),
    ),
  },
  testText:
    'Each step is tried with the real programs, then a run of four small files is sent, proven and removed. Nothing is stored on this computer yet.',
  void: 'Something was changed since the last test: test it again.',
  testing: 'Testing the connection…',
  rehearsing: 'Sending, proving and removing a tiny run…',
  works: template('It works: {time}, proven by {proof}.', (time: string, proof: ProofLevel) => ({
    time,
    proof: proofLabel(proof),
  })),
  notRehearsed: 'The tiny run was not proven.',
  faults: template(
    '{n, plural, one {1 step of the test failed.} other {# steps of the test failed.}}',
    (n: number) => ({ n }),
  ),
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
  gone: template('{id} is no longer in the settings. Nothing was saved.', (id: string) => ({ id })),
})
