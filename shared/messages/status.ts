// Messages of the status of runs and of the whole queue: words with a time, the chips of the strip, a pause.
import { messages, template } from '../language/messages.ts'
import { dateTime, timeOrDay } from '../format.ts'
import type { Overview } from '../model/overview.ts'
import type { PauseChoice } from '../pause-choices.ts'
import { runsNeedYou } from './common.ts'

export const RUN_STATUS_MESSAGES = messages('runStatus', {
  stalled: template('Stalled {time}', (time: string) => ({ time })),
  heldByYou: 'by you',
  recording: template('{instrument} is recording', (instrument: string) => ({ instrument })),
})

/** What holds the runs of an instrument while it records. */
export const recordingHolder = (instrument: string): string =>
  RUN_STATUS_MESSAGES.recording(instrument)

type Pause = Pick<Overview, 'paused' | 'pausedSince' | 'pausedUntil' | 'pausedBy'>

const PAUSE_MESSAGES = messages('pause', {
  byYou: 'Paused by you',
  by: template('Paused by {name}', (name: string) => ({ name })),
  since: template('{paused} since {since}', (paused: string, since: string) => ({ paused, since })),
  until: template('{paused}, until {until}', (paused: string, until: string) => ({
    paused,
    until,
  })),
  sinceUntil: template(
    '{paused} since {since}, until {until}',
    (paused: string, since: string, until: string) => ({ paused, since, until }),
  ),
  hour: 'For 1 hour',
  tomorrow: template('Until tomorrow, {at}', (at: string) => ({ at })),
  open: 'Until I resume',
})

/** `Paused by you`. */
export const pausedBy = ({ pausedBy: name }: Pick<Pause, 'pausedBy'>): string =>
  name === null ? PAUSE_MESSAGES.byYou : PAUSE_MESSAGES.by(name)

/** `Paused by you since 14:02, until 15:02`; '' while nothing is paused. `now`: epoch ms. */
export const pauseText = (pause: Pause, now: number): string => {
  if (!pause.paused) return ''
  const by = pausedBy(pause)
  const since = pause.pausedSince === null ? null : timeOrDay(pause.pausedSince, now)
  const until = pause.pausedUntil === null ? null : timeOrDay(pause.pausedUntil, now)
  if (since === null) return until === null ? by : PAUSE_MESSAGES.until(by, until)
  return until === null
    ? PAUSE_MESSAGES.since(by, since)
    : PAUSE_MESSAGES.sinceUntil(by, since, until)
}

/** How long a pause is: `For 1 hour`. `at`: the time of day at which it ends. */
export const pauseName = (kind: PauseChoice['kind'], at: string): string => {
  switch (kind) {
    case 'hour':
      return PAUSE_MESSAGES.hour
    case 'tomorrow':
      return PAUSE_MESSAGES.tomorrow(at)
    case 'open':
      return PAUSE_MESSAGES.open
  }
}

const FAULT_MESSAGES = messages('configFault', {
  somewhere: 'config.yaml has a fault',
  line: template('config.yaml line {line}', (line: number) => ({ line })),
})

const NOTE_MESSAGES = messages('known', {
  label: 'known',
  count: template('{n, number} known', (n: number) => ({ n })),
  countBy: template('{n, number} known: {by}', (n: number, by: string) => ({ n, by })),
  known: template('Known: {by}, {at}', (by: string, at: string) => ({ by, at })),
  knownNote: template('Known: {by}, {at}: {note}', (by: string, at: string, note: string) => ({
    by,
    at,
    note,
  })),
  full: template('{by}, {at}', (by: string, at: string) => ({ by, at })),
  fullNote: template('{by}, {at}: {note}', (by: string, at: string, note: string) => ({
    by,
    at,
    note,
  })),
})

/** Short statements beside the sentence of the strip; the tray lists them too. */
export const CHIP_MESSAGES = messages('chip', {
  warned: 'Warning',
  needsYou: runsNeedYou,
  /** Problems that somebody took note of; `by`: the newest note's name and time, '' for none. */
  known: (n: number, by = ''): string =>
    by === '' ? NOTE_MESSAGES.count(n) : NOTE_MESSAGES.countBy(n, by),
  fault: (line: number | null): string =>
    line === null ? FAULT_MESSAGES.somewhere : FAULT_MESSAGES.line(line),
  /** `how`: `unreachable`, `full`. */
  away: template(
    '{waiting, plural, =0 {{name} {how}} one {{name} {how}, # waits} other {{name} {how}, # wait}}',
    (name: string, how: string, waiting: number) => ({ name, how, waiting }),
  ),
  disk: template(
    'Disk of {instrument} full at {at}',
    (instrument: string, at: number, now: number) => ({ instrument, at: timeOrDay(at, now) }),
  ),
  rehearsalFailed: template('{destination}: rehearsal failed', (destination: string) => ({
    destination,
  })),
  silent: template('{instrument} silent', (instrument: string) => ({ instrument })),
  overdue: template('{instrument}: a run is not finished', (instrument: string) => ({
    instrument,
  })),
  stalled: template(
    '{n, plural, one {# run stalled {time}} other {# runs stalled {time}}}',
    (n: number, time: string) => ({ n, time }),
  ),
  active: template(
    '{n, plural, one {# run in progress} other {# runs in progress}}',
    (n: number) => ({ n }),
  ),
  waiting: template('{n, plural, one {# run waiting} other {# runs waiting}}', (n: number) => ({
    n,
  })),
  more: template('{n, number} more', (n: number) => ({ n })),
  moreName: 'More about the state of the queue',
})

/** A problem of which somebody took note. */
export const knownLabel = (): string => NOTE_MESSAGES.label

/** Time of a note on a problem, with who and what. */
export const noteText = (
  { by, note, at }: { readonly by: string; readonly note: string; readonly at: number },
  now: number,
): string =>
  note === ''
    ? NOTE_MESSAGES.known(by, timeOrDay(at, now))
    : NOTE_MESSAGES.knownNote(by, timeOrDay(at, now), note)

/** The same with its full time, for a tooltip. */
export const fullNoteText = (ack: {
  readonly by: string
  readonly note: string
  readonly at: number
}): string =>
  ack.note === ''
    ? NOTE_MESSAGES.full(ack.by, dateTime(ack.at))
    : NOTE_MESSAGES.fullNote(ack.by, dateTime(ack.at), ack.note)
