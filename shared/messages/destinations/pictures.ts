// Messages of the pictures on the destination page and the instrument page: throughput, volume, disk runway.
import { bytes, rate } from '../../format.ts'

/** Words of every chart. */
export const CHART_MESSAGES = {
  table: 'Figures as a table',
  time: 'Time',
} as const

export const PICTURE_MESSAGES = {
  pictures: 'Throughput and volume',
  throughput: 'Throughput',
  lastHour: 'Last hour',
  lastDay: 'Last 24 hours',
  period: 'Period',
  /** `most`: bytes per second; `all`: bytes in the whole period. */
  most: (most: number, all: number): string =>
    all === 0 ? 'nothing was sent' : `at most ${rate(most)}, ${bytes(all)} in all`,
  /** For the small picture of the strip. */
  lastHourText: (most: number, all: number): string =>
    `Sent in the last hour: ${bytes(all)}, at most ${rate(most)}`,
  volume: 'Sent each day',
  inDays: (all: number, days: number): string => `${bytes(all)} in ${days} days`,
  others: 'others',
  runway: 'Free space of the data disk',
  forecast: 'forecast',
  now: 'now',
  freeNow: (free: string): string => `${free} are free now`,
  runwayText: (free: string, full: string): string =>
    `${free} are free now; at the rate of the last two days the disk is full ${full}.`,
} as const
