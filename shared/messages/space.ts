// Messages of the page "Space": what may be deleted on this computer.
import { bytes, count } from '../format.ts'
import type { SpaceAnswer } from '../model/reports.ts'
import { runs } from './common.ts'

/** The answers as columns and chips. */
export const SPACE_ANSWERS: Readonly<Record<SpaceAnswer, string>> = {
  safe: 'Safe to delete',
  to_check: 'Check first',
  not_yet: 'Not yet',
  do_not: 'Do not delete',
}

export const SPACE_MESSAGES = {
  space: 'Space',
  loading: 'Deciding which runs may be deleted…',
  /** Beside the number of bytes. */
  free: (n: number): string => `safe to delete here, in ${runs(n)}`,
  nothing: 'Nothing is safe to delete now.',
  asOf: (time: string): string => `as of ${time}`,
  toCheck: (size: number, n: number): string =>
    `${bytes(size)} more in ${runs(n)} only ${n === 1 ? 'needs' : 'need'} a check of both sides.`,
  checkNow: 'Check now',
  checking: 'Checking this computer and the NAS…',
  freeSpace: (size: number): string => `Free ${bytes(size)}…`,
  receipts: (n: number): string => `Receipts (${count(n)})`,
  byInstrument: 'By instrument',
  runs: 'Runs',
  all: 'All',
  sum: (size: number, n: number): string => (n === 0 ? '' : `${bytes(size)}, ${runs(n)}`),
  more: (shown: number, total: number): string =>
    `The first ${count(shown)} of ${count(total)} runs`,
  question: (n: number): string => `Delete the local data of ${runs(n)}?`,
  text: 'Every file is proven on the NAS once more first, then deleted here file by file. The copies on the NAS stay.',
  yes: (size: number): string => `Delete ${bytes(size)} here`,
  off: 'This lab has not switched cleanup on, so ExLab Sync deletes nothing. The answers hold all the same.',
  settings: 'Cleanup settings',
  queued: (n: number): string => `${runs(n)} will be proven once more and then deleted here`,
  none: 'No run has data on this computer.',
} as const
