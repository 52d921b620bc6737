// The second half of the catalogue: settings, first run, pages of instruments and destinations, cleanup.
import type { CompletenessSignal } from '../shared/settings.ts'
import type { JobState, ProofLevel } from '../shared/model.ts'
import { proofWord } from '../shared/words.ts'

export const LEGEND = { runs: 'Runs', files: 'Files' } as const

export const PLACES = { activity: 'Activity' } as const

export const DENSITY_NAMES = {
  compact: 'Compact rows',
  normal: 'Normal rows',
  comfortable: 'Comfortable rows',
} as const

export const REACH = {
  fine: 'reachable',
  unknown: 'not tested yet',
  away: 'unreachable',
  full: 'full',
  signIn: 'sign-in problem',
  setUp: 'set-up problem',
} as const

export const STATUS = {
  checking: 'Checking',
  left: (size: string): string => `${size} left`,
  free: (instrument: string, size: string): string => `Disk of ${instrument}: ${size} free`,
  runway: (time: string): string => `runway ${time}`,
  away: (n: number, of: number): string => `${n} of ${of} destinations on hold`,
  allThere: (n: number): string => `${n} destinations, none on hold`,
} as const

export const VERDICT = {
  left: (size: string): string => `${size} left`,
  othersWait: (why: string): string => `${why}; runs for it wait.`,
  waitsForSomeone: 'It waits for someone to act.',
  nextTry: (at: string): string => `Next try at ${at}.`,
  heldByYou: 'Held by you: nothing is being sent.',
  until: (at: string): string => `Until ${at}.`,
  diskFull: (instrument: string, at: string): string =>
    `At this rate the data disk of ${instrument} is full on ${at}.`,
  toSend: (size: string, time: string): string =>
    `${size} waits to be sent, and that takes ${time}.`,
  cancelled: (runs: string): string => `${runs} cancelled.`,
  line: (n: number): string => `Line ${n}: `,
  show: 'Show it',
} as const

export const NOW = {
  heldByYou: 'This run is held by you. It goes on when you resume it.',
  nextTry: (n: string, of: string, at: string): string =>
    `Attempt ${n} of ${of} failed. Next try at ${at}.`,
  queued: 'It is tried again when its turn comes.',
  trying: 'It is being tried again now.',
  gaveUp: (n: string): string =>
    `Tried ${n} times; sending has stopped. Trying again starts a new series.`,
  stopped: 'Sending has stopped until someone acts.',
  blocked: 'Nothing is sent until this is put right.',
  unproven: 'The files are on the NAS, but they are not proven.',
  nothing: 'Nothing is being done about it.',
  onHold:
    'The destination is on hold: its other runs wait until someone acts. Other destinations go on.',
  onHoldUntil: (at: string): string =>
    `The destination is on hold: its other runs wait. Next try at ${at}. Other destinations go on.`,
} as const

export const SAFE = {
  title: 'May the local data be deleted?',
  safe: 'Safe to delete',
  not_yet: 'Not yet',
  do_not: 'Do not delete',
  holds: 'holds: ',
  open: 'open: ',
  off: 'This lab has not switched cleanup on, so ExLab Sync deletes nothing.',
  notNow: 'Not every condition holds, so nothing is deleted.',
  how: 'Every file is proven on the NAS once more first. Then file by file is deleted here; what is not in the manifest stays.',
  question: 'Delete the local data of this run?',
  what: (files: string, size: string, folder: string): string =>
    `${files} files, ${size}, in ${folder}. The copies on the NAS stay.`,
  yes: (size: string): string => `Delete ${size} here`,
  asText: 'As text',
  asJson: 'As JSON',
} as const

export const TRUST = {
  title: 'Is this the right server?',
  asking: 'Asking the server who it is…',
  unknown: (host: string): string =>
    `This computer has never been told to trust ${host}. Compare what it shows with what IT gives you.`,
  changed: (host: string): string =>
    `${host} shows another identity than before. That is normal after a replacement and dangerous otherwise: ask IT before you go on.`,
  shows: 'It shows',
  type: 'Type the last 8 characters of the fingerprint that IT gave you',
  yes: 'Trust this server',
} as const

export const BUNDLE = {
  title: 'Save support bundle',
  text: 'It holds what is listed here, no data files and no secrets.',
  mask: 'Take out the home folder and the account name',
} as const

export const LIST_KEYS: readonly (readonly [string, string])[] = [
  ['Move in a list', '↑ ↓ Home End Page'],
  ['Find by name in a list', 'letters'],
  ['Add to the selection', 'Space'],
  ['Select everything', 'Ctrl+A'],
  ['Details in full height', 'Enter'],
  ['Menu of the selection', 'Shift+F10'],
  ['Close what is open', 'Esc'],
]

export const DOCTOR = {
  passed: 'Passed',
  failed: 'Failed',
  skipped: 'Skipped',
  raw: 'Command and answer',
  running: 'Testing…',
  faults: (n: number): string => (n === 1 ? '1 step failed' : `${n} steps failed`),
  fine: (n: number): string => `All is well: ${n} steps passed`,
  age: (ago: string): string => `tested ${ago}`,
  stale: '(may be stale: settings changed since)',
  proof: 'Best proof that it can give:',
  rehearse: 'Rehearse',
} as const

export const PAGE = {
  gone: 'This is no longer in the settings.',
  folder: 'Folder',
  finished: 'A run is finished when',
  goesTo: 'Goes to',
  lastRun: 'Last run',
  usual: 'Usual time between runs',
  disk: 'Data disk',
  free: (size: string): string => `${size} free`,
  runway: 'Disk runway',
  tooFew: 'too few runs to say',
  full: (at: string, time: string, perHour: string): string =>
    `full ${at}, in ${time}, at ${perHour} an hour`,
  reach: 'Reachable',
  contact: 'Last contact',
  proof: 'Proof it can give',
  room: 'Room',
  untested: 'not tested yet',
  from: 'Instruments',
  speeds: (last: string, most: string): string =>
    `Speed of the last sends: ${last}, at most ${most}`,
} as const

export const FIELDS = {
  byDefault: (value: string): string => `${value} (default)`,
  choose: 'Choose',
} as const

export const SETTINGS = {
  search: 'Search settings',
  sections: 'Sections of the settings',
  lock: 'Lock',
  unlock: 'Unlock…',
  isLocked: 'The settings are locked. An administrator of this computer can unlock them.',
  notYaml:
    'config.yaml is not valid YAML at the moment. Mend it in an editor; it is read again when it is saved.',
  changes: (n: number): string => (n === 1 ? '1 change not saved' : `${n} changes not saved`),
  discard: 'Discard',
  reviewAndSave: 'Review and save…',
  review: 'Save these changes?',
  reviewText:
    'This is what changes in config.yaml. Everything else in it stays as it is, comments too.',
  faults: 'Nothing can be saved yet.',
  difference: 'Difference of config.yaml',
  willTest: (ids: string): string => `The connection of ${ids} is tested after the save.`,
  goOn: 'Go on changing',
  save: 'Save',
  saved: 'Settings saved',
  dryRun: 'What a cleanup would do now',
  dryRunning: 'Looking at every verified run…',
  wouldFree: (size: string, runs: string): string => `It would free ${size} in ${runs} runs.`,
  lookFirst: 'It can be switched on once the dry run below is done.',
  nothingFound: 'No setting matches',
} as const

export const SIGNALS: Readonly<Record<CompletenessSignal, string>> = {
  sentinel_file: 'a marker file',
  manifest: 'a list of files',
  quiet_period: 'quiet for some minutes',
  button: 'I press a button',
}

export const SECTION = {
  mbps: 'Mb/s',
  seconds: 's',
  hours: 'h',
  days: 'days',
  guards: [
    ['off', 'Send all the same'],
    ['slow', 'Send slowly'],
    ['hold', 'Wait until it is done'],
  ],
  instrument: {
    text: 'An instrument, how its runs are found finished, and where they go.',
    id: 'ID',
    idHint: 'Letters, digits, _ and - only.',
    label: 'Name',
    folder: 'Folder with its runs',
    nasRoot: 'Folder of the NAS on this computer',
    nasRootHint: 'Where the NAS is mounted, so that a run can be opened there.',
    signal: 'A run is finished by',
    sentinel: 'Name of the marker file',
    manifest: 'Name of the list',
    quiet: 'Quiet for',
    minutes: 'min',
    remote: 'rclone remote',
    remoteHint: 'The name of a remote in rclone.conf, without the colon.',
    remotePath: 'Folder on the NAS',
    rcloneConfig: 'rclone.conf',
    sshTarget: 'Account and server',
    sshTargetHint: 'As user@host.',
    sshKey: 'Key file',
    sshKeyHint: 'The private key. A password is never asked for.',
    sshPort: 'Port',
    knownHosts: 'File of known hosts',
    limit: 'Speed limit',
    limitHint: 'Empty: none. Hours in which it holds are set in config.yaml (bandwidth.windows).',
  },
  speed: { title: 'Speed and schedule' },
  verify: { title: 'Verification' },
  cleanup: {
    title: 'Cleanup',
    text: 'Deletes local data only where every condition holds at that moment. Off until a lab switches it on.',
  },
  notify: { title: 'Notifications' },
  logging: { title: 'Logging' },
  app: { title: 'Application' },
  advanced: { title: 'Advanced' },
  fields: {
    parallel: {
      label: 'Runs at once',
      hint: 'To different destinations; one run per destination.',
    },
    transfers: { label: 'Files at once', hint: 'That one rclone sends.' },
    guard: {
      label: 'While an instrument records',
      hint: 'Its own runs are held back, not others.',
    },
    guardMbps: { label: 'Send slowly means' },
    attempts: { label: 'Tries', hint: 'The failure with this number ends the series.' },
    delays: { label: 'Waiting times', hint: 'Seconds after the first, second, … failure.' },
    inactivity: {
      label: 'Silence of the tool',
      hint: 'After so long it is stopped and tried again.',
    },
    stream: {
      label: 'Read back up to',
      hint: 'Where the far side has no SHA-256, a run is read back and proven here.',
    },
    repeat: { label: 'Verify again after', hint: 'Empty: only when asked.' },
    cleanup: { label: 'Delete local data of runs that are safe to delete' },
    passes: { label: 'Verify passes needed' },
    age: { label: 'Time since the last pass' },
    retain: { label: 'Keep the manifest and records in the run folder' },
    problems: { label: 'A notice when a run needs somebody' },
    finished: { label: 'A notice when the last run is verified' },
    keep: { label: 'Keep logs for' },
    most: { label: 'All logs together at most' },
    login: { label: 'Start at login' },
    tray: { label: 'Closing the window keeps sending' },
    awake: { label: 'Keep the computer awake while sending' },
    watch: { label: 'Find finished runs by itself' },
    sweep: { label: 'Look at the folders every' },
    settle: { label: 'Nothing may move for', hint: 'After the sign that a run is finished.' },
    ignore: {
      label: 'Leave older runs alone',
      hint: 'Runs whose youngest file is older, as 2026-01-31.',
    },
    rclone: { label: 'Path of rclone' },
    rsync: { label: 'Path of rsync' },
    ssh: { label: 'Path of ssh' },
  },
} as const

export const SETUP = {
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
  how: 'How are runs sent?',
  transports: { rclone: 'rclone', rsync_ssh: 'rsync over SSH' },
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
  doctorText: 'Each step is tried with the real tools. Test files are removed again.',
  rehearsalText: 'A tiny run is sent, proven and removed.',
  works: (time: string, proof: ProofLevel): string =>
    `It works: ${time}, proven by ${proofWord(proof)}.`,
  accept: 'I know of these faults and go on',
  finishText: 'Finished runs are sent from now on. All of this can be changed in the settings.',
  notices: 'Show a notice when a run needs somebody',
  awake: 'Keep the computer awake while sending',
  lock: 'Lock the settings',
  cleanupOff: 'Deleting local data stays off.',
  end: 'Finish',
} as const

export const FILTERS = { from: 'From', until: 'To' } as const

/** Chips of "All runs". */
export const STATE_CHIPS: readonly (readonly [JobState | null, string])[] = [
  [null, 'All'],
  ['failed', 'Failed'],
  ['blocked', 'Blocked'],
  ['running', 'Sending'],
  ['awaiting_verify', 'Checking'],
  ['queued', 'Waiting'],
  ['verified', 'Verified'],
  ['cleaned', 'On NAS only'],
  ['cancelled', 'Cancelled'],
]
