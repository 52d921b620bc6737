// The one table of the command line: every command with its arguments and options. program.ts builds the parser and `--help`
// from it, completion.ts the shell completions, test/unit/cli/cli-page.test.ts the reference in docs/cli.md.
import { CONNECTION_COMMAND } from './connection-command.ts'
import {
  BY,
  FILES_OF_RUN,
  NAMED,
  type CommandSpec,
  NOTE,
  ONLY_FILES,
  OUTPUT,
} from './command-options.ts'
import { DESTINATION_COMMANDS } from './destination-commands.ts'
import { QUEUE_ORDER_COMMANDS } from './queue-order-commands.ts'
import { SPACE_COMMAND } from './space-command.ts'

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof SHELLS)[number]

/** By name, in the order of `--help`. */
export const COMMANDS = {
  add: {
    arguments: '<folder...>',
    summary: 'queue runs',
    description:
      'Queues runs. Adding one twice is harmless. A folder that holds runs is refused, and the runs in it are named.',
    options: [
      { flags: '--instrument <id>', description: 'whose runs they are' },
      { flags: '--as-one-run', description: 'a folder that holds only folders is one run' },
    ],
  },
  run: {
    arguments: '',
    summary: 'work the queue',
    description:
      'Works the queue until it is stopped, and says line by line what it does. Ctrl+C, SIGTERM and SIGHUP stop it: what is being sent is settled, and the outcome is printed.',
    options: [
      { flags: '--until-idle', description: 'end when nothing is due now' },
      { flags: '--quiet', description: 'only the outcome' },
    ],
  },
  status: {
    arguments: '[run]',
    summary: 'what is sent, proven, waiting, failed',
    description:
      'Shows what is sent, proven, waiting or failed: of one run, or of every run. Of those that are at rest (proven or cancelled, without a failure or a note) the newest 20 are listed and the others counted.',
    options: [
      { flags: '--all', description: 'every run that is at rest, too' },
      { flags: '--files', description: 'every file' },
      {
        flags: '--state <state>',
        description: 'only runs in this state, as JSON or screen call it',
      },
      { flags: '--archived', description: 'runs that were taken off the list' },
      ...NAMED,
    ],
  },
  retry: {
    arguments: '[run...]',
    summary: 'send again what failed',
    description: 'Sends the failed files of runs again. Say which runs, or --failed.',
    options: [{ flags: '--failed', description: 'every failed run' }, ONLY_FILES, ...NAMED],
  },
  pause: {
    arguments: '[run...]',
    summary: 'hold runs back; what is being sent stops',
    description: 'Holds runs back. What is being sent stops. Say which runs, or --all.',
    options: [
      { flags: '--all', description: 'everything, also runs that come later' },
      { flags: '--minutes <number>', description: 'with --all: until so many minutes from now' },
      ...NAMED,
    ],
  },
  resume: {
    arguments: '[run...]',
    summary: 'let held runs go on',
    description: 'Lets runs that were held back go on. Say which runs, or --all.',
    options: [{ flags: '--all', description: 'ends the pause of everything' }, ...NAMED],
  },
  ...QUEUE_ORDER_COMMANDS,
  cancel: {
    arguments: '[run...]',
    summary: 'give runs up; nothing is deleted anywhere',
    description: 'Gives runs up. Nothing is deleted anywhere.',
    options: [...NAMED],
  },
  archive: {
    arguments: '[run...]',
    summary: 'take runs off the list; nothing is deleted anywhere',
    description:
      'Takes runs off the list. Say which, or --finished. Their passes, logs and receipts stay, nothing is deleted anywhere, and nothing of them is sent again by itself; unarchive puts them back.',
    options: [
      { flags: '--finished', description: 'every verified, cleaned or cancelled run' },
      ...NAMED,
    ],
  },
  unarchive: {
    arguments: '[run...]',
    summary: 'put archived runs back on the list',
    description: 'Puts archived runs back on the list.',
    options: [...NAMED],
  },
  verify: {
    arguments: '[run]',
    summary: 'prove a run against the NAS again, now',
    description: 'Compares a run with the NAS again, now.',
    options: [...NAMED],
  },
  locate: {
    arguments: '[run] [folder]',
    summary: 'say where the folder of a run is now, after it was moved',
    description:
      'Says where the folder of a run that was moved is now; with --id or --name only the folder is an argument. What failed is retried.',
    options: [...NAMED],
  },
  ...DESTINATION_COMMANDS,
  connection: CONNECTION_COMMAND,
  cleanup: {
    arguments: '[run...]',
    summary: "delete proven runs' files on this computer, where every interlock holds",
    description:
      'Proves runs once more and deletes their files on this computer, where every condition holds.',
    options: [
      { flags: '--dry-run', description: 'only say what could go, and why or why not' },
      ...NAMED,
    ],
  },
  space: SPACE_COMMAND,
  acknowledge: {
    arguments: '[run...]',
    summary: 'take note of a problem: it stays, but no longer counts as new',
    description: 'Notes that a problem is known: it stays, but no longer counts as new.',
    options: [
      { flags: '--by <name>', description: 'who takes note' },
      { flags: '--note <text>', description: 'what is being done about it', standard: '' },
      { flags: '--undo', description: 'take the note back' },
      ...NAMED,
    ],
  },
  exclude: {
    arguments: '[run]',
    summary: 'leave files out of a run: they are neither sent nor proven',
    description:
      'Leaves files out of a run: they are neither sent nor proven, and the run continues by itself. Say which: --files or --pattern.',
    options: [
      FILES_OF_RUN,
      {
        flags: '--pattern <glob>',
        description: 'all that it means, now and later: * ? within a name, ** across folders',
      },
      BY,
      NOTE,
      { flags: '--dry-run', description: 'only say what the pattern would take' },
      ...NAMED,
    ],
  },
  include: {
    arguments: '[run]',
    summary: 'take an exclusion back: the files are sent and proven',
    description:
      'Takes an exclusion back: the files are sent and proven. Say which: --files, --pattern or --all.',
    options: [
      FILES_OF_RUN,
      { flags: '--pattern <glob>', description: 'what was excluded by this pattern' },
      { flags: '--all', description: 'everything that was excluded' },
      BY,
      ...NAMED,
    ],
  },
  accept: {
    arguments: '[run]',
    summary: 'keep the NAS copies of files whose originals are gone, without a proof',
    description:
      'Keeps the NAS copies of files whose originals are gone, without a proof. They count as excluded. --by and --note are required.',
    options: [ONLY_FILES, BY, NOTE, ...NAMED],
  },
  receipt: {
    arguments: '[run]',
    summary: 'what was proven, when and by what; --json for programs',
    description: 'Prints the evidence for a run: what was proven, when and by what.',
    options: [
      { flags: '--html', description: 'as a page to print' },
      OUTPUT,
      {
        flags: '--check <file>',
        description: 'check a saved receipt instead, and say who sealed it',
      },
      {
        flags: '--key <file>',
        description: 'with --check: a receipt-key file from .exlab-sync on the NAS',
      },
      ...NAMED,
    ],
  },
  bundle: {
    arguments: '',
    summary: 'one archive for support: logs, attempts, masked config; no data, no secrets',
    description:
      'Writes one archive for support: logs, attempts and the masked config. It holds no data and no secrets.',
    options: [
      OUTPUT,
      { flags: '--mask', description: 'take home folder and account name out of it' },
      { flags: '--list', description: 'only say what it would hold' },
    ],
  },
  log: {
    arguments: '[run]',
    summary: "an attempt's full output",
    description: 'Prints the full output of an attempt.',
    options: [
      { flags: '--attempt <number>', description: 'which attempt; the last one without it' },
      ...NAMED,
    ],
  },
  doctor: {
    arguments: '[instrument]',
    summary: 'test the connection to a destination, step by step',
    description:
      'Tests the connection to a destination step by step; without a name, of every instrument.',
    options: [],
  },
  rehearse: {
    arguments: '[instrument]',
    summary: 'send, prove and remove a tiny run',
    description: 'Sends, proves and removes a tiny run; without a name, for every instrument.',
    options: [],
  },
  recordings: {
    arguments: '',
    summary: 'runs that are being written, and what they wait for; complete ones are queued',
    description:
      'Lists runs that are being recorded, and what they wait for. Queues complete ones.',
    options: [],
  },
  finish: {
    arguments: '<recording...>',
    summary: 'say that recordings are complete: they are queued as they are',
    description:
      'Queues runs that are being recorded as they are, because a person says that they are complete. Each is named by its folder or its name.',
    options: [],
  },
  foresight: {
    arguments: '',
    summary: 'when the data disks are full, and instruments that have gone silent',
    description: 'Says when the data disks will be full, and which instruments are silent.',
    options: [],
  },
  explain: {
    arguments: '',
    summary: 'what a saved exit code and stderr (on standard input) mean',
    description:
      'Says what a saved exit code and output mean. The stderr of the program is read from standard input.',
    options: [
      { flags: '--transport <name>', description: 'rclone or rsync_ssh' },
      { flags: '--operation <name>', description: 'push or hashsum' },
      { flags: '--exit <code>', description: 'exit code' },
      { flags: '--signal <name>', description: 'signal that ended it' },
      { flags: '--stdout <file>', description: 'what it wrote to standard output' },
      { flags: '--records <file>', description: 'a file of saved exits, one JSON object a line' },
    ],
  },
  completion: {
    arguments: '<shell>',
    summary: 'print the completion script of a shell',
    description: 'Prints the script that completes commands and options in a shell.',
    options: [],
    choices: SHELLS,
  },
} as const satisfies Readonly<Record<string, CommandSpec>>

export type CommandName = keyof typeof COMMANDS
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[] // the keys of the table above
