// Messages of exclusions: exclude files, include them again, accept a copy without proof, replace proven copies.
import type { Exclusion } from '../model/list-rows.ts'
import { filesText } from './common.ts'

const exactly = (n: number): string => (n === 1 ? 'this file' : `these ${filesText(n)}`)

export const EXCLUSION_MESSAGES = {
  accept: 'Accept the NAS copy…',
  acceptText:
    'The original is gone, so the copy on the NAS can’t be proven. It is kept as it is, counts as excluded and is never called Verified. Your name and reason stand in Activity and in the receipt.',
  acceptChangedText:
    'The copy on the NAS changed after it was proven. It is kept as it is, counts as excluded and is never called Verified; the original stays on this computer. Your name and reason stand in Activity and in the receipt.',
  acceptTitle: (n: number): string => `Accept the NAS copy of ${filesText(n)} without proof?`,
  acceptYes: (n: number): string => `Accept ${filesText(n)}`,
  all: (n: number): string => `Only ${exactly(n)}`,
  byPattern: 'All files that fit a pattern, now and later',
  compare: 'Compare',
  counting: 'Counting',
  exclude: 'Exclude this file / pattern…',
  excludePattern: 'Exclude pattern…',
  leaveOut: 'Leave them out and finish…',
  excludeText:
    'Excluded files are not sent and not proven, and stay on this computer. The run can be Verified without them. Your name and note stand in Details and in the receipt.',
  excludeTitle: 'Exclude files from this run',
  excludeYes: (n: number): string => `Exclude ${filesText(n)}`,
  first: 'The first of them',
  include: 'Include again…',
  includeText: 'The files are sent and proven like all others of the run.',
  includeTitle: (n: number): string => `Include ${filesText(n)} again?`,
  includeYes: (n: number): string => `Include ${filesText(n)}`,
  keep: 'Keep the proven copy…',
  keepNas: 'Keep the NAS version…',
  resendOriginals: (n: number): string =>
    n === 1 ? 'Send the original again' : `Send ${filesText(n)} again`,
  resendOriginalsText: 'What is on the NAS now is kept beside it.',
  later: 'No file fits it now. Files that come later are left out.',
  more: 'More',
  name: 'Your name',
  note: 'Note',
  pattern: 'Pattern',
  patternHint: '* and ? stand for characters of a name, ** for folders. Capitals matter.',
  reason: 'Reason',
  reveal: 'Reveal folder',
  replace: (n: number): string =>
    n === 1 ? 'Send the file as it is now…' : `Send ${filesText(n)} as they are now…`,
  replaceText: (run: string): string =>
    `Originals of ${run} changed after they were proven. They take the place of their proven copies on the NAS, which are kept beside them; the new ones are proven again.`,
  replaceTitle: (n: number): string => `Replace the proven copies of ${filesText(n)}?`,
  replaceYes: (n: number): string => `Replace ${filesText(n)}`,
  title: 'Excluded',
  which: 'Which files',
  would: (n: number, size: string): string => `${filesText(n)}, ${size} would be left out`,
} as const

/** An exclusion as one line of the Details tab. */
export const exclusionText = (one: Exclusion, size: string, at: string): string => {
  const what =
    one.kind === 'accepted' ? 'NAS copy accepted without proof' : (one.pattern ?? 'chosen files')
  return `${what}: ${filesText(one.files)}, ${size}. ${one.by}, ${at}${one.note === '' ? '' : `: ${one.note}`}`
}
