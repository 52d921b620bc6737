// Step of the connection test of an rclone destination: whether its clock and that of this computer agree, by the time that the
// storage gives to a folder or a file that it has just made.
import * as z from 'zod'
import { msg } from '../../../../../../shared/language/msg.ts'
import {
  type Finding,
  type Step,
  StepFailed,
  type StepRunner,
  passed,
  skipped,
} from '../connection-test.ts'

/** Harmless difference of the clocks, ms. */
const MAX_DIFFERENCE_MS = 5_000

/** What rclone says where a folder has no time. */
const NO_TIME = Date.UTC(2000, 0, 1)

/** A time within so much of one that was given is that one: storage rounds. */
const ROUNDING_MS = 2_000

const entries = z.array(z.object({ Name: z.string(), IsDir: z.boolean(), ModTime: z.string() }))
type Entries = z.infer<typeof entries>

/** A span of time by the clock of this computer, epoch ms. */
export interface Span {
  readonly from: number
  readonly to: number
}

const timeOf = (listed: Entries, name: string): number | null => {
  const at = Date.parse(listed.find(({ Name }) => Name === name)?.ModTime ?? '')
  return Number.isFinite(at) ? at : null
}

/** What a time says that the storage gave to something made in this span. */
const clockFinding = (at: number, { from, to }: Span): Finding => {
  const difference = at < from ? from - at : Math.max(0, at - to)
  if (difference <= MAX_DIFFERENCE_MS) return passed(msg`They differ by less than five seconds.`)
  throw new StepFailed(
    msg`They differ by ${Math.round(difference / 1_000)} seconds. Switch on time synchronisation on both.`,
  )
}

/** How the clock of a storage can be asked. */
interface ClockQuestion {
  /** Makes the folder `clock` in the test's own. */
  makeFolder(runner: StepRunner): Promise<void>
  /** `rclone lsjson` of the test's folder, with the times of the storage. */
  list(runner: StepRunner): Promise<string>
  /** When the test file was written, and the time that it has on this computer. */
  written(): { readonly span: Span; readonly ownTime: number }
  /** Name of the test file by then. */
  readonly file: string
  /** Why it can't be asked; null: it can. */
  cannot(): Promise<string | null>
}

/** The step `clock`; it needs the step `write`. */
export const clockStep = (question: ClockQuestion): Step => ({
  id: 'clock',
  title: msg`The clocks agree`,
  needs: ['write'],
  async run(runner) {
    const why = await question.cannot()
    if (why !== null) return skipped(why)
    const from = Date.now()
    await question.makeFolder(runner)
    const span = { from, to: Date.now() }
    const first = entries.parse(JSON.parse(await question.list(runner)))
    const folder = timeOf(first, 'clock')
    if (folder !== null && Math.abs(folder - NO_TIME) > ROUNDING_MS) {
      // where a storage keeps no time of a folder, rclone may say the time of the listing
      const again = timeOf(entries.parse(JSON.parse(await question.list(runner))), 'clock')
      if (again === folder) return clockFinding(folder, span)
    }
    const { span: writing, ownTime } = question.written()
    const file = timeOf(first, question.file)
    if (file === null || Math.abs(file - ownTime) <= ROUNDING_MS)
      return skipped(msg`This kind of remote does not tell its time.`)
    return clockFinding(file, writing)
  },
})
