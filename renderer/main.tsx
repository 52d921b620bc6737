// Starts the window: everything is asked for anew, then changes are followed.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { DestinationHold } from '../shared/model.ts'
import { App } from './app.tsx'
import { onBatch, onCommand } from './bridge.ts'
import { applyLive, chooseFolders, loadApp, loadConfig, useApp } from './store/app.ts'
import { applyFiles } from './store/files.ts'
import { applyJobs, refreshJobs } from './store/jobs.ts'
import { applyLogs, loadAttempts, useLogs } from './store/logs.ts'

const same = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean =>
  Object.keys(a).every((key) => a[key] === b[key])

/** Rows that wait for a destination change with its hold, and are not sent one by one. */
const moved = (a: readonly DestinationHold[], b: readonly DestinationHold[]): boolean =>
  a.map((hold) => hold.key).join('\n') !== b.map((hold) => hold.key).join('\n')

onBatch((batch) => {
  const before = useApp.getState().overview
  useApp.setState({ overview: batch.overview })
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
  if (jobId !== null && batch.jobs.some((job) => job.id === jobId)) void loadAttempts(jobId)
  if (batch.config) void loadConfig()
})
onCommand((command) => {
  if (command === 'add_run') void chooseFolders()
})
setInterval(() => useApp.setState({ now: Date.now() }), 20_000)
void loadApp()
refreshJobs()

const root = document.querySelector('#root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
