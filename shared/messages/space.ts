// Messages of the page "Space": what may be deleted on this computer.
import { messages, template } from '../language/messages.ts'
import { bytes } from '../format.ts'
import type { SpaceAnswer } from '../model/reports.ts'

/** The answers as columns and chips. */
export const SPACE_ANSWERS: Readonly<Record<SpaceAnswer, string>> = messages('spaceAnswers', {
  safe: 'Safe to delete',
  to_check: 'Check first',
  not_yet: 'Not yet',
  do_not: 'Do not delete',
})

export const SPACE_MESSAGES = messages('space', {
  space: 'Space',
  loading: 'Deciding which runs may be deleted…',
  /** While the report is made. */
  left: template(
    '{n, plural, one {# more run is still to be decided.} other {# more runs are still to be decided.}}',
    (n: number) => ({ n }),
  ),
  /** Beside the number of bytes. */
  free: template(
    '{n, plural, one {safe to delete here, in # run} other {safe to delete here, in # runs}}',
    (n: number) => ({ n }),
  ),
  nothing: 'Nothing is safe to delete now.',
  /** Beside the number of bytes, where nothing is safe before a check. */
  afterCheck: template(
    '{n, plural, one {could be freed here: # run only needs a check of both sides.} other {could be freed here: # runs only need a check of both sides.}}',
    (n: number) => ({ n }),
  ),
  asOf: template('as of {time}', (time: string) => ({ time })),
  toCheck: template(
    '{n, plural, one {{size} more in # run only needs a check of both sides.} other {{size} more in # runs only need a check of both sides.}}',
    (size: number, n: number) => ({ size: bytes(size), n }),
  ),
  checkNow: 'Check now',
  checking: 'Checking this computer and the NAS…',
  freeSpace: template('Free {size}…', (size: number) => ({ size: bytes(size) })),
  receipts: template('Receipts ({n, number})', (n: number) => ({ n })),
  byInstrument: 'By instrument',
  ofInstrument: template('Runs of {instrument}', (instrument: string) => ({ instrument })),
  allInstruments: 'All instruments',
  runs: 'Runs',
  all: 'All',
  sum: template(
    '{n, plural, =0 {} one {{size}, # run} other {{size}, # runs}}',
    (size: number, n: number) => ({ size: bytes(size), n }),
  ),
  more: template(
    '{total, plural, one {The first {shown, number} of # run} other {The first {shown, number} of # runs}}',
    (shown: number, total: number) => ({ shown, total }),
  ),
  question: template(
    '{n, plural, one {Delete the local data of # run?} other {Delete the local data of # runs?}}',
    (n: number) => ({ n }),
  ),
  text: 'Every file is proven on the NAS once more first, then deleted here file by file. The copies on the NAS stay.',
  yes: template('Delete {size} here', (size: number) => ({ size: bytes(size) })),
  off: 'This lab has not switched cleanup on, so ExLab Sync deletes nothing. The answers hold all the same.',
  settings: 'Cleanup settings',
  queued: template(
    '{n, plural, one {# run will be proven once more and then deleted here} other {# runs will be proven once more and then deleted here}}',
    (n: number) => ({ n }),
  ),
  none: 'No run has data on this computer',
  noneText:
    'Verified runs are listed here, with what their deletion would free, and why each may or may not be deleted.',
})
