// A run of 41,208 files of which twelve fail: the checks of counts.spec.ts at full size (docs/ux.md D19.4, D19.11), and their time.
import { makeLabFiles } from '../helpers/lab-files.ts'
import { addRuns, expectNoRuns } from '../e2e/support/app.ts'
import {
  expectEndOfFiles,
  expectFailed,
  expectRetryOfFailed,
  preparePartialRetry,
} from '../e2e/support/partial-retry.ts'
import { startApp } from './ui-app.ts'

const TOTAL = 41_208
const TIMEOUT_MS = 240_000

interface RetryFigures {
  readonly files: number
  /** Seconds from adding the run until it has failed, and from the click on the retry until it is verified. */
  readonly failed: number
  readonly retried: number
  /** Milliseconds from the click on the Files tab to its last row, the driver's part included. */
  readonly lastRow: number
}

const timed = async (work: () => Promise<void>): Promise<number> => {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/** Throws where a check fails. */
export const benchRetry = async (): Promise<RetryFigures> => {
  const lab = makeLabFiles()
  try {
    const retry = preparePartialRetry(lab, TOTAL)
    const { page, close } = await startApp(lab.dataDir)
    try {
      await expectNoRuns(page)
      const failed = await timed(async () => {
        await addRuns(page, [retry.folder])
        await expectFailed(page, TIMEOUT_MS)
      })
      const lastRow = await timed(() => expectEndOfFiles(page, retry))
      const retried = await timed(() => expectRetryOfFailed(page, retry, TIMEOUT_MS))
      return { files: TOTAL, failed: failed / 1_000, retried: retried / 1_000, lastRow }
    } finally {
      await close()
    }
  } finally {
    lab.remove()
  }
}
