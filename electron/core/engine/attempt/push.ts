// One push: look at the folder, ask the gate, send what is not yet proven. Answers an Outcome; failure is a value.
import { FOLDER_MISSING, REASONS, type Reason } from '../../../../shared/reasons.ts'
import { sqlList } from '../../db/sql.ts'
import { type TransportResult, TransportError } from '../../transports/transport.ts'
import type { AttemptContext } from './attempt-context.ts'
import { failureOf } from './failure-message.ts'
import { type Failure, type Outcome, failed } from './outcome.ts'
import { type ScanOutcome, scanRun } from '../scan/scan.ts'
import { namesToSend, planOf } from './send-plan.ts'
import { WalkError } from '../scan/walk.ts'

/** Faults of single files: the rest of the run is sent and proven first (docs/spec.md 3, docs/ux.md D7 "These files"). */
const FILE_LEVEL: ReadonlySet<Reason> = new Set([
  'source_vanished',
  'local_permission_denied',
  'file_rejected',
  'source_changed',
  'local_io_error',
])

/** A run of more files keeps every hashing thread busy. */
const MANY_FILES = 1_000

const blocked = (reason: Failure['reason'], message: string): Outcome => ({
  next: 'blocked',
  failure: { kind: 'auth', reason, message, exitCode: null, stderr: '' },
})

/** A run folder that cannot be read, or something in it, as an outcome. */
export const unreadable = (error: WalkError, folder: string): Failure => {
  const gone = error.code === 'ENOENT' || error.code === 'ENOTDIR'
  const reason: Reason = gone
    ? error.path === folder
      ? FOLDER_MISSING
      : 'source_vanished'
    : error.code === 'EACCES' || error.code === 'EPERM'
      ? 'local_permission_denied'
      : 'local_io_error'
  return {
    kind: REASONS[reason].kind,
    reason,
    message: gone
      ? `${error.path} is no longer on this computer.`
      : `${error.path} cannot be read on this computer (${error.code}).`,
    exitCode: null,
    stderr: error.message,
  }
}

/** What is left of a run of which everything is left out. */
export const ALL_EXCLUDED =
  'Every file of this run is excluded, so there is nothing to send and nothing to prove.'

const gate = (context: AttemptContext, scan: ScanOutcome): Outcome | null => {
  if (scan.refusedCount > 0) {
    const more = scan.refusedCount - scan.refused.length
    const names = scan.refused.join('\n') + (more > 0 ? `\nand ${more} more` : '')
    return blocked(
      'name_not_provable',
      `${scan.refusedCount === 1 ? 'One name' : `${scan.refusedCount} names`} in this run can't be proven. Nothing was sent.\n${names}`,
    )
  }
  if (scan.files === 0 && context.files.nextSeq(context.job.id) === 0) {
    return blocked('no_files', `${context.job.folder} holds no files. Nothing was sent.`)
  }
  const { byState } = context.files.counts(context.job.id)
  if (Object.keys(byState).every((state) => state === 'excluded'))
    return blocked('no_files', ALL_EXCLUDED)
  return null
}

const judge = (result: TransportResult): Outcome => {
  if (result.cancelled) return { next: 'stopped' }
  if (result.ok) return { next: 'pushed', exitCode: result.returncode, fault: null }
  const failure = failureOf(result)
  const fileLevel = FILE_LEVEL.has(result.reason ?? 'unrecognised')
  return fileLevel
    ? { next: 'pushed', exitCode: result.returncode, fault: failure }
    : failed(failure, 'push')
}

/** Runs the push phase of `context.job`. Throws only for bugs and for a queue that cannot be written. */
export const pushRun = async (context: AttemptContext): Promise<Outcome> => {
  const { job, files, live, signal } = context
  const why = context.blockedBy()
  if (why !== null) return blocked('blocked_by_validation', why)

  live.phase('counting', null)
  let scan: ScanOutcome
  try {
    const mode = job.verifiedAt === null ? 'sending' : 'resending'
    const onRows = (rows: number): void => {
      context.rowsTouched()
      // while the folder is walked, and not when the tool begins to speak
      if (rows > MANY_FILES) context.prepareDigests()
    }
    scan = await scanRun(job, mode, { ...context, onRows }, signal)
  } catch (error) {
    if (error instanceof WalkError) return failed(unreadable(error, job.folder), 'push')
    throw error
  }
  if (signal.aborted) return { next: 'stopped' }
  context.describe()
  const refusal = gate(context, scan)
  if (refusal !== null) return refusal

  const { byState, bytes } = files.counts(job.id)
  const plan = planOf(job, byState)
  const { states: toSend } = plan
  const partial = plan.list !== null
  const unsent = toSend.reduce((sum, state) => sum + (byState[state] ?? 0), 0)
  const bytesToSend = [...toSend, ...(partial ? [] : (['sent'] as const))].reduce(
    (sum, state) => sum + (bytes[state] ?? 0),
    0,
  )
  context.say(
    'info',
    `${scan.files} files in the run; ${unsent} to send${partial ? ', the others are proven or sent' : ''}`,
  )
  void context.localDigests()
  if (partial && unsent === 0) return { next: 'pushed', exitCode: null, fault: job.pushError }

  live.phase('sending', bytesToSend)
  let outcome: Outcome
  try {
    const result = await context.transport.push(
      {
        folder: job.folder,
        runPath: job.runPath,
        files: namesToSend(context, plan),
        full: plan.list === 'anew',
        bwlimitKibps: context.bwlimitKibps,
        bandwidth: context.bandwidth,
      },
      context.io,
    )
    outcome = judge(result)
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    if (error.cancelled) return { next: 'stopped' }
    return failed(failureOf(error), 'push')
  }
  if (outcome.next === 'pushed') {
    // the tool prints no line for a file that the far side had already; the proof judges them all
    const { fault } = outcome
    const states = toSend.filter((state) => state !== 'failed' || fault === null)
    files.moveAll(job.id, `state IN ${sqlList(states)}`, 'sent', null, {
      tried: { attempt: job.attempts, at: context.clock.now() },
    })
    context.rowsTouched()
  }
  return outcome
}
