// Messages of exclusions: exclude files, include them again, accept a copy without proof, replace proven copies.
import { messages, template } from '../language/messages.ts'
import type { Exclusion } from '../model/list-rows.ts'

export const EXCLUSION_MESSAGES = messages('exclusion', {
  accept: 'Accept the NAS copy…',
  acceptText:
    'The original is gone, so the copy on the NAS can’t be proven. It is kept as it is, counts as excluded and is never called Verified. Your name and reason stand in Activity and in the receipt.',
  acceptChangedText:
    'The copy on the NAS changed after it was proven. It is kept as it is, counts as excluded and is never called Verified; the original stays on this computer. Your name and reason stand in Activity and in the receipt.',
  acceptTitle: template(
    '{n, plural, one {Accept the NAS copy of # file without proof?} other {Accept the NAS copy of # files without proof?}}',
    (n: number) => ({ n }),
  ),
  acceptYes: template('{n, plural, one {Accept # file} other {Accept # files}}', (n: number) => ({
    n,
  })),
  all: template('{n, plural, one {Only this file} other {Only these # files}}', (n: number) => ({
    n,
  })),
  byPattern: 'All files that fit a pattern, now and later',
  compare: 'Compare',
  counting: 'Counting',
  exclude: 'Exclude this file / pattern…',
  excludePattern: 'Exclude pattern…',
  leaveOut: 'Leave them out and finish…',
  excludeText:
    'Excluded files are not sent and not proven, and stay on this computer. The run can be Verified without them. Your name and note stand in Details and in the receipt.',
  excludeTitle: 'Exclude files from this run',
  excludeYes: template(
    '{n, plural, one {Exclude # file} other {Exclude # files}}',
    (n: number) => ({ n }),
  ),
  first: 'The first of them',
  include: 'Include again…',
  includeText: 'The files are sent and proven like all others of the run.',
  includeTitle: template(
    '{n, plural, one {Include # file again?} other {Include # files again?}}',
    (n: number) => ({ n }),
  ),
  includeYes: template(
    '{n, plural, one {Include # file} other {Include # files}}',
    (n: number) => ({ n }),
  ),
  keep: 'Keep the proven copy…',
  keepNas: 'Keep the NAS version…',
  resendOriginals: template(
    '{n, plural, one {Send the original again} other {Send # files again}}',
    (n: number) => ({ n }),
  ),
  resendOriginalsText: 'What is on the NAS now is kept beside it.',
  later: 'No file fits it now. Files that come later are left out.',
  more: 'More',
  name: 'Your name',
  note: 'Note',
  pattern: 'Pattern',
  patternHint: '* and ? stand for characters of a name, ** for folders. Capitals matter.',
  reason: 'Reason',
  reveal: 'Reveal folder',
  replace: template(
    '{n, plural, one {Send the file as it is now…} other {Send # files as they are now…}}',
    (n: number) => ({ n }),
  ),
  replaceText: template(
    'Originals of {run} changed after they were proven. They take the place of their proven copies on the NAS, which are kept beside them; the new ones are proven again.',
    (run: string) => ({ run }),
  ),
  replaceTitle: template(
    '{n, plural, one {Replace the proven copies of # file?} other {Replace the proven copies of # files?}}',
    (n: number) => ({ n }),
  ),
  replaceYes: template(
    '{n, plural, one {Replace # file} other {Replace # files}}',
    (n: number) => ({ n }),
  ),
  /** Files without a problem that a pattern takes. */
  sound: template(
    '{n, plural, one {# of them, {size}, has no problem: it would be neither sent nor proven.} other {# of them, {size}, have no problem: they would be neither sent nor proven.}}',
    (n: number, size: string) => ({ n, size }),
  ),
  title: 'Excluded',
  which: 'Which files',
  would: template(
    '{n, plural, one {# file, {size} would be left out} other {# files, {size} would be left out}}',
    (n: number, size: string) => ({ n, size }),
  ),
})

const EXCLUDED_MESSAGES = messages('excluded', {
  accepted: 'NAS copy accepted without proof',
  chosen: 'chosen files',
  line: template(
    '{files, plural, one {{what}: # file, {size}. {by}, {at}} other {{what}: # files, {size}. {by}, {at}}}',
    (what: string, { files, by }: Exclusion, size: string, at: string) => ({
      what,
      files,
      size,
      by,
      at,
    }),
  ),
  lineNote: template('{line}: {note}', (line: string, note: string) => ({ line, note })),
})

/** An exclusion as one line of the Details tab. */
export const exclusionText = (one: Exclusion, size: string, at: string): string => {
  const { accepted, chosen, line, lineNote } = EXCLUDED_MESSAGES
  const text = line(one.kind === 'accepted' ? accepted : (one.pattern ?? chosen), one, size, at)
  return one.note === '' ? text : lineNote(text, one.note)
}
