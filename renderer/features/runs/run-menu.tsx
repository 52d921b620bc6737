// Context menu of runs, drawn from the actions that the core allows (docs/ux.md D4).
import { type ReactElement, type ReactNode, useState } from 'react'
import { COMMANDS, type CommandId, keysOf, shownKeys } from '../../../shared/commands.ts'
import { count } from '../../../shared/format.ts'
import { runs } from '../../../shared/messages/common.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { runReport } from '../../../shared/messages/report.ts'
import { amountText } from '../../../shared/messages/retry-preview.ts'
import { actionName, confirmationOf } from '../../../shared/messages/runs.ts'
import type { JobAction, JobSummary } from '../../../shared/model/model.ts'
import { FOLDER_LINK, FOLDER_MISSING } from '../../../shared/reasons.ts'
import { useApp } from '../../state/app-store.ts'
import { copyForIt } from '../destinations/copy-for-it.ts'
import { platform } from '../../state/bridge.ts'
import { clearFinished, runCommand } from '../frame/commands.ts'
import { openOverlay } from '../../state/nav.ts'
import { ConfirmDialog, type Question } from '../../ui/confirm-dialog.tsx'
import { ContextMenuArea, type MenuEntries } from '../../ui/menu.tsx'
import { retryFiles } from '../files/files-store.ts'
import {
  isDeletionOffered,
  loadCleanupDecision,
  useCleanupDecisions,
} from './cleanup-decisions-store.ts'
import { filesPreview, useRetryPreviews } from './retry-preview-store.ts'
import { useSelection } from './selection-store.ts'
import { tellOf, useAwaited } from './awaited-store.ts'
import { selectAll, setFilter, setTab, setView, useJobs } from './runs-store.ts'
import { act, locateRun, openOnNas, reveal, saveReceipt, saveReceipts } from './run-actions.ts'

/** The runs among the selected ones that an action can be done to. */
const jobsFor = (jobs: readonly JobSummary[], action: JobAction): readonly number[] => {
  const { offered } = useSelection.getState()
  return jobs.length > 1 && offered !== null
    ? (offered[action] ?? [])
    : jobs.filter((job) => job.actions.includes(action)).map((job) => job.id)
}

/** Performs an action, after a confirmation where it cannot be undone. */
export const useRunActions = (): {
  readonly question: ReactElement
  /** `what`: the name of the run, or how many there are. */
  perform(jobs: readonly number[], what: string, action: JobAction): void
} => {
  const [question, setQuestion] = useState<Question | null>(null)
  return {
    question: <ConfirmDialog question={question} onClose={() => setQuestion(null)} />,
    perform(ids, what, action) {
      const confirmation = confirmationOf(action, what)
      if (confirmation === null) void act(ids, action)
      else setQuestion({ ...confirmation, onYes: () => void act(ids, action) })
    },
  }
}

const copy = (text: string): void => void navigator.clipboard.writeText(text)
const keys = (id: CommandId): { keys?: string } => {
  const found = keysOf(id, platform())
  return found === null ? {} : { keys: shownKeys(found, platform()) }
}
/** Commands whose shortcuts are shown with the actions. */
const KEYS: Readonly<Partial<Record<JobAction, CommandId>>> = {
  retry: 'retry',
  pause: 'hold',
  resume: 'hold',
  verify: 'verify',
  next: 'send_next',
  earlier: 'earlier',
  later: 'later',
  archive: 'remove',
}

/** A run that may still be verified. */
const isOpen = ({ state, archivedAt }: JobSummary): boolean =>
  archivedAt === null && !['verified', 'cleanup_eligible', 'cleaned', 'cancelled'].includes(state)

/** With what that sends, once that is known. */
const failedOnlyLabel = ({ id, attention, revision }: JobSummary): string => {
  const sends = filesPreview({ jobId: id, files: 'attention' }, revision)
  return sends === null || sends.files !== attention
    ? MESSAGES.retryFailedOnly(attention)
    : MESSAGES.retryFailedAmount(attention, amountText(sends))
}

const entriesFor = (
  jobs: readonly JobSummary[],
  perform: (jobs: readonly number[], what: string, action: JobAction) => void,
): MenuEntries => {
  const [only] = jobs.length === 1 ? jobs : []
  const waits = jobs.every((job) => job.state === 'queued')
  const actionEntries = (...wanted: readonly JobAction[]): MenuEntries =>
    wanted.flatMap((action) => {
      const ids = jobsFor(jobs, action)
      if (ids.length === 0) return []
      const name = actionName(action, waits)
      const isForAll = only !== undefined || ids.length === useJobs.getState().selected.size
      return {
        label: isForAll ? name : `${name} (${count(ids.length)})`,
        run: () => perform(ids, only?.run ?? runs(ids.length), action),
        ...(KEYS[action] === undefined ? {} : keys(KEYS[action])),
      }
    })
  const { jobs: awaited } = useAwaited.getState()
  const untold = jobs.filter(isOpen).map((job) => job.id)
  const canAcknowledge = jobs.every((job) => job.needsPerson)
  const reason = only?.state === 'failed' ? only.lastError?.reason : undefined
  const isFolderMissing = reason === FOLDER_MISSING || reason === FOLDER_LINK
  const instrument = useApp.getState().instruments.find((one) => one.id === only?.route)
  return [
    ...(only !== undefined && only.attention > 0 && only.actions.includes('retry')
      ? [
          {
            label: failedOnlyLabel(only),
            preferred: true,
            run: () => void retryFiles(only.id, 'attention'),
          },
        ]
      : []),
    ...actionEntries('unarchive', 'retry', 'next', 'earlier', 'later', 'pause', 'resume', 'verify'),
    null,
    ...(only === undefined
      ? []
      : [
          { label: MESSAGES.showFolder, run: () => reveal(only.id), ...keys('reveal') },
          ...(isFolderMissing
            ? [{ label: MESSAGES.locate, run: () => void locateRun(only.id) }]
            : []),
          {
            label: MESSAGES.openOnNas,
            disabled: (instrument?.nasRoot ?? null) === null,
            run: () => openOnNas(only.id),
          },
        ]),
    {
      label: MESSAGES.copyPath,
      run: () => copy(jobs.map((j) => j.folder).join('\n')),
      ...keys('copy_path'),
    },
    { label: MESSAGES.copyNasPath, run: () => copy(jobs.map((j) => j.target).join('\n')) },
    null,
    ...(only === undefined
      ? []
      : [
          { label: MESSAGES.showLog, run: () => setTab('log'), ...keys('log') },
          {
            label: COMMANDS.log_folder.label,
            run: () => runCommand('log_folder'),
            ...keys('log_folder'),
          },
          ...(only.lastError === null
            ? []
            : [
                {
                  label: MESSAGES.copyForIt,
                  run: () => {
                    if (only.lastError !== null)
                      void copyForIt(only.route, runReport(only, only.lastError), only.id)
                  },
                  ...keys('copy_problem'),
                },
              ]),
          {
            label: MESSAGES.receipt,
            run: () => saveReceipt(only.id, 'html'),
          },
        ]),
    null,
    ...(only === undefined
      ? [
          {
            label: `${MESSAGES.receipts} (${count(useJobs.getState().selected.size)})`,
            run: () => saveReceipts([...useJobs.getState().selected], 'html'),
          },
          {
            label: `${MESSAGES.receiptsPdf} (${count(useJobs.getState().selected.size)})`,
            run: () => saveReceipts([...useJobs.getState().selected], 'pdf'),
          },
        ]
      : []),
    ...(untold.length === 0
      ? []
      : [
          {
            label: MESSAGES.tell,
            checked: untold.every((id) => awaited.has(id)),
            closes: true,
            run: () => void tellOf(untold, !untold.every((id) => awaited.has(id))),
          },
        ]),
    ...(canAcknowledge
      ? [
          {
            label: MESSAGES.acknowledge,
            run: () =>
              openOverlay({
                kind: 'acknowledge',
                jobs: jobs.map((j) => j.id),
                what: only?.run ?? runs(jobs.length),
              }),
          },
        ]
      : []),
    null,
    ...actionEntries('cancel', 'archive'),
    ...(only?.archivedAt === null &&
    (only.state === 'verified' || only.state === 'cleanup_eligible')
      ? [
          {
            label: MESSAGES.deleteLocal,
            disabled: !isDeletionOffered(useCleanupDecisions.getState().decisions.get(only.id)),
            run: () => openOverlay({ kind: 'clean', jobId: only.id }),
          },
        ]
      : []),
  ]
}

/** The menu of the list itself: a right click outside its rows. */
const backgroundEntries = (columns: MenuEntries): MenuEntries => [
  {
    label: MESSAGES.retryAll,
    disabled: useApp.getState().overview.failed === 0,
    run: () => void act('all_failed', 'retry'),
    ...keys('retry_all'),
  },
  { label: MESSAGES.clearFinished, run: clearFinished },
  {
    label: MESSAGES.selectAllFailed,
    disabled: useApp.getState().overview.failed === 0,
    run() {
      setView('all')
      setFilter({ state: 'failed' })
      void selectAll()
    },
  },
  null,
  { label: MESSAGES.columns, entries: columns },
]

/** `heads`: entries of the menu of the column heads. */
export const RunMenu = (props: {
  heads(target: Element | null): MenuEntries
  readonly children: ReactNode
}): ReactElement => {
  const { question, perform } = useRunActions()
  const entries = (target: Element | null, byKeyboard: boolean): MenuEntries => {
    if (target !== null && target.closest('.grid-heads') !== null) return props.heads(target)
    const { rows, selected } = useJobs.getState()
    const jobs = rows.filter((job) => selected.has(job.id))
    const [only] = jobs.length === 1 ? jobs : []
    // the row's details may be closed, so that nothing else has asked
    if (only !== undefined && !useCleanupDecisions.getState().decisions.has(only.id))
      void loadCleanupDecision(only.id)
    const onRows = byKeyboard || target?.closest('.grid-row') !== null
    return jobs.length > 0 && onRows
      ? entriesFor(jobs, perform)
      : backgroundEntries(props.heads(null))
  }
  // renders on changed rows, so that an open menu offers what is possible now
  useJobs((state) => state.rows)
  useCleanupDecisions((state) => state.decisions)
  useSelection((state) => state.offered)
  useRetryPreviews((state) => state.files)
  return (
    <>
      <ContextMenuArea className="main-list" entries={entries}>
        {props.children}
      </ContextMenuArea>
      {question}
    </>
  )
}
