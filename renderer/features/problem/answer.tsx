// Answer of a card: that it is tried again, since when, and what became of it, with a link to the runs (docs/ux.md D6).
import { CircleCheck, LoaderCircle, RotateCcw } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { SECOND_MS } from '../../../shared/duration.ts'
import { clockTime, duration } from '../../../shared/format.ts'
import { ANSWER_MESSAGES } from '../../../shared/messages/problem.ts'
import { useApp } from '../../state/app-store.ts'
import { goTo, openJob, setView } from '../runs/runs-store.ts'
import type { Answer } from './answers-store.ts'

/** The time of a second ago, so that `5 s ago` counts. */
const useSeconds = (): number => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** From here on a try is `Still trying since`. */
const LONG_MS = 10 * SECOND_MS

const textOf = (answer: Answer, now: number, paused: boolean): string => {
  const ago = (at: number): string =>
    ANSWER_MESSAGES.ago(Math.max(0, Math.floor((now - at) / SECOND_MS)))
  switch (answer.kind) {
    case 'trying': {
      if (paused) return ANSWER_MESSAGES.paused
      const isLong = now - answer.since >= LONG_MS && answer.jobs.length > 0
      return isLong
        ? ANSWER_MESSAGES.tryingSince(clockTime(answer.since), answer.proven, answer.jobs.length)
        : ANSWER_MESSAGES.trying
    }
    case 'testing':
      return ANSWER_MESSAGES.testing
    case 'solved':
      return answer.proven === 0
        ? ANSWER_MESSAGES.gone
        : ANSWER_MESSAGES.solved(answer.proven, duration(answer.ms))
    case 'same':
      return ANSWER_MESSAGES.same(ago(answer.at), answer.proven)
    case 'other':
      return ANSWER_MESSAGES.other(ago(answer.at))
    case 'tested':
      return answer.failedStep === null
        ? ANSWER_MESSAGES.passed(answer.passed, ago(answer.at))
        : ANSWER_MESSAGES.failed(answer.failedStep, ago(answer.at))
    case 'not_tested':
      return ANSWER_MESSAGES.refused
  }
}

const linkOf = (answer: Answer): (() => void) | null => {
  if (answer.kind === 'tested') return () => goTo({ kind: 'destination', key: answer.destination })
  if (answer.kind !== 'solved' || answer.proven === 0) return null
  const [only] = answer.jobs
  return answer.jobs.length === 1 && only !== undefined
    ? () => {
        setView('done')
        void openJob(only, 'files')
      }
    : () => setView('done')
}

const LOOKS: Readonly<
  Record<Answer['kind'], { readonly icon: typeof RotateCcw; readonly tone: string }>
> = {
  trying: { icon: LoaderCircle, tone: 'tone-info' },
  testing: { icon: LoaderCircle, tone: 'tone-info' },
  solved: { icon: CircleCheck, tone: 'tone-success' },
  same: { icon: RotateCcw, tone: 'tone-danger' },
  other: { icon: RotateCcw, tone: 'tone-danger' },
  tested: { icon: CircleCheck, tone: 'tone-success' },
  not_tested: { icon: RotateCcw, tone: 'tone-danger' },
}

export const AnswerText = ({ answer }: { readonly answer: Answer }): ReactElement => {
  const now = useSeconds()
  const paused = useApp((state) => state.overview.paused)
  const failedTest = answer.kind === 'tested' && answer.failedStep !== null
  const { icon: Icon, tone } = LOOKS[failedTest ? 'same' : answer.kind]
  const show = linkOf(answer)
  return (
    <span className={`answer ${tone}`} role="status">
      <Icon size={15} aria-hidden className={answer.kind === 'trying' ? 'turning' : ''} />
      <span>{textOf(answer, now, paused)}</span>
      {show === null ? null : (
        <button type="button" className="link" onClick={show}>
          {ANSWER_MESSAGES.show}
        </button>
      )}
    </span>
  )
}
