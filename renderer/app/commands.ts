// What each command of the menu bar and of the keyboard does in the window.
import { COMMAND_LIST, type CommandId, isPress, keysOf } from '../../shared/commands.ts'
import { MESSAGES } from '../../shared/messages/index.ts'
import { runReport } from '../../shared/messages/report.ts'
import { RUN_VIEWS } from '../../shared/messages/runs.ts'
import type { JobSummary } from '../../shared/model/model.ts'
import { retryFiles, useFiles } from '../features/files/files-store.ts'
import { revealLog, useLogs } from '../features/log/logs-store.ts'
import { chooseFolders } from '../features/runs/add-runs-store.ts'
import {
  act,
  closeDetails,
  goTo,
  openJob,
  queryNow,
  reveal,
  selectJob,
  setTab,
  setView,
  useJobs,
} from '../features/runs/runs-store.ts'
import { openConfig, useApp } from './app-store.ts'
import { call, platform } from './bridge.ts'
import { rescan, setPaused, setUnlimited } from './engine-commands.ts'
import { openOverlay, setWide, useNav } from './nav.ts'
import { notify, showError } from './notice-store.ts'

/** How long clearing the list can be taken back. */
const UNDO_MS = 10_000

/** Takes finished runs off the list, ten seconds after it was asked: until then it can be taken back. */
export const clearFinished = (): void => {
  const { proven, counts } = useApp.getState().overview
  if (counts.done === 0) return
  const timer = setTimeout(() => {
    notify(null)
    void act('all_finished', 'dismiss')
  }, UNDO_MS)
  notify({
    tone: 'info',
    title: MESSAGES.clearedFinished(Math.max(proven, counts.done)),
    lines: [],
    undo() {
      clearTimeout(timer)
      notify(null)
    },
  })
}

const chosen = (): JobSummary[] => {
  const { rows, selected, current } = useJobs.getState()
  const listed = rows.filter((job) => selected.has(job.id))
  return listed.length === 0 && current !== null ? [current] : listed
}

/** Does an action to those of the selection that allow it; with one run that has failed files, to those alone. */
const retry = (): void => {
  const jobs = chosen()
  const [only] = jobs.length === 1 ? jobs : []
  if (only !== undefined && only.attention > 0 && only.actions.includes('retry'))
    void retryFiles(only.id, 'attention')
  else void act([...useJobs.getState().selected], 'retry')
}

const hold = (): void => {
  const jobs = chosen()
  const held = jobs.filter((job) => job.actions.includes('resume')).map((job) => job.id)
  const free = jobs.filter((job) => job.actions.includes('pause')).map((job) => job.id)
  if (free.length > 0) void act(free, 'pause')
  else void act(held, 'resume')
}

/** Goes to the next run that needs somebody, in the order of that list. */
const goToProblem = async (step: 1 | -1): Promise<void> => {
  const query = { ...queryNow(), view: 'needs_you' as const }
  const answer = await call('jobs.list', { ...query, offset: 0, limit: 200 })
  if (!answer.ok) return showError(answer)
  const { rows } = answer.value
  if (rows.length === 0) return
  const at = rows.findIndex((job) => job.id === useJobs.getState().current?.id)
  const next = rows[(at === -1 && step === -1 ? 0 : at + step + rows.length) % rows.length]
  if (next === undefined) return
  selectJob(next, false)
  setTab('problem')
}

const goToPane = (step: 1 | -1): void => {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')]
  const at = panes.findIndex((pane) => pane.contains(document.activeElement))
  const pane = panes[(at + step + panes.length) % panes.length]
  const inside = pane?.querySelector<HTMLElement>(
    '[aria-current="true"], [role="tab"][aria-selected="true"], .grid, button, input, [tabindex="0"]',
  )
  inside?.focus()
}

const withCurrent = (work: (job: JobSummary) => void): void => {
  const { current } = useJobs.getState()
  if (current !== null) work(current)
}

const copyChosen = (): void => {
  const { open } = useFiles.getState()
  const text =
    open === null
      ? chosen()
          .map((job) => job.folder)
          .join('\n')
      : open.path
  if (text !== '') void navigator.clipboard.writeText(text)
}

const goToView = (at: number): void => {
  const view = RUN_VIEWS[at]
  if (view === undefined) goTo({ kind: 'activity' })
  else setView(view.view)
}

const RUN: Readonly<Record<CommandId, () => void>> = {
  add_run: () => void chooseFolders(),
  settings: () => goTo({ kind: 'settings', section: 'instruments' }),
  open_config: openConfig,
  set_up: () => goTo({ kind: 'setup' }),
  search: () =>
    document
      .querySelector<HTMLElement>('[data-pane="details"]:focus-within input, .toolbar input')
      ?.focus(),
  copy_path: copyChosen,
  copy_problem: () =>
    withCurrent((job) => {
      if (job.lastError !== null) void navigator.clipboard.writeText(runReport(job, job.lastError))
    }),
  view_1: () => goToView(0),
  view_2: () => goToView(1),
  view_3: () => goToView(2),
  view_4: () => goToView(3),
  view_5: () => goToView(4),
  view_6: () => goToView(5),
  details: () => withCurrent(() => setTab('details')),
  log: () => withCurrent(() => setTab('log')),
  log_folder() {
    const { attemptId } = useLogs.getState()
    if (attemptId === null) void call('app.openHelp', { what: 'logs' }).then(showError)
    else revealLog(attemptId)
  },
  next_problem: () => void goToProblem(1),
  previous_problem: () => void goToProblem(-1),
  next_pane: () => goToPane(1),
  previous_pane: () => goToPane(-1),
  rescan: () => void rescan(),
  retry,
  retry_all: () => void act('all_failed', 'retry'),
  hold,
  verify: () =>
    void act(
      chosen()
        .filter((job) => job.actions.includes('verify'))
        .map((job) => job.id),
      'verify',
    ),
  pause_all: () => void setPaused(!useApp.getState().overview.paused),
  unlimited: () => void setUnlimited(!useApp.getState().overview.unlimited),
  reveal: () => withCurrent((job) => reveal(job.id)),
  remove: () =>
    void act(
      chosen()
        .filter((job) => job.actions.includes('dismiss') && job.state !== 'failed')
        .map((job) => job.id),
      'dismiss',
    ),
  clear_finished: clearFinished,
  guide: () => void call('app.openHelp', { what: 'guide' }).then(showError),
  shortcuts: () => openOverlay({ kind: 'shortcuts' }),
  legend: () => openOverlay({ kind: 'legend' }),
  bundle: () => openOverlay({ kind: 'bundle' }),
}

export const runCommand = (id: CommandId): void => RUN[id]()

/** Shortcuts that a field for text needs for itself. */
const TEXT_KEYS: ReadonlySet<CommandId> = new Set(['copy_path', 'remove', 'search'])
/** Shortcuts that mean something only in a list of runs. */
const LIST_KEYS: ReadonlySet<CommandId> = new Set(['copy_path', 'remove'])

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.matches('input:not([type="checkbox"]), textarea, select') || target.isContentEditable)

/** True while text is marked on the page: copying means that text. */
const isMarked = (): boolean => (window.getSelection()?.toString() ?? '') !== ''

/** Carries out the command of a key press; false: it is none. */
export const onShortcut = (event: KeyboardEvent): boolean => {
  const typing = isTyping(event.target)
  for (const [id, command] of COMMAND_LIST) {
    const keys = [keysOf(id, platform()), command.alsoKeys ?? null]
    const hit = keys.find((one) => one !== null && isPress(one, event, platform()))
    if (hit === undefined || hit === null) continue
    // a lone sign is a letter of the text
    if (typing && (hit === '/' || (TEXT_KEYS.has(id) && id !== 'search'))) return false
    if (LIST_KEYS.has(id) && (isMarked() || useNav.getState().overlay !== null)) return false
    if (id === 'remove' && (event.target as HTMLElement).closest('.runs') === null) return false
    runCommand(id)
    return true
  }
  return false
}

/** Esc: first the drawer, then the full height, then the details. */
export const onEscape = (): void => {
  if (useFiles.getState().open !== null) useFiles.setState({ open: null, story: null })
  else if (useNav.getState().wide) setWide(false)
  else closeDetails()
}

/** A notice was clicked. */
export const showRun = (jobId: number): void => {
  setView('needs_you')
  void openJob(jobId, 'problem')
}
