// Pages of instruments and destinations, the connection test, cleanup, trust in a server.

export const REACH = {
  fine: 'reachable',
  unknown: 'not tested yet',
  away: 'unreachable',
  full: 'full',
  signIn: 'sign-in problem',
  setUp: 'set-up problem',
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
    `${files}, ${size}, in ${folder}. The copies on the NAS stay.`,
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

/** A run is finished when … */
export const RULES = {
  sentinel: (file: string): string => `the file ${file} is there`,
  manifest: (file: string): string => `all files of ${file} are there`,
  quiet: (minutes: string): string => `nothing in it has moved for ${minutes} min`,
  button: 'somebody marks it finished',
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
  reach: 'State',
  contact: 'Last contact',
  proof: 'Proof it can give',
  room: 'Room',
  untested: 'not tested yet',
  from: 'Instruments',
  speeds: (last: string, most: string): string =>
    `Speed of the last sends: ${last}, at most ${most}`,
} as const
