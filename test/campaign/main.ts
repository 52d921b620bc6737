// The campaign's command line: random sequences, one sequence again, or kill -9 at random instants.
import { parseArgs } from 'node:util'
import { Broken, INVARIANTS, type Invariant } from './invariants.ts'
import { runKillCampaign } from './kill.ts'
import { runRandomCampaign } from './random.ts'
import { parseSteps, runSteps } from './sequences.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    done: { type: 'string', default: '0' },
    only: { type: 'string' },
    rounds: { type: 'string', default: '1000' },
  },
})

const isInvariant = (name: string): name is Invariant => Object.hasOwn(INVARIANTS, name)
const only = values.only?.split(',').filter(isInvariant) ?? null

const replay = async (text: string): Promise<number> => {
  try {
    await runSteps(parseSteps(text), only)
    console.log('all invariants hold')
    return 0
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    console.log(error.message)
    return 1
  }
}

const [command = 'random', text = ''] = positionals
if (command === 'replay') process.exitCode = await replay(text)
else if (command === 'kill')
  process.exitCode = await runKillCampaign({
    rounds: Number(values.rounds),
    seed: Number(values.seed),
  })
else
  process.exitCode = await runRandomCampaign({
    runs: Number(values.runs),
    seed: Number(values.seed),
    done: Number(values.done),
    only,
  })
