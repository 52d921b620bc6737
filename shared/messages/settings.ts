// Messages of the settings: sections, fields, review, lock.
import { messages, template } from '../language/messages.ts'
import type { CompletenessSignal } from '../model/settings.ts'

export const FIELD_MESSAGES = messages('field', {
  byDefault: template('{value} (default)', (value: string) => ({ value })),
  choose: 'Choose',
  clear: 'Clear',
  from: 'From',
  to: 'To',
  hours: template('Hours {n}', (n: number) => ({ n })),
  addHours: 'Add hours',
  removeHours: template('Remove {text}', (text: string) => ({ text })),
  nextDay: 'next day',
})

export const SETTINGS_MESSAGES = messages('settings', {
  noUpdates:
    'Newer versions are not looked for. An administrator names their feed in config.yaml: updates.feed_url.',
  search: 'Search settings',
  sections: 'Sections of the settings',
  lock: 'Lock',
  unlock: 'Unlock…',
  isLocked: 'The settings are locked. An administrator of this computer can unlock them.',
  notYaml:
    'config.yaml is not valid YAML at the moment. Mend it in an editor; it is read again when it is saved.',
  changes: template(
    '{n, plural, one {1 change not saved} other {# changes not saved}}',
    (n: number) => ({ n }),
  ),
  discard: 'Discard',
  reviewAndSave: 'Review and save…',
  review: 'Save these changes?',
  reviewText:
    'This is what changes in config.yaml. Everything else in it stays as it is, comments too.',
  faults: 'Nothing can be saved yet.',
  difference: 'Difference of config.yaml',
  testOf: template('Connection of {id}', (id: string) => ({ id })),
  untested: template(
    'The connection of {id} changes, and was not tested yet. The test sends, proves and removes a tiny run; nothing is saved before.',
    (id: string) => ({ id }),
  ),
  void: template(
    'Something was changed since the test of {id}: what it found is not about this any more.',
    (id: string) => ({ id }),
  ),
  test: 'Test',
  testAgain: 'Test again',
  saveUntested: 'Save without a test',
  saveFaulty: 'Save with these faults',
  untestedText:
    'Saved without a test, runs may fail at the NAS. The connection is tested after the save then.',
  goOn: 'Go on changing',
  save: 'Save',
  saved: 'Settings saved',
  dryRun: 'What a cleanup would do now',
  dryRunning: 'Looking at every verified run…',
  wouldFree: template(
    '{runs, plural, one {It would free {size} in # run.} other {It would free {size} in # runs.}}',
    (size: string, runs: number) => ({
      size,
      runs,
    }),
  ),
  dryRunChecks: 'Checking this computer and the NAS…',
  wouldCheck: template(
    '{runs, plural, one {A check of this computer and the NAS comes first for {size} in # more run.} other {A check of this computer and the NAS comes first for {size} in # more runs.}}',
    (size: string, runs: number) => ({ size, runs }),
  ),
  lookFirst: 'It can be switched on once the dry run below is done.',
  nothingFound: 'No setting matches',
  editsRemain:
    'Changes are kept while you look at other pages, and are in force once they are saved.',
  stale:
    'config.yaml was changed by another program so that these changes no longer fit it. Discard them to see what it says now.',
  changedMeanwhile:
    'config.yaml was changed by another program while the difference was shown. Nothing was saved: review your changes once more.',
  instruments: 'Instruments',
  destinations: 'Destinations',
  duplicate: 'Duplicate',
  move: 'Send its runs elsewhere…',
  rename: 'Rename',
  renameIt: 'Rename…',
  destinationName: 'Name of the destination',
  connections: 'Connections made here',
  removeConnection: 'Its sign-in is forgotten on this computer. Nothing is changed on the NAS.',
  removeConnectionYes: 'Remove connection',
  usedByNone: 'No instrument sends there',
  remove: 'Remove…',
  removed: 'It goes out of config.yaml with the next save.',
  keep: 'Keep it',
  removeTitle: template('Remove {name}?', (name: string) => ({ name })),
  removeText:
    'No run is found or sent for it any more. Its runs stay in the list, and no data is deleted, here or on the NAS.',
  removeRuns: template(
    '{n, plural, one {# run of it is not done and will be blocked: {some}.} other {{more, plural, =0 {{n, number} runs of it are not done and will be blocked: {some}.} other {{n, number} runs of it are not done and will be blocked: {some} and # more.}}}}',
    (n: number, some: string, more: number) => ({ n, some, more }),
  ),
  removeYes: 'Remove instrument',
  usedBy: template('For {names}', (names: string) => ({ names })),
  change: 'Change',
  further: 'Further destinations',
  furtherText:
    'Its runs go there as well, each copy with a proof of its own. A run is safe to delete only once every required destination holds it.',
  furtherName: 'Name, such as archive',
  furtherAdd: 'Add a destination…',
  furtherRule: 'Letters, digits, _ and - only, and a name that it does not have yet.',
  furtherMove: template('Send to {name} by another way…', (name: string) => ({ name })),
  furtherRemove: template('Remove {name}', (name: string) => ({ name })),
  furtherRemoved: template(
    '{name} goes out of config.yaml with the next save. What was sent there stays there.',
    (name: string) => ({ name }),
  ),
  furtherOf: template('Destination {name}', (name: string) => ({ name })),
  furtherRequired: 'Required',
  furtherRequiredHint:
    'A run is safe to delete only once it is proven there too. Otherwise it is sent there, and deleted without waiting for that.',
})

export const LANGUAGE_MESSAGES = messages('language', {
  label: 'Language',
  system: 'As the system',
  hint: 'Of the window, the menu and the notices; changed at once. Logs, receipts and texts for IT stay English.',
})

export const APPEARANCE_MESSAGES = messages('appearance', {
  label: 'Colours',
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  hint: 'Changed at once, for this account.',
})

export const SIGNAL_NAMES: Readonly<Record<CompletenessSignal, string>> = messages('signalNames', {
  sentinel_file: 'a marker file',
  manifest: 'a list of files',
  quiet_period: 'quiet for some minutes',
  button: 'I press a button',
})

/** The effect of a speed limit, and whether it holds now. */
export const LIMIT_MESSAGES = messages('limit', {
  none: 'No limit is set, so there are no hours for it.',
  always: template('Limited to {mbps} Mb/s at all hours.', (mbps: string) => ({ mbps })),
  inHours: template(
    'Limited to {mbps} Mb/s {hours}; no cap at other hours.',
    (mbps: string, hours: string) => ({ mbps, hours }),
  ),
  now: 'It holds now.',
  notNow: 'It does not hold now.',
})

export const SECTION_MESSAGES = messages('section', {
  mbps: 'Mb/s',
  seconds: 's',
  hours: 'h',
  days: 'days',
  chosenTransfers: 'chosen by what is sent',
  guards: {
    off: 'Send all the same',
    slow: 'Send slowly',
    hold: 'Wait until it is done',
  },
  instrument: {
    text: 'An instrument, how its runs are found finished, and where they go.',
    destination: 'Destination',
    speed: 'Speed',
    id: 'ID',
    idHint: 'Letters, digits, _ and - only.',
    label: 'Name',
    folder: 'Folder with its runs',
    runFolders: 'Folders that are runs',
    runFoldersHint:
      'As */* for folders one level down, or */Runs/*; * stands for any folder. Empty: found by what is there, and asked where that is not clear.',
    exclude: 'Files that are never data',
    excludeHint:
      'They are not sent, and are no change of a run. The receipt names those that were met.',
    nasRoot: 'Folder of the NAS on this computer',
    nasRootHint: 'Where the NAS is mounted, so that a run can be opened there.',
    signal: 'A run is finished by',
    sentinel: 'Name of the marker file',
    manifest: 'Name of the list',
    quiet: 'Quiet for',
    minutes: 'min',
    remote: 'rclone remote',
    remoteHint:
      'The name of a remote in rclone.conf, without the colon. Its password stays in rclone.conf.',
    remotePath: 'Folder on the NAS',
    rcloneConfig: 'rclone.conf',
    byDialog: 'Chosen in a dialog of the system, since it decides which programs run.',
    folderPath: 'Folder or share',
    folderPathHint:
      'As /mnt/nas/raw, Z:\\raw or \\\\server\\share\\raw. This computer reads the copies back to prove them.',
    sshTarget: 'Account and server',
    sshTargetHint: 'As user@host. ssh signs in with the key file: no password is taken here.',
    sshKey: 'Key file',
    sshKeyHint: 'The private key. A password is never asked for.',
    sshPort: 'Port',
    sshPortHint: "Empty: the one of ssh's configuration, else 22.",
    knownHosts: 'File of known hosts',
    limit: 'Speed limit',
    limitHint: 'Empty: none.',
    windows: 'Hours of the limit',
    windowsHint:
      'Without any it holds always. From 18:00 to 06:00 is a night: it ends on the next day.',
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
    maxTransfers: { label: 'Files at once, at most', hint: 'Where the number is chosen.' },
    guard: {
      label: 'While an instrument records',
      hint: 'Its own runs are held back, not others.',
    },
    guardMbps: { label: 'Send slowly means' },
    attempts: { label: 'Tries', hint: 'The failure with this number ends the series.' },
    delays: { label: 'Waiting times', hint: 'Seconds after the first, second, … failure.' },
    inactivity: {
      label: 'Silence of the tool',
      hint: 'After so long without a sign that it works it is stopped, and the run is tried again.',
    },
    stream: {
      label: 'Read back up to',
      hint: 'Where the far side has no SHA-256, a run is read back and proven here.',
    },
    repeat: { label: 'Verify again after', hint: 'Empty: only when asked.' },
    rehearse: {
      label: 'Rehearse a destination after',
      hint: 'Where nothing was proven for so long, a tiny run is sent, proven and removed. 0: never.',
    },
    cleanup: { label: 'Delete local data of runs that are safe to delete' },
    passes: { label: 'Verify passes needed' },
    age: { label: 'Time since the last pass' },
    retain: { label: 'Keep the manifest and records in the run folder' },
    problems: { label: 'A notice when a run needs somebody' },
    finished: { label: 'A notice when the last run is verified' },
    workingHours: {
      label: 'Working hours',
      hint: 'When the silence of an instrument is told. Without it: Monday to Friday, 08:00 to 18:00.',
    },
    keep: { label: 'Keep logs and Activity for' },
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
    rclone: {
      label: 'Path of rclone',
      hint: 'Programs are chosen in a dialog of the system. Empty: the one that is installed.',
    },
    rsync: { label: 'Path of rsync' },
    ssh: { label: 'Path of ssh' },
    wizardConfig: {
      label: "ExLab-Wizard's settings",
      hint: 'Its config.yaml, from which instruments are taken. Nothing is written into it. Empty: none are.',
    },
  },
})
