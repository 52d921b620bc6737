// Messages of cleanup: the decision whether local data may be deleted, its conditions, the dialog before it.
import { count, dateTime, timeOrDay } from '../format.ts'
import { filesText } from './common.ts'

export const CLEANUP_MESSAGES = {
  title: 'May the local data be deleted?',
  holds: 'holds: ',
  open: 'open: ',
  off: 'This lab has not switched cleanup on, so ExLab Sync deletes nothing.',
  notNow: 'Not every condition holds, so nothing is deleted.',
  how: 'Every file is proven on the NAS once more first. Then file by file is deleted here; what is not in the manifest stays.',
  checkNow: 'Check now',
  stopCheck: 'Stop checking',
  /** `done` of `total`: files looked at on both sides. */
  checking: (done: number, total: number): string =>
    total === 0
      ? 'Checking this computer and the NAS'
      : `Checking this computer and the NAS: ${count(Math.floor((100 * done) / total))} %`,
  checkFirst: 'Delete is possible once a check finds both sides as they should be.',
  question: 'Delete the local data of this run?',
  what: (files: string, size: string, folder: string): string =>
    `${files}, ${size}, in ${folder}. The copies on the NAS stay.`,
  yes: (size: string): string => `Delete ${size} here`,
  asText: 'As text',
  asJson: 'As JSON',
} as const

/** What a run that is safe to delete has beside its proven files; '' where nothing was left out. */
export const leftOutText = (files: number): string => {
  if (files === 0) return ''
  return ` but for ${filesText(files)} that ${files === 1 ? 'was' : 'were'} left out`
}

/** When both sides were looked at (epoch ms), after the words of a decision. */
export const asOfText = (at: number, now: number): string => `, as of ${timeOrDay(at, now)}`

/** The decision of a run that only needs a look. `at`: when somebody looked last, epoch ms; null: never. */
export const checkNowText = (wasSafe: boolean, at: number | null, now: number): string => {
  if (at === null) return 'Not checked yet: check now'
  const time = timeOrDay(at, now)
  return wasSafe ? `Was safe at ${time}: check now` : `Not checked since ${time}: check now`
}

/** How much of a run is on the NAS, where its local data was deleted, and when that was last proven (epoch ms). */
export const onNasText = (proven: number, total: number, checkedAt: number | null): string =>
  `${count(proven)} of ${count(total)} on the NAS${checkedAt === null ? '' : `, last checked ${dateTime(checkedAt)}`}`
