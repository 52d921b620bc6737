// One sentence about everything, worst first, with the one thing to do (UX D2).
import {
  CirclePause,
  Clock,
  Inbox,
  type LucideIcon,
  OctagonX,
  ShieldCheck,
  Upload,
} from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import type { LiveProgress, Overview } from '../../shared/model.ts'
import type { Tone } from '../components/state-mark.tsx'
import { bytes, count, rate, timeLeft, timeOfDay } from '../format.ts'
import { resumeDestination, setPaused, useApp } from '../store/app.ts'
import { setView } from '../store/jobs.ts'
import { TEXT } from '../words.ts'

interface Verdict {
  readonly tone: Tone
  readonly icon: LucideIcon
  readonly text: string
  readonly detail: string
  readonly action: { readonly label: string; run(): void } | null
}

const runs = (n: number): string => (n === 1 ? '1 run' : `${count(n)} runs`)

const sending = (overview: Overview, live: readonly LiveProgress[]): string => {
  const eta = live.reduce<number | null>(
    (most, one) => (one.etaSeconds === null ? most : Math.max(most ?? 0, one.etaSeconds)),
    null,
  )
  const left = overview.bytesLeft > 0 ? `${bytes(overview.bytesLeft)} left` : ''
  // the estimate of one run says nothing about those that wait behind it
  const about = overview.counts.waiting === 0 ? timeLeft(eta) : ''
  return [left, about].filter((part) => part !== '').join(', ')
}

export const verdictOf = (overview: Overview, live: readonly LiveProgress[]): Verdict => {
  const { counts, paused } = overview
  if (counts.needs_you > 0) {
    const [hold] = overview.holds
    const others =
      hold !== undefined
        ? `${hold.message}; runs for it wait.`
        : counts.active > 0
          ? `${runs(counts.active)} in progress.`
          : ''
    return {
      tone: 'danger',
      icon: OctagonX,
      text: `${runs(counts.needs_you)} ${counts.needs_you === 1 ? 'needs' : 'need'} you.`,
      detail: others,
      action: { label: TEXT.showThem, run: () => setView('needs_you') },
    }
  }
  const [hold] = overview.holds
  if (hold !== undefined) {
    const next =
      hold.dueAt === null ? 'It waits for someone to act.' : `Next try at ${timeOfDay(hold.dueAt)}.`
    return {
      tone: 'warning',
      icon: CirclePause,
      text: `${hold.message}.`,
      detail: `${counts.waiting > 0 ? `${runs(counts.waiting)} waiting. ` : ''}${next}`,
      action: { label: TEXT.tryNow, run: () => void resumeDestination(hold.key) },
    }
  }
  if (paused) {
    return {
      tone: 'warning',
      icon: CirclePause,
      text: 'Held by you: nothing is being sent.',
      detail: counts.waiting > 0 ? `${runs(counts.waiting)} waiting.` : '',
      action: { label: TEXT.resumeAll, run: () => void setPaused(false) },
    }
  }
  if (counts.active > 0) {
    return {
      tone: 'info',
      icon: Upload,
      text: `${runs(counts.active)} in progress.`,
      detail: sending(overview, live),
      action: null,
    }
  }
  if (counts.waiting > 0) {
    return {
      tone: 'neutral',
      icon: Clock,
      text: `${runs(counts.waiting)} waiting.`,
      detail: '',
      action: { label: TEXT.showThem, run: () => setView('waiting') },
    }
  }
  if (counts.all === 0)
    return { tone: 'neutral', icon: Inbox, text: 'No runs yet.', detail: '', action: null }
  const cancelled = counts.done - overview.proven
  const rest = cancelled > 0 ? `${runs(cancelled)} cancelled.` : ''
  if (overview.proven === 0)
    return { tone: 'neutral', icon: Inbox, text: 'Nothing to send.', detail: rest, action: null }
  const proven =
    overview.proven === 1 ? '1 run is verified.' : `${runs(overview.proven)} are verified.`
  return { tone: 'success', icon: ShieldCheck, text: proven, detail: rest, action: null }
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

export const VerdictStrip = (): ReactElement => {
  const overview = useApp((state) => state.overview)
  const live = useApp((state) => state.live)
  const problems = useApp((state) => state.info?.problems)
  const config = useApp((state) => state.configProblems)
  const blocking = problems?.[0] ?? overview.trouble ?? undefined
  const instruments = useApp((state) => state.instruments.length)
  const isNew = instruments === 0 && overview.counts.all === 0 && config[0]?.line === null
  const verdict: Verdict =
    blocking === undefined
      ? isNew
        ? { tone: 'neutral', icon: Inbox, text: TEXT.notSetUp, detail: '', action: null }
        : config.length > 0
          ? {
              tone: 'danger',
              icon: OctagonX,
              text: instruments > 0 ? TEXT.configProblem : TEXT.configUnusable,
              detail: `${config[0]?.line === null ? '' : `Line ${config[0]?.line}: `}${config[0]?.message ?? ''}`,
              action: null,
            }
          : verdictOf(overview, [...live.values()])
      : { tone: 'danger', icon: OctagonX, text: blocking, detail: '', action: null }
  const said = useCalm(`${verdict.text} ${verdict.detail}`)
  const total = [...live.values()].reduce((sum, one) => sum + (one.rate ?? 0), 0)
  const Icon = verdict.icon
  return (
    <section className={`verdict tone-${verdict.tone}`} aria-label={TEXT.summary}>
      <Icon size={18} aria-hidden />
      <strong className="clip">{verdict.text}</strong>
      <span className="clip" title={verdict.detail}>
        {verdict.detail}
      </span>
      <span className="end">{total > 0 ? rate(total) : ''}</span>
      {verdict.action === null ? null : (
        <button type="button" className="button small" onClick={verdict.action.run}>
          {verdict.action.label}
        </button>
      )}
      <span className="unseen" role="status" aria-live="polite">
        {said}
      </span>
    </section>
  )
}
