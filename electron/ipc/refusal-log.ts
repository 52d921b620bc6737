// Logs refused calls of the window, bounded: a page that was taken over can't fill the disk or hide a line among thousands.
import { MINUTE_MS } from '../../shared/duration.ts'

/** Most lines in one minute; the calls above it are counted. */
const PER_MINUTE = 20

/** Answers what logs one refusal. `now`: monotonic time in milliseconds. */
export const createRefusalLog = (
  log: (line: string) => void,
  now: () => number,
): ((why: string) => void) => {
  let begun = Number.NEGATIVE_INFINITY
  let lines = 0
  let left = 0
  return (why) => {
    if (now() - begun >= MINUTE_MS) {
      if (left > 0) log(`${left} more calls were refused`)
      begun = now()
      lines = 0
      left = 0
    }
    lines += 1
    if (lines <= PER_MINUTE) log(`refused: ${why}`)
    else left += 1
  }
}
