// The campaign's command line: random sequences, one sequence again, or kill -9 at random instants. `--share`: the NAS is reached by
// SMB, and what is sent is read back meanwhile.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serveSamba } from '../helpers/samba-server.ts'
import { Broken, INVARIANTS, type Invariant } from './invariants.ts'
import { runKillCampaign } from './kill.ts'
import type { Share } from './nas.ts'
import { runRandomCampaign } from './random.ts'
import { parseSteps, runSteps } from './sequences.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    done: { type: 'string', default: '0' },
    only: { type: 'string' },
    share: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '1000' },
  },
})

const isInvariant = (name: string): name is Invariant => Object.hasOwn(INVARIANTS, name)
const only = values.only?.split(',').filter(isInvariant) ?? null

const replay = async (text: string, share: Share | null): Promise<number> => {
  try {
    await runSteps(parseSteps(text), only, share)
    console.log('all invariants hold')
    return 0
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    console.log(error.message)
    return 1
  }
}

/** Starts the server where the NAS is to be reached over a share. */
const withShare = async (use: (share: Share | null) => Promise<number>): Promise<number> => {
  if (!values.share) return use(null)
  const dir = mkdtempSync(join(tmpdir(), 'exlab-share-'))
  const folder = join(dir, 'share')
  const server = await serveSamba(join(dir, 'samba'), folder)
  try {
    return await use({ folder, rcloneConf: server.rcloneConf })
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

const [command = 'random', text = ''] = positionals
if (command === 'replay') process.exitCode = await withShare((share) => replay(text, share))
else if (command === 'kill')
  process.exitCode = await runKillCampaign({
    rounds: Number(values.rounds),
    seed: Number(values.seed),
  })
else
  process.exitCode = await withShare((share) =>
    runRandomCampaign({
      runs: Number(values.runs),
      seed: Number(values.seed),
      done: Number(values.done),
      only,
      share,
    }),
  )
