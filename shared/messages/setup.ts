// Messages of the first run.
import type { ProofLevel } from '../model/model.ts'
import { proofLabel } from '../state-labels.ts'

export const SETUP_MESSAGES = {
  steps: 'Steps',
  names: {
    welcome: 'Welcome',
    tools: 'Tools',
    instrument: 'Instrument',
    destination: 'Destination',
    doctor: 'Connection test',
    rehearsal: 'Rehearsal',
    finish: 'Finish',
  },
  titles: {
    welcome: 'Welcome to ExLab Sync',
    tools: 'What this computer can send with',
    instrument: 'Which instrument?',
    destination: 'Where do its runs go?',
    doctor: 'Does the connection work?',
    rehearsal: 'A run of four small files',
    finish: 'Ready',
  },
  promises: [
    'Sends finished runs to the NAS and proves every file by SHA-256.',
    'Never changes an original.',
    'Never deletes anything unless you switch that on, and then only what is proven.',
  ],
  login: 'Start ExLab Sync when I log in',
  foundConfig: (n: number): string =>
    n === 1
      ? 'A config.yaml with 1 instrument is there'
      : `A config.yaml with ${n} instruments is there`,
  takeThese: 'Use these settings',
  begin: 'Begin',
  back: 'Back',
  next: 'Next',
  again: 'Test again',
  saveAndTest: 'Save and test',
  toolsText: 'One of rclone, or rsync together with ssh, is enough.',
  looking: 'Looking…',
  noTool: 'Install rclone, or rsync and OpenSSH, and come back: this step looks again.',
  judged: 'What this rule says of the last runs',
  noRuns: 'There is no run folder in it yet.',
  unclear: (names: string, n: number): string =>
    n === 1
      ? `${names} holds only folders. Is it one run, or are the folders in it runs?`
      : `${n} folders, such as ${names}, hold only folders. Is each one run, or are the folders in them runs?`,
  runsInside: 'The folders in them are runs',
  eachIsRun: 'Each is one run',
  how: 'How are runs sent?',
  transports: { rclone: 'rclone', rsync_ssh: 'rsync over SSH', folder: 'folder or share' },
  chooseRemote: 'Choose a remote…',
  rcloneConfigHint: 'Empty: the one that rclone itself uses.',
  knownHostsHint: "Empty: ssh's own.",
  idRule: 'An ID has letters, digits, _ and - only, and begins with a letter or digit.',
  needFolder: 'Choose the folder in which the instrument makes its runs.',
  needFilename: 'Name the file that tells that a run is finished.',
  needRemote: 'Choose a remote of rclone.',
  needTarget: 'Write account and server as user@host.',
  needKey: 'Choose the key file.',
  needPath: 'Name the folder on the NAS.',
  connectionTestText: 'Each step is tried with the real tools. Test files are removed again.',
  rehearsalText: 'A tiny run is sent, proven and removed.',
  works: (time: string, proof: ProofLevel): string =>
    `It works: ${time}, proven by ${proofLabel(proof)}.`,
  accept: 'I know of these faults and go on',
  finishText: 'Finished runs are sent from now on. All of this can be changed in the settings.',
  notices: 'Show a notice when a run needs somebody',
  awake: 'Keep the computer awake while sending',
  lock: 'Lock the settings',
  cleanupOff: 'Deleting local data stays off.',
  end: 'Finish',
} as const
