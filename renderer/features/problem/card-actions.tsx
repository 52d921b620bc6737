// What a cause card offers: at most one primary step, two beside it, the rest in a menu (docs/ux.md D6, D8).
import { Ellipsis, RotateCw } from 'lucide-react'
import type { ReactElement } from 'react'
import { bytes } from '../../../shared/format.ts'
import { runs } from '../../../shared/messages/common.ts'
import { EXCLUSION_MESSAGES } from '../../../shared/messages/exclusions.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { actionName } from '../../../shared/messages/runs.ts'
import type { Cause } from '../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import {
  CHANGED_SINCE,
  FOLDER_MISSING,
  type PrimaryAction,
  type ReasonText,
} from '../../../shared/reasons.ts'
import { patternLike } from '../../../shared/suggest-pattern.ts'
import { call } from '../../app/bridge.ts'
import { openOverlay } from '../../app/nav.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { testInstrument } from '../destinations/connection-test-store.ts'
import { resumeDestination } from '../destinations/destinations-store.ts'
import { retryFiles } from '../files/files-store.ts'
import { useRunActions } from '../runs/run-menu.tsx'
import { act, goTo, locateRun, openFilesOf, reveal } from '../runs/runs-store.ts'

interface Step {
  readonly label: string
  readonly title?: string
  readonly again?: boolean
  run(): void
}

interface Steps {
  readonly primary: Step
  readonly beside: readonly Step[]
  readonly more: readonly Step[]
}

interface About {
  readonly cause: Cause
  /** null: the card speaks of every run of the cause. */
  readonly job: JobSummary | null
  readonly words: ReasonText | null
  /** Takes the one run of the cause off the list, once that is affirmed. */
  remove(): void
}

/** Does the next step for every run of the cause. */
const retryCause = async (cause: Cause, job: JobSummary | null): Promise<void> => {
  if (cause.key.destination !== '') await resumeDestination(cause.key.destination)
  if (job !== null || cause.runs === 1) return act([cause.newest.jobId], 'retry')
  const answer = await call('jobs.ids', { view: 'needs_you', search: '', cause: cause.key })
  return answer.ok ? act(answer.value.ids, 'retry') : undefined
}

/** Takes note of the one run, or of at most the thousand newest of the cause. */
const takeNote = async (cause: Cause, job: JobSummary | null): Promise<void> => {
  const what = cause.runs === 1 ? cause.newest.run : runs(cause.runs)
  if (job !== null) return openOverlay({ kind: 'acknowledge', jobs: [job.id], what })
  const answer = await call('jobs.ids', { view: 'needs_you', search: '', cause: cause.key })
  return openOverlay({ kind: 'acknowledge', jobs: answer.ok ? answer.value.ids : [], what })
}

const primaryOf = ({ cause, job, words }: About): Step => {
  const [instrument = ''] = cause.instruments
  const run = (): void => void retryCause(cause, job)
  if (words?.primary === 'trust_key')
    return { label: MESSAGES.trustKey, run: () => openOverlay({ kind: 'trust', instrument }) }
  if (words?.primary === 'open_settings')
    return {
      label: MESSAGES.openSettings,
      run: () => goTo({ kind: 'settings', section: instrument }),
    }
  if (cause.key.reason === 'remote_hash_unsupported')
    return { label: MESSAGES.readBack, run: () => goTo({ kind: 'settings', section: 'verify' }) }
  // where it is can only be said of one run
  if (words?.primary === 'check_again' || words?.primary === 'locate')
    return { label: MESSAGES.checkAgain, again: true, run }
  return { label: words?.who === 'wait' ? MESSAGES.tryNow : MESSAGES.retryOne, again: true, run }
}

/** First steps after which the run is still to be tried again by hand. */
const OTHER_STEPS: ReadonlySet<PrimaryAction> = new Set(['open_settings', 'trust_key'])

const besideOf = ({ cause, job, words }: About): Step[] => {
  const partly = job !== null && job.attention > 0 && job.attention < job.files.total
  if (words !== null && OTHER_STEPS.has(words.primary))
    return [{ label: MESSAGES.retryOne, run: () => void retryCause(cause, job) }]
  if (partly && job.actions.includes('retry'))
    return [
      {
        label: MESSAGES.resend(job.attention),
        title: MESSAGES.resendText(job.attention, job.files.total, bytes(cause.bytes)),
        run: () => void retryFiles(job.id, 'attention'),
      },
    ]
  const [instrument] = cause.instruments
  if (words?.hold === null || instrument === undefined) return []
  return [
    {
      label: MESSAGES.testConnection,
      run() {
        goTo({ kind: 'destination', key: cause.key.destination })
        void testInstrument(instrument, 'test')
      },
    },
  ]
}

/** Steps for the files of one run, where its cause has some of its own; null: the ordinary ones. */
const stepsOfRun = (about: About): Steps | null => {
  const { cause, job } = about
  if (job === null && cause.runs !== 1) return null
  const { jobId } = cause.newest
  const n = cause.files
  const [path] = cause.paths
  const note = (label: string): Step => ({ label, run: () => void takeNote(cause, job) })
  const exclude: Step = {
    label: EXCLUSION_MESSAGES.excludePattern,
    run() {
      const pattern = path === undefined ? '*' : patternLike(path)
      openOverlay({ kind: 'exclude', jobId, seqs: [], bytes: 0, pattern })
    },
  }
  // only files that were in the list can be accepted; of a folder that is gone as a whole none is marked
  const ofFiles = cause.view === 'attention'
  switch (cause.key.reason) {
    case 'source_vanished': {
      const accept: Step = {
        label: EXCLUSION_MESSAGES.accept,
        run: () => openOverlay({ kind: 'accept', jobId, files: n }),
      }
      return {
        primary: primaryOf(about),
        beside: [{ label: EXCLUSION_MESSAGES.reveal, run: () => reveal(jobId) }],
        more: [...(ofFiles ? [exclude, accept] : []), note(MESSAGES.acknowledge)],
      }
    }
    case FOLDER_MISSING:
      return {
        primary: { label: MESSAGES.locate, run: () => void locateRun(jobId) },
        beside: [primaryOf(about)],
        more: [
          ...(job?.actions.includes('dismiss') === false
            ? []
            : [{ label: actionName('dismiss', false), run: () => about.remove() }]),
          note(MESSAGES.acknowledge),
        ],
      }
    case CHANGED_SINCE: {
      const replace: Step = {
        label: EXCLUSION_MESSAGES.replace(n),
        run: () => openOverlay({ kind: 'replace', jobId, files: n, run: cause.newest.run }),
      }
      return {
        primary: primaryOf(about),
        beside: [replace, note(EXCLUSION_MESSAGES.keep)],
        more: [exclude],
      }
    }
    case 'checksum_mismatch':
    case 'remote_changed': {
      if (!ofFiles) return null
      const resend: Step = {
        label: MESSAGES.resend(n),
        again: true,
        run: () => void retryFiles(jobId, 'attention'),
      }
      const compare: Step = {
        label: EXCLUSION_MESSAGES.compare,
        run: () => void openFilesOf(jobId, 'attention'),
      }
      return { primary: resend, beside: [compare], more: [exclude, note(MESSAGES.acknowledge)] }
    }
    default:
      return null
  }
}

const stepsOf = (about: About): Steps => {
  const note = { label: MESSAGES.acknowledge, run: () => void takeNote(about.cause, about.job) }
  return stepsOfRun(about) ?? { primary: primaryOf(about), beside: besideOf(about), more: [note] }
}

const Button = ({
  step,
  className,
}: {
  readonly step: Step
  readonly className: string
}): ReactElement => (
  <button type="button" className={className} title={step.title} onClick={() => step.run()}>
    {step.again === true ? <RotateCw size={14} aria-hidden /> : null}
    {step.label}
  </button>
)

/** `report`: all that IT needs, as text. */
export const CardActions = (
  props: Omit<About, 'remove'> & { readonly report: string },
): ReactElement => {
  const { question, perform } = useRunActions()
  const { jobId: id, run } = props.cause.newest
  const remove = (): void => perform([{ id, run }], 'dismiss')
  const { primary, beside, more } = stepsOf({ ...props, remove })
  const [only] = more
  return (
    <div className="card-actions">
      <Button step={primary} className="button primary" />
      {beside.map((step) => (
        <Button key={step.label} step={step} className="button" />
      ))}
      {beside.length > 1 ? null : (
        <CopyButton className="button" text={props.report} label={MESSAGES.copyForIt} />
      )}
      {more.length === 1 && only !== undefined ? (
        <Button step={only} className="button quiet" />
      ) : (
        <MenuButton className="button quiet" label={EXCLUSION_MESSAGES.more} entries={more}>
          <Ellipsis size={15} aria-hidden />
          {EXCLUSION_MESSAGES.more}
        </MenuButton>
      )}
      {question}
    </div>
  )
}
