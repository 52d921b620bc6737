// Says what a core that only reads leaves out of a damaged queue.

/** The sentence about rows that only an engine can mend; null: there are none. */
export const damageReport = (rows: number): string | null =>
  rows === 0
    ? null
    : `The queue holds ${rows} ${rows === 1 ? 'run' : 'runs'} whose state is damaged and can't be listed. Start ExLab Sync: it mends the queue.`
