// Messages of cleanup: the decision whether local data may be deleted, its conditions, the dialog before it.
import { messages, template } from '../language/messages.ts'
import { dateTime, dayAndTime, timeOrDay } from '../format.ts'

export const CLEANUP_MESSAGES = messages('cleanup', {
  title: 'May the local data be deleted?',
  holds: 'holds: ',
  open: 'open: ',
  off: 'This lab has not switched cleanup on, so ExLab Sync deletes nothing.',
  notNow: 'Not every condition holds, so nothing is deleted.',
  how: 'Every file is proven on the NAS once more first. Then file by file is deleted here; what is not in the manifest stays.',
  checkNow: 'Check now',
  stopCheck: 'Stop checking',
  /** `done` of `total`: files looked at on both sides. */
  checking: template(
    '{total, plural, =0 {Checking this computer and the NAS} other {Checking this computer and the NAS: {percent, number} %}}',
    (done: number, total: number) => ({ total, percent: Math.floor((100 * done) / total) }),
  ),
  checkFirst: 'Delete is possible once a check finds both sides as they should be.',
  question: 'Delete the local data of this run?',
  what: template(
    '{files}, {size}, in {folder}. The copies on the NAS stay.',
    (files: string, size: string, folder: string) => ({ files, size, folder }),
  ),
  yes: template('Delete {size} here', (size: string) => ({ size })),
  asPdf: 'As PDF',
  asText: 'As text',
  asJson: 'As JSON',
})

const DECISION_MESSAGES = messages('decision', {
  leftOut: template(
    '{n, plural, one { but for # file that was left out} other { but for # files that were left out}}',
    (n: number) => ({ n }),
  ),
  safe: template('Safe to delete, as of {time}', (time: string) => ({ time })),
  safeLeftOut: template(
    '{n, plural, one {Safe to delete but for # file that was left out, as of {time}} other {Safe to delete but for # files that were left out, as of {time}}}',
    (n: number, time: string) => ({ n, time }),
  ),
  notYet: 'Not yet',
  notYetFrom: template('Not yet, from {time}', (time: string) => ({ time })),
  doNot: 'Do not delete',
  gone: 'The local data was deleted already',
  notChecked: 'Not checked yet: check now',
  wasSafe: template('Was safe at {time}: check now', (time: string) => ({ time })),
  notSince: template('Not checked since {time}: check now', (time: string) => ({ time })),
  onNas: template(
    '{proven, number} of {total, number} on the NAS',
    (proven: number, total: number) => ({ proven, total }),
  ),
  onNasSince: template(
    '{proven, number} of {total, number} on the NAS, last checked {time}',
    (proven: number, total: number, time: string) => ({ proven, total, time }),
  ),
})

/** What a run that is safe to delete has beside its proven files; '' where nothing was left out. */
export const leftOutText = (files: number): string =>
  files === 0 ? '' : DECISION_MESSAGES.leftOut(files)

/** The decision that a run may be deleted here; `at`: when both sides were looked at, epoch ms. */
export const safeText = (leftOut: number, at: number, now: number): string => {
  const time = timeOrDay(at, now)
  return leftOut === 0 ? DECISION_MESSAGES.safe(time) : DECISION_MESSAGES.safeLeftOut(leftOut, time)
}

/** The decision that a run may be deleted later; `at`: from when on, epoch ms; null: nobody knows. */
export const notYetText = (at: number | null, now: number): string =>
  at === null ? DECISION_MESSAGES.notYet : DECISION_MESSAGES.notYetFrom(dayAndTime(at, now))

export const doNotText = (): string => DECISION_MESSAGES.doNot
export const alreadyGoneText = (): string => DECISION_MESSAGES.gone

/** The decision of a run that only needs a look. `at`: when somebody looked last, epoch ms; null: never. */
export const checkNowText = (wasSafe: boolean, at: number | null, now: number): string => {
  if (at === null) return DECISION_MESSAGES.notChecked
  const time = timeOrDay(at, now)
  return wasSafe ? DECISION_MESSAGES.wasSafe(time) : DECISION_MESSAGES.notSince(time)
}

/** How much of a run is on the NAS, where its local data was deleted, and when that was last proven (epoch ms). */
export const onNasText = (proven: number, total: number, checkedAt: number | null): string =>
  checkedAt === null
    ? DECISION_MESSAGES.onNas(proven, total)
    : DECISION_MESSAGES.onNasSince(proven, total, dateTime(checkedAt))
