// Messages of the system's notifications.
import { runs, runsNeedYou } from '../common.ts'
import { PROGRAM_NAME } from './shell.ts'

export const NOTIFICATION_MESSAGES = {
  several: (n: number, folders: number): string => runsNeedYou(n, folders),
  foldersNeed: (n: number): string => runsNeedYou(n, n),
  foldersText: 'Nothing is sent of them before that.',
  severalText: `Open ${PROGRAM_NAME} to see why.`,
  runNeeds: (run: string): string => `${run} needs you.`,
  runsNeed: (n: number, meaning: string): string => `${runsNeedYou(n)}. ${meaning}`.trim(),
  waitSince: (n: number, at: string): string => `${runs(n)} waiting since ${at}.`,
  back: (destination: string): string => `${destination} takes runs again`,
  backText: 'Sending goes on.',
  diskFull: (instrument: string): string => `The data disk of ${instrument} is nearly full`,
  diskText: (time: string): string => `At this rate it is full in ${time}.`,
  silentText: 'Nothing has arrived to be sent.',
  finished: 'The last run is verified',
  finishedText: (n: number): string => `${runs(n)} verified since sending began.`,
} as const
