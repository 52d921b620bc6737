// Button that retries the runs that failed at a destination, once a test found that it works.
import { RotateCw } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { CONNECTION_TEST_MESSAGES } from '../../../shared/messages/destinations/connection-test.ts'
import { reasonText } from '../../../shared/reasons.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'

/** Runs of these instruments that failed for a reason that holds a destination: the test speaks against it. */
const failedRuns = async (instruments: readonly string[]): Promise<readonly number[]> => {
  const causes = await call('causes.list', {})
  if (!causes.ok) return []
  const held = causes.value.rows.filter(
    ({ key, instruments: of }) =>
      typeof reasonText(key.reason)?.hold === 'string' &&
      of.some((one) => instruments.includes(one)),
  )
  const found = await Promise.all(
    held.map(({ key }) =>
      call('jobs.ids', { view: 'needs_you', search: '', state: 'failed', cause: key }),
    ),
  )
  return found.flatMap((answer) => (answer.ok ? answer.value.ids : []))
}

export const RetryFailed = ({
  instrument,
}: {
  readonly instrument: string
}): ReactElement | null => {
  const key = useApp((state) => state.instruments.find((one) => one.id === instrument)?.key)
  const all = useApp((state) => state.instruments)
  const needsYou = useApp((state) => state.overview.counts.needs_you)
  const [jobs, setJobs] = useState<readonly number[]>([])
  const ids = all.filter((one) => one.key === key).map((one) => one.id)
  const names = ids.join(' ')
  useEffect(() => {
    if (names === '') return undefined
    let current = true
    void failedRuns(names.split(' ')).then((found) => {
      if (current) setJobs(found)
    })
    return () => {
      current = false
    }
  }, [names, needsYou])
  if (jobs.length === 0) return null
  const retry = async (): Promise<void> => {
    showError(await call('jobs.act', { jobs: [...jobs], action: 'retry' }))
    setJobs([])
  }
  return (
    <button type="button" className="button primary" onClick={() => void retry()}>
      <RotateCw size={14} aria-hidden />
      {CONNECTION_TEST_MESSAGES.retryRuns(jobs.length)}
    </button>
  )
}
