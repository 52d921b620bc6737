// What tells a command line from a start of the window, without loading the command line.

/** Words that make an argument list a command line rather than a start of the window. */
export const COMMAND_NAMES: readonly string[] = [
  'add',
  'run',
  'status',
  'retry',
  'pause',
  'resume',
  'cancel',
  'verify',
  'cleanup',
  'acknowledge',
  'exclude',
  'include',
  'accept',
  'locate',
  'receipt',
  'bundle',
  'log',
  'doctor',
  'rehearse',
  'recordings',
  'foresight',
  'explain',
  'help',
]
