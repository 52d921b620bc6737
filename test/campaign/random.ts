// `npm run campaign`: random sequences of steps in batches, each with a seed of its own, until one breaks an invariant.
import fc from 'fast-check'
import type { Invariant } from './invariants.ts'
import { stopOnInterrupt } from './interrupt.ts'
import type { Share } from './nas.ts'
import { holdsOver } from './sequences.ts'

interface RandomCampaign {
  readonly runs: number
  readonly seed: number
  /** Sequences that were run by an earlier campaign with this seed. */
  readonly done: number
  readonly only: readonly Invariant[] | null
  /** The NAS is reached over it; null: its volumes are folders. */
  readonly share: Share | null
}

/** Sequences with one seed: between two batches the campaign prints a line and can be stopped. */
const BATCH = 10

const seconds = (from: number): number => Math.round((performance.now() - from) / 1_000)

/** Runs the campaign; answers the exit code. Ctrl-C ends it after the sequence that runs, and says how to go on. */
export const runRandomCampaign = async (campaign: RandomCampaign): Promise<number> => {
  const { runs, seed, only, share } = campaign
  const stop = stopOnInterrupt('batch')
  const from = performance.now()
  const over = share === null ? '' : ' --share'
  let { done } = campaign
  while (done < runs && !stop.aborted) {
    const count = Math.min(BATCH, runs - done)
    const batchSeed = seed + done
    const result = await fc.check(holdsOver(only, share), { seed: batchSeed, numRuns: count })
    if (result.failed) {
      const text = fc.stringify(result.counterexample?.[0]).replaceAll(',', '; ')
      console.log(
        `\nbroken after ${done + result.numRuns} sequences, shrunk ${result.numShrinks} times`,
      )
      console.log(result.errorInstance instanceof Error ? result.errorInstance.message : '')
      console.log(`\n  npm run campaign -- replay${over} "${text}"`)
      console.log(
        `  npm run campaign -- ${over.slice(1)} --seed ${seed} --done ${done}   (the same search again)`,
      )
      return 1
    }
    done += count
    console.log(`${done} of ${runs} sequences hold, ${seconds(from)} s`)
  }
  if (stop.aborted)
    console.log(`to go on: npm run campaign --${over} --runs ${runs} --seed ${seed} --done ${done}`)
  else console.log(`all invariants hold over ${done} sequences, seed ${seed}, ${seconds(from)} s`)
  return stop.aborted ? 130 : 0
}
