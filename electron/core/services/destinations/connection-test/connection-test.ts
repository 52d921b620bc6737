// Runs the steps of a connection test and reports each with its command and the raw answer (docs/ux.md D11).
import { msg } from '../../../../../shared/language/msg.ts'
import { MINUTE_MS } from '../../../../../shared/duration.ts'
import type { ProofLevel } from '../../../../../shared/model/model.ts'
import type {
  ConnectionTestOutcome,
  ConnectionTestReport,
  ConnectionTestStep,
} from '../../../../../shared/model/reports.ts'
import { REASONS, type Reason } from '../../../../../shared/reasons.ts'
import type { Clock } from '../../../domain/clock.ts'
import { commandLine } from '../../../lib/shell-quote.ts'
import {
  type ToolDeps,
  type ToolEnd,
  type ToolRun,
  faultOf,
  runTool,
} from '../../../transports/run-tool.ts'
import { type AttemptIo, TransportError, silentIo } from '../../../transports/transport.ts'

/** Result of a step. `skipped`: it does not apply to this destination. */
export interface Finding {
  readonly outcome: ConnectionTestOutcome
  readonly message: string
}

/** Runs programs for a step and records their commands and answers. */
export interface StepRunner {
  /** Runs a tool; a failure is classified and thrown as StepFailed unless `mayFail`. */
  run(run: Omit<ToolRun, 'onRecord' | 'stdout'>, mayFail?: boolean): Promise<Answer>
  /** Records something that no program did, such as a DNS lookup. */
  note(command: string, answer: string): void
  /** True where an earlier step failed for this reason. */
  hasFailedFor(reason: Reason): boolean
  /** True where an earlier step was tried and did not fail. */
  hasDone(step: string): boolean
}

export interface Answer {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | null
}

export interface Step {
  readonly id: string
  readonly title: string
  /** Steps that must not have failed; otherwise this one is skipped. */
  readonly needs: readonly string[]
  /** Removes what the others wrote: it is done also once the test was stopped. */
  readonly cleansUp?: boolean
  /** Throws StepFailed; anything else thrown is a bug. */
  run(runner: StepRunner): Promise<Finding>
}

/** A step found a fault; the message is a sentence for a person. `reason`: that of the program's failure, where one failed. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed'
  readonly reason: string | null
  constructor(message: string, reason: string | null = null) {
    super(message)
    this.reason = reason
  }
}

export interface Plan {
  readonly transport: 'rclone' | 'rsync_ssh'
  readonly destination: string
  readonly steps: readonly Step[]
  /** How many files a rehearsal sends. */
  readonly files?: number
  /** The best proof level that the steps reached; read after all steps ran. */
  proof(): ProofLevel
}

/** The plan with one of its steps and those that it needs. */
export const onlyStep = (plan: Plan, id: string): Plan => {
  const needed = new Set([id])
  // a step needs earlier ones alone
  for (const step of plan.steps.toReversed())
    if (needed.has(step.id)) for (const one of step.needs) needed.add(one)
  return { ...plan, steps: plan.steps.filter((step) => needed.has(step.id)) }
}

/** Most characters of raw answer in a report. */
const MAX_ANSWER = 4_000

/** Is told of the steps of a test while it runs. */
export interface StepWatcher {
  begins(title: string): void
  ended(step: ConnectionTestStep): void
}

const STOPPED = msg`Not tried: the test was stopped.`

/** Time for the removal of what a test wrote. */
const CLEAN_UP_MS = 2 * MINUTE_MS

export const passed = (message: string): Finding => ({ outcome: 'passed', message })
export const skipped = (message: string): Finding => ({ outcome: 'skipped', message })

/** What the steps before found: those that were tried and did not fail, and the reasons of those that failed. */
interface Before {
  readonly done: ReadonlySet<string>
  readonly reasons: ReadonlySet<string>
}

/** A runner that collects the commands and answers of one step. */
const createStepRunner = (plan: Plan, deps: ToolDeps, signal: AbortSignal, before: Before) => {
  const commands: string[] = []
  const answers: string[] = []
  const io: AttemptIo = {
    ...silentIo(signal),
    onStart: ({ argv }) => commands.push(commandLine(argv)),
  }
  const requireSuccess = (end: ToolEnd): void => {
    if (end.timedOut) throw new StepFailed(msg`It did not answer in time.`)
    const { transport, destination } = plan
    const fault = faultOf(end, { transport, destination, operation: 'push' })
    if (fault !== null)
      throw new StepFailed(`${fault.message}. ${REASONS[fault.reason].remedy}`, fault.reason)
  }
  const runner: StepRunner = {
    async run(run, mayFail = false) {
      const end = await runTool(run, deps, io)
      answers.push([end.stdout, end.stderr].filter((text) => text.trim() !== '').join('\n'))
      if (!mayFail) requireSuccess(end)
      return end
    },
    note(command, answer) {
      if (command !== '') commands.push(command)
      if (answer.trim() !== '') answers.push(answer)
    },
    hasFailedFor: (reason) => before.reasons.has(reason),
    hasDone: (step) => before.done.has(step),
  }
  return {
    runner,
    command: () => (commands.length === 0 ? null : commands.join('\n')),
    answer: () => answers.join('\n').trim().slice(0, MAX_ANSWER),
  }
}

/**
 * Runs the steps of a plan in order and tells `watch` of each. A step is skipped where one that it needs failed, and once
 * the test was stopped.
 */
export const runConnectionTest = async (
  plan: Plan,
  instrument: string,
  deps: ToolDeps & { readonly clock: Clock },
  signal: AbortSignal,
  watch: StepWatcher,
): Promise<ConnectionTestReport> => {
  const steps: ConnectionTestStep[] = []
  const add = (step: ConnectionTestStep): void => {
    steps.push(step)
    watch.ended(step)
  }
  const usable = new Set<string>()
  const done = new Set<string>()
  const reasons = new Set<string>()
  const skip = ({ id, title }: Step, message: string): void =>
    add({ id, title, outcome: 'skipped', ms: 0, message, command: null, answer: '' })
  for (const step of plan.steps) {
    const missing = step.needs.find((id) => !usable.has(id))
    if (missing !== undefined) {
      const title = plan.steps.find((one) => one.id === missing)?.title ?? missing
      skip(step, msg`Not tried, since this did not pass: ${title}.`)
      continue
    }
    const cleansUp = step.cleansUp === true
    if (signal.aborted && !cleansUp) {
      skip(step, STOPPED)
      continue
    }
    const until = cleansUp ? AbortSignal.timeout(CLEAN_UP_MS) : signal
    const { runner, command, answer } = createStepRunner(plan, deps, until, { done, reasons })
    watch.begins(step.title)
    const from = performance.now()
    let found: Finding
    try {
      found = await step.run(runner)
    } catch (error) {
      if (!(error instanceof StepFailed) && !(error instanceof TransportError)) throw error
      if (error.reason !== null) reasons.add(error.reason)
      found =
        until.aborted && !cleansUp
          ? skipped(STOPPED)
          : { outcome: 'failed', message: error.message }
    }
    if (found.outcome !== 'failed') usable.add(step.id)
    if (found.outcome === 'passed') done.add(step.id)
    add({
      id: step.id,
      title: step.title,
      ...found,
      ms: Math.round(performance.now() - from),
      command: command(),
      answer: answer(),
    })
  }
  return {
    instrument,
    destination: plan.destination,
    at: deps.clock.now(),
    steps,
    proof: plan.proof(),
    ...(plan.files === undefined ? {} : { files: plan.files }),
  }
}
