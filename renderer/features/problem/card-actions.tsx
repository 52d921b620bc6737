// Actions of a cause card: at most one primary action, two beside it, the rest in a menu (docs/ux.md D6, D8).
import { type ReactElement, useState } from 'react'
import { runs } from '../../../shared/messages/common.ts'
import { EXCLUSION_MESSAGES } from '../../../shared/messages/exclusions.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { actionName } from '../../../shared/messages/runs.ts'
import type { Cause } from '../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import {
  CHANGED_SINCE,
  FOLDER_LINK,
  FOLDER_MISSING,
  NO_FILES,
  PLACE_TAKEN,
  type PrimaryAction,
  TARGET_TAKEN,
} from '../../../shared/reasons.ts'
import { openOverlay } from '../../state/nav.ts'
import { ConfirmDialog, type Question } from '../../ui/confirm-dialog.tsx'
import { excludeOfCard, includeOfCard } from '../files/exclude-entries.ts'
import { retryFiles } from '../files/files-store.ts'
import {
  type CardAction,
  type CardActionSet,
  type CardContext,
  actionsOfDestination,
  checkAgain,
  compareFiles,
  retryCause,
  sendBeside,
} from './destination-card-actions.ts'
import { jobsOfCause, testCause } from './answers-store.ts'
import { useRunActions } from '../runs/run-menu.tsx'
import { goTo } from '../runs/runs-store.ts'
import { locateRun, reveal } from '../runs/run-actions.ts'

/** Opens the dialog that excludes what is left out of a run: links and special files. */
const excludeLeftOut = (jobId: number): Promise<void> =>
  excludeOfCard(jobId, 'unproven', (row) => row.state === 'skipped')

/** Opens the dialog that acknowledges the one run, or at most the thousand newest of the cause. */
const acknowledge = async (cause: Cause, job: JobSummary | null): Promise<void> => {
  const what = cause.runs === 1 ? cause.newest.run : runs(cause.runs)
  if (job !== null) return openOverlay({ kind: 'acknowledge', jobs: [job.id], what })
  return openOverlay({ kind: 'acknowledge', jobs: await jobsOfCause(cause, job), what })
}

const primaryOf = ({ cause, job, text }: CardContext): CardAction => {
  const [instrument = ''] = cause.instruments
  const run = (): void => void retryCause(cause, job)
  if (text?.primary === 'trust_key')
    return { label: MESSAGES.trustKey, run: () => openOverlay({ kind: 'trust', instrument }) }
  if (text?.primary === 'replace_password')
    return {
      label: MESSAGES.replacePassword,
      run: () => openOverlay({ kind: 'password', instruments: cause.instruments }),
    }
  if (text?.primary === 'unlock_conf')
    return {
      label: MESSAGES.unlockConf,
      run: () => openOverlay({ kind: 'unlock', instruments: cause.instruments }),
    }
  if (text?.primary === 'let_in')
    return { label: MESSAGES.letIn, run: () => goTo({ kind: 'setup', instrument }) }
  if (text?.primary === 'open_settings')
    return {
      label: MESSAGES.openSettings,
      run: () => goTo({ kind: 'settings', section: instrument }),
    }
  if (cause.key.reason === 'remote_hash_unsupported')
    return { label: MESSAGES.readBack, run: () => goTo({ kind: 'settings', section: 'verify' }) }
  // only a single run can be located
  if (text?.primary === 'check_again' || text?.primary === 'locate')
    return { label: MESSAGES.checkAgain, withRetryIcon: true, run }
  return {
    label: text?.who === 'wait' ? MESSAGES.tryNow : MESSAGES.retryOne,
    withRetryIcon: true,
    sends: 'runs',
    run,
  }
}

/** Primary actions after which the operator still has to retry the run. */
const OTHER_STEPS: ReadonlySet<PrimaryAction> = new Set([
  'open_settings',
  'trust_key',
  'replace_password',
  'unlock_conf',
  'let_in',
])

const besideOf = ({ cause, job, text }: CardContext): CardAction[] => {
  const partly = job !== null && job.attention > 0 && job.attention < job.files.total
  if (text !== null && OTHER_STEPS.has(text.primary))
    return [{ label: MESSAGES.retryOne, sends: 'runs', run: () => void retryCause(cause, job) }]
  if (partly && job.actions.includes('retry'))
    return [
      {
        label: MESSAGES.resend(job.attention),
        sends: 'files',
        run: () => void retryFiles(job.id, 'attention'),
      },
    ]
  if (text?.hold === null || cause.instruments.length === 0) return []
  return [
    {
      label: MESSAGES.testConnection,
      run: () => void testCause(cause, job),
    },
  ]
}

/** The actions of a card about one run whose reason has actions of its own; null: the ordinary ones apply. */
const actionsOfRun = (context: CardContext): CardActionSet | null => {
  const { cause, job } = context
  if (job === null && cause.runs !== 1) return null
  const { jobId } = cause.newest
  const n = cause.files
  const acknowledgeAction = (label: string): CardAction => ({
    label,
    run: () => void acknowledge(cause, job),
  })
  const exclude: CardAction = {
    label: EXCLUSION_MESSAGES.excludePattern,
    run: () => void excludeOfCard(jobId, cause.view),
  }
  // only single files can be accepted: a folder that is gone as a whole marks no file
  const ofFiles = cause.view === 'attention'
  switch (cause.key.reason) {
    case 'source_vanished': {
      const accept: CardAction = {
        label: EXCLUSION_MESSAGES.accept,
        run: () => openOverlay({ kind: 'accept', jobId, files: n, changed: false }),
      }
      return {
        primary: primaryOf(context),
        beside: [{ label: EXCLUSION_MESSAGES.reveal, run: () => reveal(jobId) }],
        more: [...(ofFiles ? [exclude, accept] : []), acknowledgeAction(MESSAGES.acknowledge)],
      }
    }
    case FOLDER_MISSING:
    case FOLDER_LINK:
      return {
        primary: { label: MESSAGES.locate, run: () => void locateRun(jobId) },
        beside: [primaryOf(context)],
        more: [
          ...(job?.actions.includes('archive') === false
            ? []
            : [{ label: actionName('archive', false), run: () => context.remove() }]),
          acknowledgeAction(MESSAGES.acknowledge),
        ],
      }
    case CHANGED_SINCE: {
      const replace: CardAction = {
        label: EXCLUSION_MESSAGES.replace(n),
        run: () => openOverlay({ kind: 'replace', jobId, files: n, run: cause.newest.run }),
      }
      return {
        primary: primaryOf(context),
        beside: [replace, acknowledgeAction(EXCLUSION_MESSAGES.keep)],
        more: [exclude],
      }
    }
    case 'checksum_mismatch':
    case 'remote_changed': {
      if (!ofFiles) return null
      const isChanged = cause.key.reason === 'remote_changed'
      const resend: CardAction = {
        label: isChanged ? EXCLUSION_MESSAGES.resendOriginals(n) : MESSAGES.resend(n),
        title: isChanged ? EXCLUSION_MESSAGES.resendOriginalsText : undefined,
        withRetryIcon: true,
        sends: 'files',
        run: () => void retryFiles(jobId, 'attention'),
      }
      const keepNas: CardAction = {
        label: EXCLUSION_MESSAGES.keepNas,
        run: () => openOverlay({ kind: 'accept', jobId, files: n, changed: true }),
      }
      return {
        primary: resend,
        beside: [compareFiles(jobId), ...(isChanged ? [keepNas] : [])],
        more: [exclude, acknowledgeAction(MESSAGES.acknowledge)],
      }
    }
    case 'entries_left_out':
      return {
        primary: {
          label: EXCLUSION_MESSAGES.leaveOut,
          run: () => void excludeLeftOut(jobId),
        },
        beside: [{ label: EXCLUSION_MESSAGES.reveal, run: () => reveal(jobId) }],
        more: [checkAgain(context), exclude, acknowledgeAction(MESSAGES.acknowledge)],
      }
    case NO_FILES:
      return cause.view !== 'excluded'
        ? null
        : {
            primary: {
              label: EXCLUSION_MESSAGES.include,
              run: () => void includeOfCard(jobId),
            },
            beside: [checkAgain(context)],
            more: [acknowledgeAction(MESSAGES.acknowledge)],
          }
    case 'name_not_provable':
      // such files are in no list: a pattern alone names them
      return {
        primary: primaryOf(context),
        beside: [
          {
            label: EXCLUSION_MESSAGES.excludePattern,
            run: () =>
              openOverlay({ kind: 'exclude', jobId, seqs: [], bytes: 0, paths: [], pattern: '' }),
          },
        ],
        more: [acknowledgeAction(MESSAGES.acknowledge)],
      }
    case PLACE_TAKEN:
    case TARGET_TAKEN:
      return {
        primary: {
          label: MESSAGES.sendBeside(`${cause.newest.run} (2)`),
          run: () => void sendBeside(jobId),
        },
        beside: ofFiles ? [compareFiles(jobId)] : [],
        more: [checkAgain(context), acknowledgeAction(MESSAGES.acknowledge)],
      }
    default:
      return null
  }
}

const actionsOf = (context: CardContext): CardActionSet => {
  const acknowledgeAction = {
    label: MESSAGES.acknowledge,
    run: () => void acknowledge(context.cause, context.job),
  }
  return (
    actionsOfRun(context) ?? {
      ...(actionsOfDestination(context) ?? {
        primary: primaryOf(context),
        beside: besideOf(context),
      }),
      more: [acknowledgeAction],
    }
  )
}

/** The actions of a card, and the dialogs that ask before some of them. */
export const useCardActions = (
  context: Omit<CardContext, 'remove' | 'ask'>,
): { readonly actions: CardActionSet; readonly dialogs: ReactElement } => {
  const { question, perform } = useRunActions()
  const [asked, ask] = useState<Question | null>(null)
  const { jobId: id, run } = context.cause.newest
  const remove = (): void => perform([id], run, 'archive')
  return {
    actions: actionsOf({ ...context, remove, ask }),
    dialogs: (
      <>
        {question}
        <ConfirmDialog question={asked} onClose={() => ask(null)} />
      </>
    ),
  }
}
