// Status strip: one sentence about everything, worst state first, with at most one action (docs/ux.md D2).
import {
  CirclePause,
  Clock,
  HardDrive,
  Inbox,
  type LucideIcon,
  OctagonX,
  ShieldCheck,
  TriangleAlert,
  Upload,
} from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import {
  bytes,
  count,
  dateTime,
  rate,
  timeLeft,
  timeOfDay,
  waited,
} from '../../../shared/format.ts'
import { runs } from '../../../shared/messages/common.ts'
import { STATUS_STRIP_MESSAGES } from '../../../shared/messages/frame.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { Overview } from '../../../shared/model/model.ts'
import type { ConfigProblem } from '../../../shared/model/settings.ts'
import { type OverallStatusFacts, overallStatusOf } from '../../../shared/overall-status.ts'
import { openConfig, openLogs, useApp } from '../../state/app-store.ts'
import { setPaused } from '../../state/engine-commands.ts'
import type { Place } from '../../state/nav.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { Tone } from '../../ui/state-badge.tsx'
import { resumeDestination } from '../destinations/destinations-store.ts'
import { useForecasts } from '../destinations/forecast-store.ts'
import {
  ETA_AFTER_MS,
  type LiveRun,
  isStalled,
  useLiveProgress,
} from '../runs/live-progress-store.ts'
import { goTo, setView } from '../runs/runs-store.ts'

interface StatusStripContent {
  readonly tone: Tone
  readonly icon: LucideIcon
  readonly text: string
  readonly detail: string
  readonly action: { readonly label: string; run(): void } | null
}

const RUNWAY_MS = 12 * 3_600_000

const joined = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' ')

/** Bytes and time left and the speed limit; or that every transfer is stalled. */
const sendingDetail = (overview: Overview, live: readonly LiveRun[], now: number): string => {
  const { bytesLeft, counts, limitMbps, limitUntil } = overview
  const stalled = live.filter((one) => isStalled(one, now))
  const [first] = stalled
  if (first !== undefined && stalled.length === live.length) {
    const stopped = MESSAGES.noMovement(waited(now - first.lastProgressAt))
    return first.lastLogLine === '' ? `${stopped}.` : `${stopped}: ${first.lastLogLine}`
  }
  const eta = live
    .filter((one) => now - one.phaseStartedAt >= ETA_AFTER_MS)
    .reduce<number | null>(
      (most, one) => (one.etaSeconds === null ? most : Math.max(most ?? 0, one.etaSeconds)),
      null,
    )
  const left = bytesLeft > 0 ? STATUS_STRIP_MESSAGES.left(bytes(bytesLeft)) : ''
  // an estimate does not include runs that wait
  const about = counts.waiting === 0 ? timeLeft(eta) : ''
  const amount = [left, about].filter((part) => part !== '').join(', ')
  const until = limitUntil === null ? null : timeOfDay(limitUntil)
  return joined(
    amount === '' ? null : `${amount}.`,
    limitMbps === null ? null : STATUS_STRIP_MESSAGES.limited(count(limitMbps), until),
  )
}

const faultText = (fault: ConfigProblem): string =>
  `${fault.line === null ? '' : STATUS_STRIP_MESSAGES.line(fault.line)}${fault.message}`

const bad = { tone: 'danger', icon: OctagonX } as const
const quiet = { tone: 'neutral', icon: Inbox, action: null } as const
const linkTo = (place: Place): StatusStripContent['action'] => ({
  label: STATUS_STRIP_MESSAGES.show,
  run: () => goTo(place),
})

/** The content of the strip: the overall status as a sentence, a detail and an action. */
export const statusStripOf = (
  facts: OverallStatusFacts,
  live: readonly LiveRun[],
): StatusStripContent => {
  const { overview, now } = facts
  const { counts } = overview
  const status = overallStatusOf(facts)
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
    case 'no_tool':
      return {
        ...bad,
        text: `${status.hold.message}.`,
        detail: counts.needs_you > 0 ? MESSAGES.needYou(counts.needs_you) : '',
        action: {
          label: MESSAGES.openSettings,
          run: () => goTo({ kind: 'settings', section: 'advanced' }),
        },
      }
    case 'needs_you':
      return {
        ...bad,
        text: MESSAGES.needYou(counts.needs_you),
        detail:
          status.hold !== null
            ? STATUS_STRIP_MESSAGES.othersWait(status.hold.message)
            : counts.active > 0
              ? joined(MESSAGES.inProgress(counts.active), sendingDetail(overview, live, now))
              : '',
        action: { label: MESSAGES.showThem, run: () => setView('needs_you') },
      }
    case 'warned':
      return {
        tone: 'warning',
        icon: TriangleAlert,
        text: status.words,
        detail: counts.active > 0 ? MESSAGES.inProgress(counts.active) : '',
        action: { label: STATUS_STRIP_MESSAGES.openLogs, run: openLogs },
      }
    case 'away': {
      const { hold, waiting } = status
      return {
        tone: 'warning',
        icon: CirclePause,
        text: `${hold.message}.`,
        detail: joined(
          waiting > 0 ? MESSAGES.waiting(waiting) : null,
          hold.dueAt === null
            ? STATUS_STRIP_MESSAGES.waitsForSomeone
            : STATUS_STRIP_MESSAGES.nextTry(timeOfDay(hold.dueAt)),
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
        action: linkTo({ kind: 'instrument', id: status.instrument }),
      }
    case 'held':
      return {
        tone: 'warning',
        icon: CirclePause,
        text: STATUS_STRIP_MESSAGES.heldByYou,
        detail: joined(
          counts.waiting > 0 ? MESSAGES.waiting(counts.waiting) : null,
          overview.pausedUntil === null
            ? null
            : STATUS_STRIP_MESSAGES.until(dateTime(overview.pausedUntil)),
        ),
        action: { label: MESSAGES.resumeAll, run: () => void setPaused(false) },
      }
    case 'silent':
      return {
        tone: 'warning',
        icon: Clock,
        text: `${status.words}.`,
        detail: counts.active > 0 ? MESSAGES.inProgress(counts.active) : '',
        action: linkTo({ kind: 'instrument', id: status.instrument }),
      }
    case 'active':
      return {
        tone: 'info',
        icon: Upload,
        text: MESSAGES.inProgress(counts.active),
        detail: sendingDetail(overview, live, now),
        action: null,
      }
    case 'waiting':
      return {
        tone: 'neutral',
        icon: Clock,
        text: MESSAGES.waiting(counts.waiting),
        detail: '',
        action: { label: MESSAGES.showThem, run: () => setView('waiting') },
      }
    case 'no_runs':
      return { ...quiet, text: MESSAGES.nothingRunning, detail: '' }
    case 'nothing':
      return { ...quiet, text: MESSAGES.nothingToSend, detail: cancelled(overview) }
    case 'verified':
      return {
        tone: 'success',
        icon: ShieldCheck,
        text: MESSAGES.verified(overview.proven),
        detail: cancelled(overview),
        action: null,
      }
  }
}

const cancelled = ({ counts, proven }: Overview): string =>
  counts.done > proven ? STATUS_STRIP_MESSAGES.cancelled(runs(counts.done - proven)) : ''

/** The text that screen readers announce: it changes at most every ten seconds. */
const useThrottledText = (text: string): string => {
  const [announced, setAnnounced] = useState({ text, at: 0 })
  useEffect(() => {
    if (text === announced.text) return
    const wait = Math.max(0, announced.at + 10_000 - Date.now())
    const timer = setTimeout(() => setAnnounced({ text, at: Date.now() }), wait)
    return () => clearTimeout(timer)
  }, [text, announced])
  return announced.text
}

/** The content of the strip from the stores; a neutral one until the program has answered. */
const useStatusStrip = (live: readonly LiveRun[]): StatusStripContent => {
  const overview = useApp((state) => state.overview)
  const now = useApp((state) => state.now)
  const info = useApp((state) => state.info)
  const [fault] = useApp((state) => state.configProblems)
  const instruments = useApp((state) => state.instruments.length)
  const foresight = useForecasts((state) => state.forecasts)
  if (info === null) return { ...quiet, text: MESSAGES.loading, detail: '' }
  const blocking = info.problems[0] ?? null
  return statusStripOf(
    {
      now,
      overview,
      forecasts: foresight,
      blocking,
      fault: fault ?? null,
      instruments,
      runwayMs: RUNWAY_MS,
    },
    live,
  )
}

export const StatusStrip = (): ReactElement => {
  const live = useLiveProgress((state) => state.live)
  const running = [...live.values()]
  const content = useStatusStrip(running)
  const announcement = useThrottledText(`${content.text} ${content.detail}`)
  const speed = running.reduce((sum, one) => sum + (one.rate ?? 0), 0)
  const total = running.reduce((sum, one) => sum + (one.bytesTotal ?? 0), 0)
  const Icon = content.icon
  return (
    <section className={`status-strip tone-${content.tone}`} aria-label={MESSAGES.summary}>
      <Icon size={18} aria-hidden />
      <strong className="clip">{content.text}</strong>
      <span className="clip" title={content.detail}>
        {content.detail}
      </span>
      <span className="end">{speed > 0 ? rate(speed) : ''}</span>
      {content.action === null ? null : (
        <button type="button" className="button compact" onClick={content.action.run}>
          {content.action.label}
        </button>
      )}
      {total > 0 ? (
        <ProgressBar part={running.reduce((sum, one) => sum + one.bytes, 0) / total} tone="whole" />
      ) : null}
      <span className="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </span>
    </section>
  )
}
