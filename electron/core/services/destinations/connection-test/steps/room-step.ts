// Step of the connection test: how much is free on the destination, which passes only where something fits there.
import { msg } from '../../../../../../shared/language/msg.ts'
import { REASONS } from '../../../../../../shared/reasons.ts'
import {
  type Finding,
  type Step,
  StepFailed,
  type StepRunner,
  passed,
  skipped,
} from '../connection-test.ts'
import { NOISE_BYTES } from '../probe-files.ts'

/** What a destination says of its space, in bytes; `total` null: it does not say the size of the storage. */
interface Room {
  readonly free: number
  readonly total: number | null
}

/** What earlier steps showed. */
interface Seen {
  /** A write was refused for want of room. */
  readonly isFull: boolean
  /** The test file was written. */
  readonly hasWritten: boolean
}

const sized = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`

/** What is so of the space: a count of bytes is no room where a file was refused, and none is too little. Throws StepFailed. */
const roomFinding = ({ free, total }: Room, { isFull, hasWritten }: Seen): Finding => {
  const { remedy } = REASONS.remote_disk_full
  const isTooLittle = free < NOISE_BYTES
  if (isFull && !isTooLittle)
    throw new StepFailed(
      `${msg`${sized(free)} are free by the count of the NAS, but it had no room for a test file: a quota or the number of files is used up.`} ${remedy}`,
    )
  if (free === 0 && hasWritten)
    return skipped(
      msg`It says that nothing is free, but a test file could be written: it can't tell.`,
    )
  if (isTooLittle) {
    const words =
      free === 0
        ? msg`Nothing is free: no file fits there.`
        : msg`Only ${Math.ceil(free / 1_000)} kB are free: runs do not fit there.`
    throw new StepFailed(`${words} ${remedy}`)
  }
  return passed(
    total === null || total < free
      ? msg`${sized(free)} are free.`
      : msg`${sized(free)} of ${sized(total)} are free.`,
  )
}

/** The step `room`; `ask`: what the destination says, or why it says nothing. */
export const roomStep = (ask: (runner: StepRunner) => Promise<Room | Finding>): Step => ({
  id: 'room',
  title: msg`Free space`,
  needs: ['list'],
  async run(runner) {
    const answer = await ask(runner)
    if (!('free' in answer)) return answer
    return roomFinding(answer, {
      isFull: runner.hasFailedFor('remote_disk_full'),
      hasWritten: runner.hasDone('write'),
    })
  },
})
