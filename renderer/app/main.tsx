// Starts the window: everything is asked for anew, then changes are followed.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { setLocale } from '../../shared/format.ts'
import type { DestinationHold } from '../../shared/model/model.ts'
import { refreshActivity, useActivity } from '../features/activity/activity-store.ts'
import { applyFiles } from '../features/files/files-store.ts'
import { applyLogs, loadAttempts, useLogs } from '../features/log/logs-store.ts'
import { applyLive, tick } from '../features/runs/live-progress-store.ts'
import { applyJobs, refreshJobs, setView } from '../features/runs/runs-store.ts'
import { loadApp, loadConfig, useApp } from './app-store.ts'
import { App } from './app.tsx'
import { onBatch, onOrder, systemLocale } from './bridge.ts'
import { runCommand, showRun } from './commands.ts'

const same = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean =>
  Object.keys(a).every((key) => a[key] === b[key])

/** Rows that wait for a destination change with its hold, and are not sent one by one. */
const moved = (a: readonly DestinationHold[], b: readonly DestinationHold[]): boolean =>
  a.map((hold) => hold.key).join('\n') !== b.map((hold) => hold.key).join('\n')

/** The run and its state for which attempts were last fetched. */
let attemptsMark = ''
/** Id of the newest line of Activity that was announced. */
let newest = 0

setLocale(systemLocale())
onBatch((batch) => {
  const before = useApp.getState().overview
  useApp.setState({ overview: batch.overview, lastBatchAt: Date.now() })
  applyLive(batch.live, [
    ...batch.removed,
    ...batch.jobs.filter((job) => job.livePhase === null).map((job) => job.id),
  ])
  applyJobs(
    batch.jobs,
    batch.removed,
    !same(before.counts, batch.overview.counts) || moved(before.holds, batch.overview.holds),
  )
  applyFiles(batch.files)
  applyLogs(batch.logs)
  const { jobId } = useLogs.getState()
  const job = batch.jobs.find((one) => one.id === jobId)
  // files move many times a second; attempts and what people do, only with the run itself
  const mark =
    job === undefined ? '' : `${job.id} ${job.attempts} ${job.updatedAt} ${job.livePhase}`
  if (job !== undefined && mark !== attemptsMark) {
    attemptsMark = mark
    void loadAttempts(job.id)
  }
  if (batch.config) void loadConfig()
  if (useActivity.getState().loaded && batch.activity !== newest) refreshActivity()
  newest = batch.activity
})
onOrder((order) => {
  if ('command' in order) runCommand(order.command)
  else if (order.show === 'needs_you') setView('needs_you')
  else showRun(order.jobId)
})
setInterval(() => void tick(), 5_000)
refreshJobs()

/** Drawn once with what it shows, not without at first; an answer that takes longer is not waited for. */
const FIRST_MS = 500
const root = document.querySelector('#root')
const long = new Promise<void>((resolve) => setTimeout(resolve, FIRST_MS))
void Promise.race([loadApp(), long]).then(() => {
  if (root === null) return
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
})
