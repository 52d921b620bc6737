// One sentence about everything, worst first, with the one thing to do (UX D2).
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
import { runs } from '../../shared/catalogue/common.ts'
import { VERDICT } from '../../shared/catalogue/frame.ts'
import { WORDS } from '../../shared/catalogue/words.ts'
import { bytes, dateTime, rate, timeLeft, timeOfDay } from '../../shared/format.ts'
import type { Overview } from '../../shared/model.ts'
import type { Foresight } from '../../shared/reports.ts'
import { Bar } from '../components/small.tsx'
import type { Tone } from '../components/state-mark.tsx'
import { type Watched, openConfig, resumeDestination, setPaused, useApp } from '../store/app.ts'
import { useDesk } from '../store/desk.ts'
import { goTo, setView } from '../store/jobs.ts'

interface Verdict {
  readonly tone: Tone
  readonly icon: LucideIcon
  readonly text: string
  readonly detail: string
  readonly action: { readonly label: string; run(): void } | null
}

const RUNWAY_MS = 12 * 3_600_000

const sending = (overview: Overview, live: readonly Watched[], now: number): string => {
  const eta = live
    .filter((one) => now - one.since >= 10_000)
    .reduce<number | null>(
      (most, one) => (one.etaSeconds === null ? most : Math.max(most ?? 0, one.etaSeconds)),
      null,
    )
  const left = overview.bytesLeft > 0 ? VERDICT.left(bytes(overview.bytesLeft)) : ''
  // the estimate of one run says nothing about those that wait behind it
  const about = overview.counts.waiting === 0 ? timeLeft(eta) : ''
  return [left, about].filter((part) => part !== '').join(', ')
}

/** The worst thing first; `now`: epoch ms. */
export const verdictOf = (
  overview: Overview,
  live: readonly Watched[],
  foresight: readonly Foresight[],
  now: number,
): Verdict => {
  const { counts, paused } = overview
  const [hold] = overview.holds
  if (counts.needs_you > 0) {
    const others =
      hold !== undefined
        ? VERDICT.othersWait(hold.message)
        : counts.active > 0
          ? WORDS.inProgress(counts.active)
          : ''
    return {
      tone: 'danger',
      icon: OctagonX,
      text: WORDS.needYou(counts.needs_you),
      detail: others,
      action: { label: WORDS.showThem, run: () => setView('needs_you') },
    }
  }
  if (hold !== undefined) {
    const next =
      hold.dueAt === null ? VERDICT.waitsForSomeone : VERDICT.nextTry(timeOfDay(hold.dueAt))
    return {
      tone: 'warning',
      icon: CirclePause,
      text: `${hold.message}.`,
      detail: `${counts.waiting > 0 ? `${WORDS.waiting(counts.waiting)} ` : ''}${next}`,
      action: { label: WORDS.tryNow, run: () => void resumeDestination(hold.key) },
    }
  }
  const full = foresight.find(
    (one) =>
      one.runway?.fullAt !== null && one.runway !== null && one.runway.fullAt - now < RUNWAY_MS,
  )
  if (full?.runway?.fullAt !== undefined && full.runway.fullAt !== null) {
    const { fullAt, waitingBytes, sendMs } = full.runway
    return {
      tone: 'warning',
      icon: HardDrive,
      text: VERDICT.diskFull(full.instrument, dateTime(fullAt)),
      detail:
        waitingBytes > 0 && sendMs !== null
          ? VERDICT.toSend(bytes(waitingBytes), timeLeft(sendMs / 1_000))
          : '',
      action: {
        label: VERDICT.show,
        run: () => goTo({ kind: 'instrument', id: full.instrument }),
      },
    }
  }
  const silent = foresight.find((one) => one.words !== null)
  if (paused) {
    return {
      tone: 'warning',
      icon: CirclePause,
      text: VERDICT.heldByYou,
      detail: [
        counts.waiting > 0 ? WORDS.waiting(counts.waiting) : '',
        overview.pausedUntil === null ? '' : VERDICT.until(dateTime(overview.pausedUntil)),
      ]
        .filter((part) => part !== '')
        .join(' '),
      action: { label: WORDS.resumeAll, run: () => void setPaused(false) },
    }
  }
  if (silent?.words !== undefined && silent.words !== null)
    return {
      tone: 'warning',
      icon: Clock,
      text: `${silent.words}.`,
      detail: counts.active > 0 ? WORDS.inProgress(counts.active) : '',
      action: {
        label: VERDICT.show,
        run: () => goTo({ kind: 'instrument', id: silent.instrument }),
      },
    }
  if (counts.active > 0) {
    return {
      tone: 'info',
      icon: Upload,
      text: WORDS.inProgress(counts.active),
      detail: sending(overview, live, now),
      action: null,
    }
  }
  if (counts.waiting > 0) {
    return {
      tone: 'neutral',
      icon: Clock,
      text: WORDS.waiting(counts.waiting),
      detail: '',
      action: { label: WORDS.showThem, run: () => setView('waiting') },
    }
  }
  const quiet = { tone: 'neutral', icon: Inbox, action: null } as const
  if (counts.all === 0) return { ...quiet, text: WORDS.nothingRunning, detail: '' }
  const cancelled = counts.done - overview.proven
  const rest = cancelled > 0 ? VERDICT.cancelled(runs(cancelled)) : ''
  if (overview.proven === 0) return { ...quiet, text: WORDS.nothingToSend, detail: rest }
  return {
    tone: 'success',
    icon: ShieldCheck,
    text: WORDS.verified(overview.proven),
    detail: rest,
    action: null,
  }
}

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

/** What keeps the program from working at all, before anything else is said; null: nothing does. */
const useBlocked = (): Verdict | null => {
  const overview = useApp((state) => state.overview)
  const problems = useApp((state) => state.info?.problems)
  const [fault] = useApp((state) => state.configProblems)
  const instruments = useApp((state) => state.instruments.length)
  const blocking = problems?.[0] ?? overview.trouble
  const bad = { tone: 'danger', icon: OctagonX } as const
  if (blocking !== undefined && blocking !== null)
    return { ...bad, text: blocking, detail: '', action: null }
  if (
    instruments === 0 &&
    overview.counts.all === 0 &&
    (fault === undefined || fault.line === null)
  )
    return { tone: 'neutral', icon: Inbox, text: WORDS.notSetUp, detail: '', action: null }
  if (fault === undefined) return null
  return {
    ...bad,
    text: instruments > 0 ? WORDS.configProblem : WORDS.configUnusable,
    detail: `${fault.line === null ? '' : VERDICT.line(fault.line)}${fault.message}`,
    action: { label: WORDS.openConfig, run: openConfig },
  }
}

export const VerdictStrip = (): ReactElement => {
  const overview = useApp((state) => state.overview)
  const live = useApp((state) => state.live)
  const now = useApp((state) => state.now)
  const foresight = useDesk((state) => state.foresight)
  const blocked = useBlocked()
  const running = [...live.values()]
  const verdict = blocked ?? verdictOf(overview, running, foresight, now)
  const said = useCalm(`${verdict.text} ${verdict.detail}`)
  const speed = running.reduce((sum, one) => sum + (one.rate ?? 0), 0)
  const total = running.reduce((sum, one) => sum + (one.bytesTotal ?? 0), 0)
  const Icon = verdict.icon
  return (
    <section className={`verdict tone-${verdict.tone}`} aria-label={WORDS.summary}>
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
        <Bar part={running.reduce((sum, one) => sum + one.bytes, 0) / total} tone="whole" />
      ) : null}
      <span className="unseen" role="status" aria-live="polite">
        {said}
      </span>
    </section>
  )
}
