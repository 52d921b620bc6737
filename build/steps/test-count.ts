// Counts of passed and failed tests, as vitest reports them and as the last line of a test command prints them.

export interface Count {
  readonly passed: number
  readonly failed: number
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
}

/** A suite that crashed before it could report counts as one failure. */
export const withCrash = (count: Count, code: number): Count =>
  code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count

/** The count of a run of vitest from its JSON report, null where it wrote none, and its exit code. */
export const vitestCount = (report: string | null, code: number): Count => {
  const found = report === null ? null : (JSON.parse(report) as VitestReport)
  return withCrash({ passed: found?.numPassedTests ?? 0, failed: found?.numFailedTests ?? 0 }, code)
}

/** The last line of a test command: `N passed, N failed`. */
export const countText = ({ passed, failed }: Count): string => `${passed} passed, ${failed} failed`
