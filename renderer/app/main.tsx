// Entry point of the window: loads what the first frame shows, then applies every batch of changes.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { setLocale } from '../../shared/language/locale.ts'
import type { Overview } from '../../shared/model/overview.ts'
import { MESSAGES } from '../../shared/messages/index.ts'
import { refreshActivity, useActivity } from '../features/activity/activity-store.ts'
import { applyFiles } from '../features/files/files-store.ts'
import { applyLogs, loadAttempts, useLogs } from '../features/log/logs-store.ts'
import { tellOf } from '../features/runs/awaited-store.ts'
import { applyLive, tick } from '../features/runs/live-progress-store.ts'
import { loadQueueEstimate } from '../features/runs/queue-estimate-store.ts'
import { applyJobs, goTo, refreshJobs, setView } from '../features/runs/runs-store.ts'
import { loadApp, loadConfig, useApp } from '../state/app-store.ts'
import { loadLanguage, useLanguage } from '../state/language-store.ts'
import { notify } from '../state/notice-store.ts'
import { keepMarked } from '../ui/visible-text.ts'
import { Root } from './root.tsx'
import { onBatch, onOrder, systemLocale } from '../state/bridge.ts'
import { runCommand, showRun } from '../features/frame/commands.ts'

const haveSameCounts = (
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): boolean => Object.keys(a).every((key) => a[key] === b[key])

/** What holds runs, as a text: rows that wait for it are read again when it changes, because no batch names them. */
const holdersOf = ({ holds, guarded, paused, pausedUntil }: Overview): string =>
  JSON.stringify([holds.map(({ key, dueAt }) => [key, dueAt]), guarded, paused, pausedUntil])

/** The run, and its state, whose attempts were loaded last. */
let loadedAttemptsKey = ''
/** Id of the newest Activity line that a batch announced. */
let newestActivity = 0

setLocale(systemLocale())
keepMarked(document.body)
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
    !haveSameCounts(before.counts, batch.overview.counts) ||
      holdersOf(before) !== holdersOf(batch.overview),
  )
  const isQueueChanged = batch.jobs.some(({ state }) => state === 'queued')
  if (isQueueChanged || !haveSameCounts(before.counts, batch.overview.counts))
    void loadQueueEstimate()
  applyFiles(batch.files)
  applyLogs(batch.logs)
  const { jobId } = useLogs.getState()
  const job = batch.jobs.find((one) => one.id === jobId)
  // file progress changes many times a second; attempts change only when the run does
  const key = job === undefined ? '' : `${job.id} ${job.attempts} ${job.updatedAt} ${job.livePhase}`
  if (job !== undefined && key !== loadedAttemptsKey) {
    loadedAttemptsKey = key
    void loadAttempts(job.id)
  }
  if (batch.config) void loadConfig()
  if (useActivity.getState().loaded && batch.activity !== newestActivity) refreshActivity()
  newestActivity = batch.activity
})
onOrder((order) => {
  if ('command' in order) runCommand(order.command)
  else if (order.show === 'needs_you') setView('needs_you')
  else if (order.show === 'instrument') goTo({ kind: 'instrument', id: order.id })
  else void showRun(order.jobId)
})
setInterval(tick, 5_000)
// some words of the main process are in the language of the window
useLanguage.subscribe(() => {
  refreshJobs()
  void loadConfig()
})
refreshJobs()

/** The first render waits this long at most for the data it shows, so that the window does not flash empty. */
const FIRST_RENDER_MS = 500
const root = document.querySelector('#root')
const timeout = new Promise<void>((resolve) => setTimeout(resolve, FIRST_RENDER_MS))
void Promise.all([Promise.race([loadApp(), timeout]), loadLanguage()]).then(() => {
  void tellOf([], false)
  const warnings = useApp.getState().info?.warnings ?? []
  if (warnings.length > 0) notify({ tone: 'problem', title: MESSAGES.putRight, lines: warnings })
  if (root === null) return
  createRoot(root).render(
    <StrictMode>
      <Root />
    </StrictMode>,
  )
})
