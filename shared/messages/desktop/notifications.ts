// Messages of the system's notifications.
import { messages, template } from '../../language/messages.ts'
import { runsNeedYou, sentence } from '../common.ts'

export const NOTIFICATION_MESSAGES = messages('notification', {
  several: runsNeedYou,
  foldersNeed: (n: number): string => runsNeedYou(n, n),
  foldersText: 'Nothing is sent of them before that.',
  severalText: 'Open ExLab Sync to see why.',
  runNeeds: template('{run} needs you.', (run: string) => ({ run })),
  runsNeed: (n: number, meaning: string): string => `${sentence(runsNeedYou(n))} ${meaning}`.trim(),
  waitSince: template(
    '{n, plural, one {# run waiting since {at}.} other {# runs waiting since {at}.}}',
    (n: number, at: string) => ({ n, at }),
  ),
  back: template('{destination} takes runs again', (destination: string) => ({ destination })),
  backText: 'Sending goes on.',
  diskFull: template('The data disk of {instrument} is nearly full', (instrument: string) => ({
    instrument,
  })),
  diskText: template('At this rate it is full in {time}.', (time: string) => ({ time })),
  silentText: 'Nothing has arrived to be sent.',
  runVerified: template('{run} is verified', (run: string) => ({ run })),
  runVerifiedText: template(
    'Every file is on {destination} and proven.',
    (destination: string) => ({
      destination,
    }),
  ),
  finished: 'The last run is verified',
  finishedText: template(
    '{n, plural, one {# run verified since sending began.} other {# runs verified since sending began.}}',
    (n: number) => ({ n }),
  ),
})
