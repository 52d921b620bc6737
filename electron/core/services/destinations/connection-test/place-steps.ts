// Steps of the connection test and the rehearsal about the destination's own folder: it is there, it is the place that runs
// were sent to, and it is no folder that runs are made in (docs/spec.md 2a).
import { msg } from '../../../../../shared/language/msg.ts'
import { identifyDestination } from '../../../destinations/identify-destination.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Settings } from '../../../domain/config.ts'
import type { DestinationStore } from '../../../queue/destination-store.ts'
import {
  type AttemptIo,
  type Transport,
  TransportError,
  silentIo,
} from '../../../transports/transport.ts'
import { overlapText } from '../destination-overlap.ts'
import { type Plan, type Step, type StepRunner, StepFailed, passed } from './connection-test.ts'
import { SHELL_PATH } from './steps/shell-path-step.ts'

interface PlaceStepDeps {
  readonly settings: Settings
  readonly dataDir: string
  readonly destinations: DestinationStore
  readonly clock: Clock
}

/** Asks a question whose failure fails the step, with the first line of what the tool said. */
const ask = async <T>(runner: StepRunner, question: Promise<T>): Promise<T> => {
  try {
    return await question
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    runner.note('', error.stderr)
    const [line = ''] = error.stderr.split('\n')
    throw new StepFailed(
      line === '' ? `${error.message}.` : `${error.message}. ${line}`,
      error.reason,
    )
  }
}

/**
 * The plan with these steps after the step `after` (null: first). Steps that write there wait for them.
 */
export const withPlaceSteps = (
  plan: Plan,
  after: string | null,
  transport: Transport,
  deps: PlaceStepDeps,
  signal: AbortSignal,
): Plan => {
  const ioOf = (runner: StepRunner): AttemptIo => ({
    ...silentIo(signal),
    onStart: ({ argv }) => runner.note(argv.join(' '), ''),
  })
  const place = transport.target('')
  const ofShell = plan.steps.filter(({ id }) => id === SHELL_PATH)
  const others = plan.steps.filter(({ id }) => id !== SHELL_PATH)
  const steps: Step[] = [
    {
      id: 'folder',
      title: msg`Its folder is there`,
      needs: after === null ? [] : [after],
      async run(runner) {
        const list = transport.remote.list(
          { path: '', recursive: false },
          ioOf(runner),
          () => undefined,
        )
        if (await ask(runner, list)) return passed(msg`It is there.`)
        throw new StepFailed(
          msg`The folder ${place} is not there. It is not made by itself, because on a volume that is not mounted it would lie on another disk. Check the path and the volume, or make it.`,
        )
      },
    },
    // before a file is written for good, which asks the shell for its checksum
    ...ofShell.map((step) => ({ ...step, needs: ['folder'] })),
    {
      id: 'identity',
      title: msg`It is the place that runs are sent to`,
      needs: ['folder', ...ofShell.map(({ id }) => id)],
      async run(runner) {
        const io = ioOf(runner)
        const folder = await ask(runner, transport.localFolder(io))
        const overlap =
          folder === null ? null : overlapText(folder, deps.settings.instruments, deps.dataDir)
        if (overlap !== null) throw new StepFailed(overlap)
        const isKnown = deps.destinations.known(place) !== null
        await ask(runner, identifyDestination(transport, io, deps))
        return passed(
          isKnown
            ? msg`It is the place that runs were sent to.`
            : msg`No run of this computer was sent there yet; it is known again from now on.`,
        )
      },
    },
  ]
  const at = others.findIndex((step) => step.id === after) + 1
  const waits = (step: Step): Step =>
    step.id === 'write' || step.id === 'send'
      ? { ...step, needs: [...step.needs, 'identity'] }
      : step
  return {
    ...plan,
    steps: [...others.slice(0, at), ...steps, ...others.slice(at).map(waits)],
  }
}
