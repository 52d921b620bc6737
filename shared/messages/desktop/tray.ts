// Messages of the tray icon: its status sentence, which the taskbar shows too, and its menu.
import { messages, template } from '../../language/messages.ts'
import { runsNeedYou } from '../common.ts'

/** The overall status in one sentence. */
export const TRAY_STATUS_MESSAGES = messages('trayStatus', {
  unknown: 'The state of the queue is not known',
  notSetUp: 'No instrument is set up yet',
  fault: 'config.yaml has a fault',
  needYou: runsNeedYou,
  diskFull: template(
    'The data disk of {instrument} is full in {time}',
    (instrument: string, time: string) => ({ instrument, time }),
  ),
  rehearsalFailed: template('The rehearsal of {destination} failed', (destination: string) => ({
    destination,
  })),
  paused: template(
    '{waiting, plural, =0 {{pause}} one {{pause}; # run waiting} other {{pause}; # runs waiting}}',
    (pause: string, waiting: number) => ({ pause, waiting }),
  ),
  stalled: template(
    '{n, plural, one {# run stalled for {time}} other {# runs stalled for {time}}}',
    (n: number, time: string) => ({ n, time }),
  ),
  known: template(
    '{n, plural, one {# run needs somebody, and that is known} other {# runs need somebody, and that is known}}',
    (n: number) => ({ n }),
  ),
  active: template(
    '{n, plural, one {# run in progress} other {# runs in progress}}',
    (n: number) => ({ n }),
  ),
  waiting: template('{n, plural, one {# run waiting} other {# runs waiting}}', (n: number) => ({
    n,
  })),
  nothing: 'Nothing to send',
  verified: template(
    '{n, plural, one {# run is verified} other {# runs are verified}}',
    (n: number) => ({ n }),
  ),
})

const TIP_MESSAGES = messages('tip', {
  tip: template('ExLab Sync: {sentence}', (sentence: string) => ({ sentence })),
  /** Two statements in one line. */
  both: template('{one}. {other}', (one: string, other: string) => ({ one, other })),
})

export const TRAY_MESSAGES = messages('tray', {
  /** The system cuts long tips: the sentence, and what else is so. */
  tip: (sentence: string, beside: readonly string[]): string =>
    TIP_MESSAGES.tip(beside.reduce(TIP_MESSAGES.both, sentence)),
  open: 'Open ExLab Sync',
  resume: 'Resume all',
  pause: 'Pause all',
  retry: 'Retry failed',
  problems: 'Show problems',
  quit: 'Quit',
})
