// Content of the status strip: the worst status as a sentence, the others as chips (docs/ux.md D2). Pure but for the links.
import { spokenMessage } from '../../../shared/reasons.ts'
import {
  CirclePause,
  Clock,
  FlaskConical,
  HardDrive,
  Hourglass,
  Inbox,
  type LucideIcon,
  OctagonX,
  ShieldCheck,
  StickyNote,
  TriangleAlert,
  Upload,
} from 'lucide-react'
import { bytes, count, dateTime, timeLeft, timeOfDay, waited } from '../../../shared/format.ts'
import { runs, sentence } from '../../../shared/messages/common.ts'
import { STATUS_STRIP_MESSAGES } from '../../../shared/messages/frame.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { noteText, pauseText } from '../../../shared/messages/status.ts'
import type { Overview } from '../../../shared/model/overview.ts'
import { placeName } from '../../../shared/place-name.ts'
import type { ConfigProblem } from '../../../shared/model/settings.ts'
import {
  type OverallStatus,
  type OverallStatusFacts,
  overallStatusesOf,
} from '../../../shared/overall-status.ts'
import { openConfig, openLogs } from '../../state/app-store.ts'
import { setPaused } from '../../state/engine-commands.ts'
import type { Tone } from '../../ui/state-badge.tsx'
import { helpAction } from '../destinations/disk-helps.tsx'
import { resumeDestination } from '../destinations/destinations-store.ts'
import { ETA_AFTER_MS, type LiveRun } from '../runs/live-progress-store.ts'
import { goTo, setView } from '../runs/runs-store.ts'
import { type StripChip, stripChips } from './status-strip-chips.ts'

interface StatusStripContent {
  readonly tone: Tone
  readonly icon: LucideIcon
  readonly text: string
  readonly detail: string
  readonly action: { readonly label: string; run(): void } | null
  readonly chips: readonly StripChip[]
}
type Sentence = Omit<StatusStripContent, 'chips'>

/** The facts of the overall status, with what the window knows of running transfers and of the queue. */
export interface StripFacts extends OverallStatusFacts {
  readonly live: readonly LiveRun[]
  /** Until everything that can be sent now is sent, seconds; null: not known. */
  readonly queueSeconds: number | null
}

const joined = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' ')

/** How long it takes: of the running transfers where nothing waits, else of the queue; or why there is no estimate. */
const estimateText = ({ overview, live, now, queueSeconds }: StripFacts): string => {
  if (overview.counts.waiting > 0)
    return queueSeconds === null ? STATUS_STRIP_MESSAGES.noEstimate : timeLeft(queueSeconds)
  const steady = live.filter((one) => now - one.phaseStartedAt >= ETA_AFTER_MS)
  const times = steady.map((one) => one.etaSeconds).filter((seconds) => seconds !== null)
  return times.length === 0 ? '' : timeLeft(Math.max(...times))
}

/** Bytes and time left, and the speed limit. */
const sendingDetail = (facts: StripFacts): string => {
  const { bytesLeft, limitMbps, limitUntil } = facts.overview
  const left = bytesLeft > 0 ? STATUS_STRIP_MESSAGES.left(bytes(bytesLeft)) : ''
  const amount = [left, bytesLeft > 0 ? estimateText(facts) : '']
    .filter((part) => part !== '')
    .join(', ')
  const until = limitUntil === null ? null : timeOfDay(limitUntil)
  return joined(
    amount === '' ? null : `${amount}.`,
    limitMbps === null ? null : STATUS_STRIP_MESSAGES.limited(count(limitMbps), until),
  )
}

const faultText = (fault: ConfigProblem): string =>
  `${fault.line === null ? '' : STATUS_STRIP_MESSAGES.line(fault.line)}${fault.message}`

const cancelledText = ({ cancelled }: Overview): string =>
  cancelled > 0 ? STATUS_STRIP_MESSAGES.cancelled(runs(cancelled)) : ''

const bad = { tone: 'danger', icon: OctagonX } as const
const quiet = { tone: 'neutral', icon: Inbox, action: null } as const
const showNeedsYou = (): void => setView('needs_you')

const sentenceOf = (status: OverallStatus, facts: StripFacts): Sentence => {
  const { overview, now } = facts
  const { counts } = overview
  switch (status.kind) {
    case 'stopped':
      return { ...bad, text: status.why, detail: '', action: null }
    case 'not_set_up':
      return {
        ...quiet,
        text: MESSAGES.notSetUp,
        detail: '',
        action: { label: MESSAGES.setUp, run: () => goTo({ kind: 'setup' }) },
      }
    case 'unusable':
    case 'fault':
      return {
        ...bad,
        text: status.kind === 'fault' ? MESSAGES.configProblem : MESSAGES.configUnusable,
        detail: faultText(status.fault),
        action: { label: MESSAGES.openConfig, run: openConfig },
      }
    case 'warned':
      return {
        tone: 'warning',
        icon: TriangleAlert,
        text: status.words,
        detail: '',
        action: { label: STATUS_STRIP_MESSAGES.openLogs, run: openLogs },
      }
    case 'no_tool':
      return {
        ...bad,
        text: sentence(spokenMessage(status.hold)),
        detail: '',
        action: {
          label: MESSAGES.openSettings,
          run: () => goTo({ kind: 'settings', section: 'advanced' }),
        },
      }
    case 'needs_you':
      return {
        ...bad,
        text: MESSAGES.needYou(status.runs, status.folders),
        detail: '',
        action: { label: MESSAGES.showThem, run: showNeedsYou },
      }
    case 'away': {
      const { hold, waiting } = status
      return {
        tone: 'warning',
        icon: CirclePause,
        text: sentence(spokenMessage(hold)),
        detail: joined(
          waiting > 0 ? MESSAGES.waiting(waiting) : null,
          hold.dueAt === null
            ? MESSAGES.waitsForSomeone
            : MESSAGES.nextTryAt(timeOfDay(hold.dueAt)),
        ),
        action: { label: MESSAGES.tryNow, run: () => void resumeDestination(hold.key) },
      }
    }
    case 'disk':
      return {
        tone: 'warning',
        icon: HardDrive,
        text: STATUS_STRIP_MESSAGES.diskFull(status.instrument, dateTime(status.fullAt)),
        detail:
          status.waitingBytes > 0 && status.sendMs !== null
            ? STATUS_STRIP_MESSAGES.toSend(
                bytes(status.waitingBytes),
                timeLeft(status.sendMs / 1_000),
              )
            : '',
        action:
          status.help === null
            ? {
                label: STATUS_STRIP_MESSAGES.show,
                run: () => goTo({ kind: 'instrument', id: status.instrument }),
              }
            : helpAction(status.help, status.instrument),
      }
    case 'unrehearsed': {
      const { connection, destination, message } = status.failed
      return {
        tone: 'warning',
        icon: FlaskConical,
        text: STATUS_STRIP_MESSAGES.rehearsalFailed(placeName(destination)),
        detail: message,
        action: {
          label: STATUS_STRIP_MESSAGES.show,
          run: () => goTo({ kind: 'destination', key: connection }),
        },
      }
    }
    case 'paused':
      return {
        tone: 'warning',
        icon: CirclePause,
        text: STATUS_STRIP_MESSAGES.paused(pauseText(overview, now)),
        detail: counts.waiting > 0 ? MESSAGES.waiting(counts.waiting) : '',
        action: { label: MESSAGES.resumeAll, run: () => void setPaused(false) },
      }
    case 'silent':
      return {
        tone: 'warning',
        icon: Clock,
        text: `${status.words}.`,
        detail: '',
        action: {
          label: STATUS_STRIP_MESSAGES.show,
          run: () => goTo({ kind: 'instrument', id: status.instrument }),
        },
      }
    case 'stalled':
      return {
        tone: 'warning',
        icon: Hourglass,
        text: STATUS_STRIP_MESSAGES.stalled(status.runs, waited(status.ms)),
        detail: status.all ? '' : sendingDetail(facts),
        action: { label: MESSAGES.showThem, run: () => setView('active') },
      }
    case 'active':
      return {
        tone: 'info',
        icon: Upload,
        text: MESSAGES.inProgress(counts.active),
        detail: joined(
          counts.waiting > 0 ? MESSAGES.waiting(counts.waiting) : null,
          sendingDetail(facts),
        ),
        action: null,
      }
    case 'waiting':
      return {
        tone: 'neutral',
        icon: Clock,
        text: MESSAGES.waiting(counts.waiting),
        detail: overview.guarded.length === 0 ? '' : MESSAGES.recordingNow(overview.guarded),
        action: { label: MESSAGES.showThem, run: () => setView('waiting') },
      }
    case 'known':
      return {
        tone: 'warning',
        icon: StickyNote,
        text: STATUS_STRIP_MESSAGES.known(status.runs),
        detail: overview.note === null ? '' : noteText(overview.note, now),
        action: { label: MESSAGES.showThem, run: showNeedsYou },
      }
    case 'no_runs':
      return { ...quiet, text: MESSAGES.nothingRunning, detail: '' }
    case 'nothing':
      return { ...quiet, text: MESSAGES.nothingToSend, detail: cancelledText(overview) }
    case 'verified':
      return {
        tone: 'success',
        icon: ShieldCheck,
        text: MESSAGES.verified(overview.proven),
        detail: cancelledText(overview),
        action: null,
      }
  }
}

/** The content of the strip. */
export const statusStripOf = (facts: StripFacts): StatusStripContent => {
  const all = overallStatusesOf(facts)
  const [worst] = all
  return {
    ...sentenceOf(worst, facts),
    chips: stripChips(all, facts),
  }
}

/** Before the program has answered. */
export const loadingStrip = (): StatusStripContent => ({
  ...quiet,
  text: MESSAGES.loading,
  detail: '',
  chips: [],
})
