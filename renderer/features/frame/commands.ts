// Commands of the menu bar and the keyboard: what each of them does in the window.
import { choicesOf } from '../../../shared/language/messages.ts'
import { COMMAND_LIST, type CommandId, isPress, keysOf } from '../../../shared/commands.ts'
import { runReport } from '../../../shared/messages/report.ts'
import { RUN_VIEW_NAMES } from '../../../shared/messages/runs.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { retryFiles, useFiles } from '../files/files-store.ts'
import { revealLog, useLogs } from '../log/logs-store.ts'
import { copyForIt } from '../destinations/copy-for-it.ts'
import { chooseFolders } from '../runs/add-runs-store.ts'
import {
  closeDetails,
  currentQuery,
  goTo,
  openJob,
  selectJob,
  setTab,
  setView,
  useJobs,
} from '../runs/runs-store.ts'
import { act, reveal } from '../runs/run-actions.ts'
import { chosenFor } from '../runs/selection-store.ts'
import { retryAllFailed } from '../problem/answers-store.ts'
import { askOrResume } from './pause-button.tsx'
import { openConfig, useApp } from '../../state/app-store.ts'
import { call, platform } from '../../state/bridge.ts'
import { rescan, setSpeed } from '../../state/engine-commands.ts'
import { openOverlay, setWide, useNav } from '../../state/nav.ts'
import { showError } from '../../state/notice-store.ts'

/** Takes every finished run off the list; the notice can undo it. */
export const clearFinished = (): void => {
  const { counts, cancelled } = useApp.getState().overview
  if (counts.done + cancelled > 0) void act('all_finished', 'archive')
}

const selectedJobs = (): JobSummary[] => {
  const { rows, selected, current } = useJobs.getState()
  const listed = rows.filter((job) => selected.has(job.id))
  return listed.length === 0 && current !== null ? [current] : listed
}

/** Retries the selected runs; of a single run with failed files, those files alone. */
const retry = (): void => {
  const jobs = selectedJobs()
  const [only] = jobs.length === 1 ? jobs : []
  if (only !== undefined && only.attention > 0 && only.actions.includes('retry'))
    void retryFiles(only.id, 'attention')
  else void act(chosenFor('retry'), 'retry')
}

const hold = (): void => {
  const free = chosenFor('pause')
  if (free.length > 0) void act(free, 'pause')
  else void act(chosenFor('resume'), 'resume')
}

/** What takes the focus in a pane: what is current there, else the list, else the first that can. */
const FOCUSED_IN_PANE = [
  '[role="tab"][aria-selected="true"]',
  '[aria-current="true"]',
  '.grid',
  'button, input, [tabindex="0"]',
]

/** The frame in which the focus moves; a command that comes before it has the focus for itself. */
let focusing = 0

/** Moves the focus into a pane once it is drawn: the focus follows a command that leads there. */
const focusIn = (pane: 'list' | 'details'): void => {
  focusing = requestAnimationFrame(() => {
    const area = document.querySelector(`[data-pane="${pane}"]`)
    FOCUSED_IN_PANE.map((what) => area?.querySelector<HTMLElement>(what))
      .find((one) => one !== null && one !== undefined)
      ?.focus()
  })
}

/** Selects the next (1) or previous (-1) run of the Needs you list and opens its Problem tab. */
const goToProblem = async (step: 1 | -1): Promise<void> => {
  const query = { ...currentQuery(), view: 'needs_you' as const }
  const answer = await call('jobs.list', { ...query, offset: 0, limit: 200 })
  if (!answer.ok) return showError(answer)
  const { rows } = answer.value
  if (rows.length === 0) return
  const at = rows.findIndex((job) => job.id === useJobs.getState().current?.id)
  const next = rows[(at === -1 && step === -1 ? 0 : at + step + rows.length) % rows.length]
  if (next === undefined) return
  selectJob(next, false)
  setTab('problem')
  focusIn('details')
}

/** The pane that last had the focus. */
let lastPane: Element | null = null

/** Notes the pane of an element that got the focus. Menus and dialogs are in no pane, so the one they were opened from stays. */
export const rememberPane = (target: EventTarget | null): void => {
  const pane = target instanceof Element ? target.closest('[data-pane]') : null
  if (pane !== null) lastPane = pane
}

/** Moves the focus to the next (1) or previous (-1) pane. */
const goToPane = (step: 1 | -1): void => {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')]
  const focused = panes.findIndex((pane) => pane.contains(document.activeElement))
  // no pane has the focus while a closed menu has not returned it yet
  const at = focused === -1 ? panes.findIndex((pane) => pane === lastPane) : focused
  const pane = panes[(at + step + panes.length) % panes.length]
  const inside = pane?.querySelector<HTMLElement>(FOCUSED_IN_PANE.join(', '))
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
      ? selectedJobs()
          .map((job) => job.folder)
          .join('\n')
      : open.path
  if (text !== '') void navigator.clipboard.writeText(text)
}

const goToView = (at: number): void => {
  const view = choicesOf(RUN_VIEW_NAMES)[at]?.[0]
  if (view === undefined) goTo({ kind: 'activity' })
  else setView(view)
  focusIn('list')
}

const HANDLERS: Readonly<Record<CommandId, () => void>> = {
  add_run: () => void chooseFolders(),
  settings: () => {
    goTo({ kind: 'settings', section: 'instruments' })
    focusIn('list')
  },
  open_config: openConfig,
  set_up: () => goTo({ kind: 'setup' }),
  search: () =>
    document
      .querySelector<HTMLElement>('[data-pane="details"]:focus-within input, .toolbar input')
      ?.focus(),
  copy_path: copyChosen,
  copy_problem: () =>
    withCurrent((job) => {
      if (job.lastError !== null) void copyForIt(job.route, runReport(job, job.lastError), job.id)
    }),
  view_1: () => goToView(0),
  view_2: () => goToView(1),
  view_3: () => goToView(2),
  view_4: () => goToView(3),
  view_5: () => goToView(4),
  view_6: () => goToView(5),
  space: () => {
    goTo({ kind: 'space' })
    focusIn('list')
  },
  palette: () => openOverlay({ kind: 'palette' }),
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
  retry_all: () => void retryAllFailed(),
  hold,
  verify: () => void act(chosenFor('verify'), 'verify'),
  send_next: () => void act(chosenFor('next'), 'next'),
  earlier: () => void act(chosenFor('earlier'), 'earlier'),
  later: () => void act(chosenFor('later'), 'later'),
  pause_all: askOrResume,
  unlimited: () => void setSpeed(useApp.getState().overview.unlimited ? 'settings' : 'none'),
  reveal: () => withCurrent((job) => reveal(job.id)),
  remove: () =>
    void act(
      selectedJobs()
        .filter((job) => job.actions.includes('archive') && job.state !== 'failed')
        .map((job) => job.id),
      'archive',
    ),
  clear_finished: clearFinished,
  guide: () => void call('app.openHelp', { what: 'guide' }).then(showError),
  shortcuts: () => openOverlay({ kind: 'shortcuts' }),
  legend: () => openOverlay({ kind: 'legend' }),
  bundle: () => openOverlay({ kind: 'bundle' }),
}

export const runCommand = (id: CommandId): void => {
  cancelAnimationFrame(focusing)
  HANDLERS[id]()
}

/** Shortcuts that mean something else in a text field. */
const TEXT_FIELD_COMMANDS: ReadonlySet<CommandId> = new Set(['copy_path', 'remove', 'search'])
/** Shortcuts that act on a list of runs only. */
const LIST_COMMANDS: ReadonlySet<CommandId> = new Set([
  'copy_path',
  'remove',
  'send_next',
  'earlier',
  'later',
])

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.matches('input:not([type="checkbox"]), textarea, select') || target.isContentEditable)

/** True while text is selected on the page: Copy then copies that text. */
const hasSelectedText = (): boolean => (window.getSelection()?.toString() ?? '') !== ''

/** Runs the command of a key press; answers false where it is no shortcut. */
export const onShortcut = (event: KeyboardEvent): boolean => {
  const typing = isTyping(event.target)
  for (const [id, command] of COMMAND_LIST) {
    const keys = [keysOf(id, platform()), command.alsoKeys ?? null]
    const hit = keys.find((one) => one !== null && isPress(one, event, platform()))
    if (hit === undefined || hit === null) continue
    // in a text field `/` is a character
    if (typing && (hit === '/' || (TEXT_FIELD_COMMANDS.has(id) && id !== 'search'))) return false
    if (LIST_COMMANDS.has(id) && (hasSelectedText() || useNav.getState().overlay !== null))
      return false
    if (id === 'remove' && (event.target as HTMLElement).closest('.runs') === null) return false
    runCommand(id)
    return true
  }
  return false
}

/** Escape closes, one at each press: the file drawer, the full height, the details. */
export const onEscape = (): void => {
  if (useFiles.getState().open !== null) useFiles.setState({ open: null, history: null })
  else if (useNav.getState().wide) setWide(false)
  else closeDetails()
}

/** Shows a run whose notification was clicked: its problem, or where it has none its details. */
export const showRun = async (jobId: number): Promise<void> => {
  const answer = await call('jobs.get', { jobId })
  if (!answer.ok) return showError(answer)
  const hasProblem = answer.value.lastError !== null
  setView(hasProblem ? 'needs_you' : 'all')
  await openJob(jobId, hasProblem ? 'problem' : 'details')
}
