// Messages of the pictures on the destination page and the instrument page: throughput, volume, disk runway.
import { messages, template } from '../../language/messages.ts'
import { bytes, rate } from '../../format.ts'

/** Words of every chart. */
export const CHART_MESSAGES = messages('chart', {
  table: 'Figures as a table',
  time: 'Time',
})

export const PICTURE_MESSAGES = messages('picture', {
  pictures: 'Throughput and volume',
  throughput: 'Throughput',
  lastHour: 'Last hour',
  lastDay: 'Last 24 hours',
  period: 'Period',
  /** `most`: bytes per second; `all`: bytes in the whole period. */
  most: template(
    '{some, plural, =0 {nothing was sent} other {at most {most}, {all} in all}}',
    (most: number, all: number) => ({ some: all === 0 ? 0 : 2, most: rate(most), all: bytes(all) }),
  ),
  /** For the small picture of the strip. */
  lastHourText: template(
    'Sent in the last hour: {all}, at most {most}',
    (most: number, all: number) => ({ all: bytes(all), most: rate(most) }),
  ),
  volume: 'Sent each day',
  inDays: template(
    '{days, plural, one {{all} in # day} other {{all} in # days}}',
    (all: number, days: number) => ({
      all: bytes(all),
      days,
    }),
  ),
  others: 'others',
  runway: 'Free space of the data disk',
  forecast: 'forecast',
  now: 'now',
  freeNow: template('{free} are free now', (free: string) => ({ free })),
  runwayText: template(
    '{free} are free now; at the rate of the last two days the disk is full {full}.',
    (free: string, full: string) => ({ free, full }),
  ),
})
