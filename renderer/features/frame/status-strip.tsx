// One sentence about everything, worst first, with the one thing to do (docs/ux.md D2).
import {
  CirclePause,
  Clock,
  HardDrive,
  Inbox,
  type LucideIcon,
  OctagonX,
  ShieldCheck,
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
import { openConfig, useApp } from '../../app/app-store.ts'
import { setPaused } from '../../app/engine-commands.ts'
import type { Place } from '../../app/nav.ts'
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

/** What is left and for how long, what slows it, and that nothing moves. */
const sending = (overview: Overview, live: readonly LiveRun[], now: number): string => {
  const { bytesLeft, counts, limitMbps, limitUntil } = overview
  const still = live.filter((one) => isStalled(one, now))
  const [first] = still
  if (first !== undefined && still.length === live.length) {
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
  // the estimate of one run says nothing about those that wait behind it
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
const show = (place: Place): StatusStripContent['action'] => ({
  label: STATUS_STRIP_MESSAGES.show,
  run: () => goTo(place),
})

/** How everything stands as the strip says it: one sentence, what belongs to it, and the one thing to do. */
export const statusStripOf = (
  facts: OverallStatusFacts,
  live: readonly LiveRun[],
): StatusStripContent => {
  const { overview, now } = facts
  const { counts } = overview
  const found = overallStatusOf(facts)
  switch (found.kind) {
    case 'stopped':
      return { ...bad, text: found.why, detail: '', action: null }
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
        text: found.kind === 'fault' ? MESSAGES.configProblem : MESSAGES.configUnusable,
        detail: faultText(found.fault),
        action: { label: MESSAGES.openConfig, run: openConfig },
      }
    case 'no_tool':
      return {
        ...bad,
        text: `${found.hold.message}.`,
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
          found.hold !== null
            ? STATUS_STRIP_MESSAGES.othersWait(found.hold.message)
            : counts.active > 0
              ? joined(MESSAGES.inProgress(counts.active), sending(overview, live, now))
              : '',
        action: { label: MESSAGES.showThem, run: () => setView('needs_you') },
      }
    case 'away': {
      const { hold, waiting } = found
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
        text: STATUS_STRIP_MESSAGES.diskFull(found.instrument, dateTime(found.fullAt)),
        detail:
          found.waitingBytes > 0 && found.sendMs !== null
            ? STATUS_STRIP_MESSAGES.toSend(
                bytes(found.waitingBytes),
                timeLeft(found.sendMs / 1_000),
              )
            : '',
        action: show({ kind: 'instrument', id: found.instrument }),
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
        text: `${found.words}.`,
        detail: counts.active > 0 ? MESSAGES.inProgress(counts.active) : '',
        action: show({ kind: 'instrument', id: found.instrument }),
      }
    case 'active':
      return {
        tone: 'info',
        icon: Upload,
        text: MESSAGES.inProgress(counts.active),
        detail: sending(overview, live, now),
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

/** The sentence for screen readers, said at most every ten seconds. */
const useCalm = (text: string): string => {
  const [said, setSaid] = useState({ text, at: 0 })
  useEffect(() => {
    if (text === said.text) return
    const wait = Math.max(0, said.at + 10_000 - Date.now())
    const timer = setTimeout(() => setSaid({ text, at: Date.now() }), wait)
    return () => clearTimeout(timer)
  }, [text, said])
  return said.text
}

/** What is known of everything; nothing is said before the program has answered. */
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
  const verdict = useStatusStrip(running)
  const said = useCalm(`${verdict.text} ${verdict.detail}`)
  const speed = running.reduce((sum, one) => sum + (one.rate ?? 0), 0)
  const total = running.reduce((sum, one) => sum + (one.bytesTotal ?? 0), 0)
  const Icon = verdict.icon
  return (
    <section className={`verdict tone-${verdict.tone}`} aria-label={MESSAGES.summary}>
      <Icon size={18} aria-hidden />
      <strong className="clip">{verdict.text}</strong>
      <span className="clip" title={verdict.detail}>
        {verdict.detail}
      </span>
      <span className="end">{speed > 0 ? rate(speed) : ''}</span>
      {verdict.action === null ? null : (
        <button type="button" className="button small" onClick={verdict.action.run}>
          {verdict.action.label}
        </button>
      )}
      {total > 0 ? (
        <ProgressBar part={running.reduce((sum, one) => sum + one.bytes, 0) / total} tone="whole" />
      ) : null}
      <span className="unseen" role="status" aria-live="polite">
        {said}
      </span>
    </section>
  )
}
