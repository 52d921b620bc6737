// `npm run campaign -- kill`: kills the engine with kill -9 at random instants from scan to cleanup, and checks what it left.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { createCore } from '../../electron/core/create-core.ts'
import type { Core } from '../../electron/core/core.ts'
import { startEngine } from '../helpers/cli-process.ts'
import { type LabFiles, localNas, makeLabFiles } from '../helpers/lab-files.ts'
import { stopOnInterrupt } from './interrupt.ts'
import { listJobs } from './observe.ts'
import { type Tree, below, dataOf, readTree, sha256 } from './trees.ts'

/** What an engine begins, in this order: the instants of the kills are spread over them. */
const MARKS = ['start', 'push', 'proof', 'delete'] as const
type Mark = (typeof MARKS)[number]

/** One kill: so long after the engine began something, as a part of the time until the next. */
interface Kill {
  readonly mark: Mark
  readonly part: number
}

const rounds = fc.array(
  fc.record({
    mark: fc.constantFrom(...MARKS),
    part: fc.double({ min: 0, max: 1.1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 3 },
)

/** Commands of rclone by which a push and a proof begin. */
const COMMANDS: Readonly<Partial<Record<Mark, readonly string[]>>> = {
  push: ['copy'],
  proof: ['config', 'hashsum'],
}

/** Rounds that share one queue and one NAS. */
const ROUNDS_PER_LAB = 40
const FILES = Object.fromEntries(
  Array.from({ length: 150 }, (_, i) => [
    `plate ${i % 5}/well ${i}.bin`,
    `content ${i} `.repeat(i % 50 === 0 ? 60_000 : 40 + i),
  ]),
)
const CLEANUP = 'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n  min_age_hours: 0\n'

interface KillLab {
  readonly files: LabFiles
  readonly nas: string
  /** Forgets what earlier engines have begun. */
  forget(): void
  /** Resolves when the engine has begun that, or has ended. */
  begun(mark: Mark, folder: string, ended: Promise<unknown>): Promise<void>
}

const makeKillLab = (): KillLab => {
  const files = makeLabFiles()
  const { nas, instrument } = localNas(files)
  const rclone = files.wrap('rclone', `touch "${files.dir}/$1"`)
  files.configure([instrument], `tools:\n  rclone: ${rclone}\n${CLEANUP}`)
  const isBegun = (mark: Mark, folder: string): boolean => {
    if (mark === 'start') return true
    if (mark === 'delete') return Object.keys(FILES).some((path) => !existsSync(join(folder, path)))
    return (COMMANDS[mark] ?? []).some((command) => existsSync(join(files.dir, command)))
  }
  return {
    files,
    nas,
    forget() {
      for (const command of Object.values(COMMANDS).flat())
        rmSync(join(files.dir, command), { force: true })
    },
    async begun(mark, folder, ended) {
      const over = ended.then(() => true)
      while (!isBegun(mark, folder)) if (await Promise.race([over, sleep(1, false)])) return
    },
  }
}

const withCore = async <T>(
  { files }: KillLab,
  role: 'engine' | 'reader',
  use: (core: Core) => Promise<T>,
): Promise<T> => {
  const { dataDir, configFile } = files
  const options = { dataDir, configFile, version: '0.0.0', env: process.env, bundledTools: null }
  const core = await createCore({ ...options, role })
  try {
    return await use(core)
  } finally {
    await core.stop()
  }
}

/** Throws with what is wrong. */
const ensure = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what)
}

/** Checks the disks against the queue after a kill; answers the run's state and its proven copies. */
const checkRound = async (
  lab: KillLab,
  run: string,
  folder: string,
  before: Tree,
): Promise<{ readonly state: string; readonly proven: Tree }> => {
  const copies = readTree(join(lab.nas, run))
  for (const [path, content] of Object.entries(FILES))
    if (!existsSync(join(folder, path)))
      ensure(copies.get(path)?.content === content, `${path} was deleted without an equal copy`)
    else ensure(readFileSync(join(folder, path), 'utf8') === content, `${path} was changed here`)
  for (const [path, leaf] of before)
    ensure(copies.get(path)?.written === leaf.written, `${path} was proven and is sent again`)
  return withCore(lab, 'reader', async (core) => {
    const job = (await listJobs(core)).find((one) => one.run === run)
    const { rows } = await core.handlers['files.page']({
      jobId: job?.id ?? 0,
      view: 'all',
      search: '',
      offset: 0,
      limit: 200,
    })
    const isProven =
      job?.state === 'verified' || job?.state === 'cleanup_eligible' || job?.state === 'cleaned'
    const shown = rows.filter(({ state }) => state === 'verified' || state === 'cleaned')
    for (const { path, sha256: digest } of shown)
      ensure(
        sha256(copies.get(path)?.content ?? '') === digest,
        `${path} is shown as proven and is not equal`,
      )
    if (isProven)
      ensure(shown.length === Object.keys(FILES).length, 'the run is proven, and a file is not')
    return {
      state: job?.livePhase ?? job?.state ?? 'gone',
      proven: new Map([...copies].filter(([path]) => shown.some((row) => row.path === path))),
    }
  })
}

interface KillCampaign {
  readonly rounds: number
  readonly seed: number
}

/** Runs the campaign; answers the exit code. Ctrl-C ends it after the round that runs. */
export const runKillCampaign = async ({ rounds: count, seed }: KillCampaign): Promise<number> => {
  const stop = stopOnInterrupt('round')
  const from = performance.now()
  const states = new Map<string, number>()
  const lengths = new Map<Mark, number>()
  let kills = 0
  let lab = makeKillLab()

  /** Runs an undisturbed round and notes how long the engine takes from each mark to the next. */
  const measure = async (): Promise<void> => {
    const folder = lab.files.run('SCOPE_01', 'measured', FILES)
    await withCore(lab, 'engine', (core) =>
      core.handlers['jobs.add']({ folders: [folder], instrumentId: null, whole: true }),
    )
    const engine = startEngine(lab.files.dataDir)
    let last = performance.now()
    for (const [index, mark] of MARKS.entries()) {
      const next = MARKS[index + 1]
      if (next === undefined) await engine.ended
      else await lab.begun(next, folder, engine.ended)
      lengths.set(mark, performance.now() - last)
      last = performance.now()
    }
    await engine.ended
    await checkRound(lab, 'measured', folder, new Map())
  }

  const playRound = async (index: number, plan: readonly Kill[]): Promise<void> => {
    const run = `Run ${index}`
    const folder = lab.files.run('SCOPE_01', run, FILES)
    await withCore(lab, 'engine', (core) =>
      core.handlers['jobs.add']({ folders: [folder], instrumentId: null, whole: true }),
    )
    let proven: Tree = new Map()
    for (const { mark, part } of plan) {
      lab.forget()
      const engine = startEngine(lab.files.dataDir)
      await lab.begun(mark, folder, engine.ended)
      await Promise.race([engine.ended, sleep((lengths.get(mark) ?? 0) * part)])
      const isLate = engine.child.exitCode !== null
      engine.kill()
      await engine.ended
      const after = await checkRound(lab, run, folder, proven)
      proven = after.proven
      const state = isLate ? 'ended before' : after.state
      states.set(state, (states.get(state) ?? 0) + 1)
      kills += 1
    }
    await startEngine(lab.files.dataDir).ended
    const { state } = await checkRound(lab, run, folder, proven)
    ensure(state === 'cleaned', `the run ends as ${state}`)
    ensure(
      dataOf(below(readTree(lab.nas), run)).size === Object.keys(FILES).length,
      'files are left over on the NAS',
    )
  }

  const plans = fc.sample(rounds, { seed, numRuns: count })
  let done = 0
  await measure()
  try {
    for (const [index, plan] of plans.entries()) {
      if (stop.aborted) break
      if (index > 0 && index % ROUNDS_PER_LAB === 0) {
        lab.files.remove()
        lab = makeKillLab()
      }
      try {
        await playRound(index, plan)
      } catch (error) {
        console.log(`round ${index} of seed ${seed}: ${JSON.stringify(plan)}`)
        throw error
      }
      done += 1
      if (done % 10 === 0) console.log(`${done} of ${count} rounds`)
    }
  } finally {
    lab.files.remove()
  }
  const seen = [...states].map(([state, n]) => `${state} ${n}`).join(', ')
  console.log(
    `kill -9: ${done} rounds with ${kills} kills hold, seed ${seed}, ${Math.round((performance.now() - from) / 1_000)} s; the run was then: ${seen}`,
  )
  return 0
}
