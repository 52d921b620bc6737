// Sequences of steps: their text form, random ones, and how one is run in a world of its own.
import fc from 'fast-check'
import type { Invariant } from './invariants.ts'
import type { StepKind } from './step-kind.ts'
import { STEPS } from './steps.ts'
import type { Share } from './nas.ts'
import { type World, makeWorld } from './world.ts'

/** fast-check's model is not used: the world's disks say what can be done next. */
type Model = Readonly<Record<string, never>>
type Step = fc.AsyncCommand<Model, World>

/** A step with its arguments; printed as it can be read again. */
const makeStep = (name: string, kind: StepKind, args: readonly string[]): Step => ({
  check: () => true,
  async run(_, world) {
    if (kind.when?.(world, args) ?? true) await kind.run(world, args)
  },
  toString: () => [name, ...args].join(' '),
})

/** Reads steps from text, separated by `;` or `,` or line breaks. Throws where there is no such step. */
export const parseSteps = (text: string): Step[] =>
  text
    .split(/[;,\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', ...args] = line.split(' ')
      const kind = STEPS[name]
      if (kind === undefined || kind.args.length !== args.length)
        throw new Error(`there is no step "${line}"`)
      return makeStep(name, kind, args)
    })

const stepOf = ([name, kind]: [string, StepKind]): fc.Arbitrary<Step> =>
  fc
    .tuple(...kind.args.map((values) => fc.constantFrom(...values)))
    .map((args) => makeStep(name, kind, args))

const MAX_STEPS = 9

/** Sequences of steps, each kind as often as its weight says. */
const sequences = fc.commands(
  Object.entries(STEPS).flatMap((entry) =>
    Array.from({ length: entry[1].weight }, () => stepOf(entry)),
  ),
  { maxCommands: MAX_STEPS, size: 'max', disableReplayLog: true },
)

/**
 * Runs steps in a new world; throws Broken where an invariant does not hold. `only`: the invariants that are checked; `share`: the
 * NAS is reached over it.
 */
export const runSteps = async (
  steps: Iterable<Step>,
  only: readonly Invariant[] | null = null,
  share: Share | null = null,
): Promise<void> => {
  const world = makeWorld(only, share)
  try {
    await fc.asyncModelRun(() => ({ model: {}, real: world }), steps)
  } finally {
    world.remove()
  }
}

/** The property: no sequence breaks an invariant. */
export const holdsOver = (only: readonly Invariant[] | null, share: Share | null = null) =>
  fc.asyncProperty(sequences, (steps) => runSteps(steps, only, share))
