// Says what a core that only reads leaves out of a damaged queue.
import { msg } from '../../../../shared/language/msg.ts'

/** The sentence about rows that only an engine can mend; null: there are none. */
export const damageReport = (rows: number): string | null =>
  rows === 0
    ? null
    : rows === 1
      ? msg`The queue holds 1 run whose state is damaged and can't be listed. Start ExLab Sync: it mends the queue.`
      : msg`The queue holds ${rows} runs whose state is damaged and can't be listed. Start ExLab Sync: it mends the queue.`
