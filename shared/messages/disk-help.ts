// Messages of what helps a filling data disk: strip, page of the instrument, notification, command line (docs/ux.md c-6).
import { messages, template } from '../language/messages.ts'
import { bytes, count } from '../format.ts'
import type { DiskHelp } from '../model/reports.ts'
import { SPEED_MESSAGES } from './frame.ts'
import { MESSAGES } from './index.ts'

export const DISK_HELP_MESSAGES = messages('diskHelp', {
  title: 'What helps now',
  free: template(
    '{n, plural, one {Free {size} of # run} other {Free {size} of # runs}}',
    (size: string, n: number) => ({ size, n }),
  ),
  show: template(
    '{n, plural, one {Show {size} of # run} other {Show {size} of # runs}}',
    (size: string, n: number) => ({ size, n }),
  ),
  check: template(
    '{n, plural, one {Check # run with {size}} other {Check # runs with {size}}}',
    (size: string, n: number) => ({ size, n }),
  ),
  freeWords: template(
    '{n, plural, one {{size} of # run can be freed now.} other {{size} of # runs can be freed now.}}',
    (size: string, n: number) => ({ size, n }),
  ),
  deleteWords: template(
    '{n, plural, one {{size} of # run may be deleted now.} other {{size} of # runs may be deleted now.}}',
    (size: string, n: number) => ({ size, n }),
  ),
  checkWords: template(
    '{n, plural, one {# run with {size} only needs a check of both sides before it may be deleted.} other {# runs with {size} only need a check of both sides before they may be deleted.}}',
    (size: string, n: number) => ({ size, n }),
  ),
  resumeWords: 'Everything is paused.',
  unlimitWords: template('Sending is limited to {mbps} Mb/s.', (mbps: string) => ({ mbps })),
})

/** The label of the button. */
export const helpLabel = (help: DiskHelp): string => {
  switch (help.kind) {
    case 'free':
      return DISK_HELP_MESSAGES.free(bytes(help.bytes), help.runs)
    case 'delete':
      return DISK_HELP_MESSAGES.show(bytes(help.bytes), help.runs)
    case 'check':
      return DISK_HELP_MESSAGES.check(bytes(help.bytes), help.runs)
    case 'resume':
      return MESSAGES.resumeAll
    case 'unlimit':
      return SPEED_MESSAGES.noneForHour
  }
}

/** What is so, as a sentence with sizes as `size` writes them. */
export const helpWords = (help: DiskHelp, size = bytes): string => {
  switch (help.kind) {
    case 'free':
      return DISK_HELP_MESSAGES.freeWords(size(help.bytes), help.runs)
    case 'delete':
      return DISK_HELP_MESSAGES.deleteWords(size(help.bytes), help.runs)
    case 'check':
      return DISK_HELP_MESSAGES.checkWords(size(help.bytes), help.runs)
    case 'resume':
      return DISK_HELP_MESSAGES.resumeWords
    case 'unlimit':
      return DISK_HELP_MESSAGES.unlimitWords(count(help.mbps))
  }
}
