// Answers store: what became of a problem after its button was pressed. The card stays in place, says that it is tried, then
// whether it was solved, and folds after ten seconds (docs/ux.md D6).
import { create } from 'zustand'
import { SECOND_MS } from '../../../shared/duration.ts'
import type { Output } from '../../../shared/contract/index.ts'
import type { Cause } from '../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { CHANGED_SINCE, ONLY_COPY_UNPROVEN } from '../../../shared/reasons.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'
import { testInstrument } from '../destinations/connection-test-store.ts'
import { causeKeyText, isPointed, keepPlacesOf, loadCauses, useCauses } from './causes-store.ts'

/** Times are epoch ms. */
export type Answer =
  | {
      readonly kind: 'trying'
      readonly since: number
      readonly jobs: readonly number[]
      readonly proven: number
    }
  | { readonly kind: 'testing' }
  | {
      readonly kind: 'solved'
      readonly at: number
      /** From the click until the last run was verified. */
      readonly ms: number
      readonly jobs: readonly number[]
      readonly proven: number
    }
  | { readonly kind: 'same' | 'other'; readonly at: number; readonly proven: number }
  | {
      readonly kind: 'tested'
      readonly at: number
      /** Steps that passed, or the first one that failed. */
      readonly passed: number
      readonly failedStep: string | null
      /** Key of the destination. */
      readonly destination: string
    }
  | { readonly kind: 'not_tested'; readonly at: number }

interface AnswersState {
  /** By `answerKey`. */
  readonly answers: ReadonlyMap<string, Answer>
}

export const useAnswers = create<AnswersState>(() => ({ answers: new Map() }))
keepPlacesOf(() => new Set(useAnswers.getState().answers.keys()))

/** Key of the card of a cause; `job`: of the card in that run's details. */
export const answerKey = (cause: Cause, job: Pick<JobSummary, 'id'> | null): string =>
  job === null ? causeKeyText(cause.key) : `run ${job.id}`

/** How long an answer stays, and how often it is asked for. */
const FOLD_MS = 10 * SECOND_MS
const ASK_MS = SECOND_MS

const setAnswer = (key: string, answer: Answer | null): void =>
  useAnswers.setState(({ answers }) => {
    const next = new Map(answers)
    if (answer === null) next.delete(key)
    else next.set(key, answer)
    return { answers: next }
  })

/** Shows the last answer, and takes it away after ten seconds, later while the pointer moves over the list. */
const conclude = (key: string, answer: Answer): void => {
  setAnswer(key, answer)
  void loadCauses()
  const fold = (): void => {
    if (useAnswers.getState().answers.get(key) !== answer) return
    if (isPointed()) return void setTimeout(fold, SECOND_MS)
    setAnswer(key, null)
    void loadCauses()
  }
  setTimeout(fold, FOLD_MS)
}

/** What the counts say of a problem that is tried again; null: it is not known yet. */
export const answerOf = (
  { proven, same, other, gone, open, failedAt }: Output<'jobs.outcome'>,
  trying: { readonly since: number; readonly jobs: readonly number[] },
  now: number,
): Answer | null => {
  // one failure is an answer, whatever becomes of the other runs
  if (same > 0) return { kind: 'same', at: failedAt ?? now, proven }
  if (other > 0) return { kind: 'other', at: failedAt ?? now, proven }
  if (open > 0 || proven + gone === 0) return null
  return { kind: 'solved', at: now, ms: now - trying.since, jobs: trying.jobs, proven }
}

const follow = async (key: string, reason: string): Promise<void> => {
  const trying = useAnswers.getState().answers.get(key)
  if (trying?.kind !== 'trying') return
  const { since, jobs } = trying
  const found = await call('jobs.outcome', { jobs: [...jobs], reason, since })
  if (useAnswers.getState().answers.get(key) !== trying) return
  const answer = found.ok ? answerOf(found.value, trying, Date.now()) : null
  if (answer !== null) return conclude(key, answer)
  if (found.ok && found.value.proven !== trying.proven)
    setAnswer(key, { ...trying, proven: found.value.proven })
  setTimeout(() => void follow(key, reason), ASK_MS)
}

/** Ids of the runs of a cause, at most the thousand newest. */
export const jobsOfCause = async (cause: Cause, job: JobSummary | null): Promise<number[]> => {
  if (job !== null || cause.runs === 1) return [cause.newest.jobId]
  const answer = await call('jobs.ids', { view: 'needs_you', search: '', cause: cause.key })
  return answer.ok ? answer.value.ids : []
}

/** Most runs that one call takes (shared/contract/fields.ts). */
const MAX_FOLLOWED = 1_000

/** The runs that did not fail and wait for the destination: what cures the problem has them go on too. */
const waitingBehind = async (cause: Cause): Promise<readonly number[]> => {
  if (cause.waiting === 0 || cause.key.destination === '') return []
  const { destination } = cause.key
  const answer = await call('jobs.ids', { view: 'waiting', search: '', destination })
  return answer.ok ? answer.value.ids : []
}

/**
 * Does what cures a problem, and follows what becomes of its runs. `work` answers false where it was refused. While a card
 * tries, another click does nothing.
 */
export const tryAgain = async (
  cause: Cause,
  job: JobSummary | null,
  work: (jobs: readonly number[]) => Promise<boolean>,
): Promise<void> => {
  const key = answerKey(cause, job)
  const before = useAnswers.getState().answers.get(key)
  if (before?.kind === 'trying' || before?.kind === 'testing') return
  const since = Date.now()
  setAnswer(key, { kind: 'trying', since, jobs: [], proven: 0 })
  const jobs = await jobsOfCause(cause, job)
  const behind = job === null ? await waitingBehind(cause) : []
  if (jobs.length === 0 || !(await work(jobs))) {
    setAnswer(key, null)
    return loadCauses()
  }
  const followed = [...new Set([...jobs, ...behind])].slice(0, MAX_FOLLOWED)
  setAnswer(key, { kind: 'trying', since, jobs: followed, proven: 0 })
  return follow(key, cause.key.reason)
}

/** True where "retry all failed" takes every run of the cause: then its card can answer for it. */
const isRetriedWhole = ({ key, standing }: Cause): boolean =>
  standing.blocked + standing.unproven + standing.held + standing.proven === 0 &&
  key.reason !== CHANGED_SINCE &&
  key.reason !== ONLY_COPY_UNPROVEN

/** Retries every failed run; the card of each cause answers. */
export const retryAllFailed = async (): Promise<void> => {
  await loadCauses()
  const { causes } = useCauses.getState()
  const retried = call('jobs.act', { jobs: 'all_failed', action: 'retry' })
  for (const cause of causes.filter(isRetriedWhole))
    void tryAgain(cause, null, async () => (await retried).ok)
  showError(await retried)
}

/** Tests the connection of the first instrument of a cause; the card says how it went. */
export const testCause = async (cause: Cause, job: JobSummary | null): Promise<void> => {
  const key = answerKey(cause, job)
  const [instrument] = cause.instruments
  if (instrument === undefined || useAnswers.getState().answers.has(key)) return
  setAnswer(key, { kind: 'testing' })
  const report = await testInstrument(instrument, 'test')
  const at = Date.now()
  if (report === null) return conclude(key, { kind: 'not_tested', at })
  const failed = report.steps.find((step) => step.outcome === 'failed')
  return conclude(key, {
    kind: 'tested',
    at,
    passed: report.steps.filter((step) => step.outcome === 'passed').length,
    failedStep: failed?.title ?? null,
    destination: cause.key.destination,
  })
}

/** Retries runs, of which those that are proven are checked; false where none could be. */
export const retryRuns = async (jobs: readonly number[]): Promise<boolean> => {
  const answer = await call('jobs.act', { jobs: [...jobs], action: 'retry' })
  if (!answer.ok) showError(answer)
  return answer.ok && answer.value.changed > 0
}
