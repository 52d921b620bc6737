// The campaign's world: two workstations, the NAS that both send to, a clock, and what is known of every file.
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Core } from '../../electron/core/core.ts'
import { MINUTE_MS } from '../../shared/duration.ts'
import { errorMessage } from '../../electron/core/errors.ts'
import { checkStep } from './check-step.ts'
import { Broken, type Invariant } from './invariants.ts'
import type { Happening, Moment } from './moments.ts'
import { createLedger } from './ledger.ts'
import { type Nas, type Share, makeNas } from './nas.ts'
import { observe } from './observe.ts'
import { readTree } from './trees.ts'
import { type Workstation, makeWorkstation, rest } from './workstation.ts'

const WORKSTATIONS = ['pc1', 'pc2'] as const
export type WorkstationName = (typeof WORKSTATIONS)[number]

/**
 * Time between two steps. It is longer than a look at both sides counts as current, so that what is called safe was
 * looked at after the last change.
 */
const STEP_MS = 11 * MINUTE_MS

/** How an engine of the world works in one step. */
interface EngineStep {
  readonly cleanup?: boolean
  /** The step is a person's choice to send files again. */
  readonly chosen?: boolean
}

export interface World {
  readonly nas: Nas
  station(name: WorkstationName): Workstation
  now(): number
  /** Moves the clock, in either direction. */
  pass(ms: number): void
  /** Persons do something on the disks, while no engine works. */
  persons(act: () => void): Promise<void>
  /** An engine starts, does what `act` asks for, rests and ends. */
  engine(
    name: WorkstationName,
    act: (core: Core) => Promise<void>,
    step?: EngineStep,
  ): Promise<void>
  /** An engine runs while `use` has it work step by step; persons may act between them. */
  session(
    name: WorkstationName,
    use: (work: (act: (core: Core) => Promise<void>) => Promise<void>) => Promise<void>,
    step?: EngineStep,
  ): Promise<void>
  /** A job is called safe to delete, by the engine that works in this step. */
  calledSafe(jobId: number): void
  /** A folder was added as a run, and was not refused. */
  accepted(folder: string): void
  /** As `engine`, with a program of its own that runs the engine; it may be killed. */
  program(name: WorkstationName, run: () => Promise<void>, cleanup: boolean): Promise<void>
  /** Reports that an invariant does not hold. */
  broken(invariant: Invariant, detail: string): void
  /** Puts an earlier copy of the queue back, counted from the newest; without a copy nothing happens. */
  restore(name: WorkstationName, back: number, damaged: boolean): void
  lose(name: WorkstationName): void
  /** What a workstation's destinations lead to now is what a person wants there. */
  replaced(name: WorkstationName): void
  remove(): void
}

/**
 * Makes a world in a new temporary folder. `only`: the invariants that are checked; null: all. `share`: the NAS is reached over
 * it; null: its volumes are folders.
 */
export const makeWorld = (
  only: readonly Invariant[] | null = null,
  share: Share | null = null,
): World => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-world-')))
  const box = share === null ? dir : realpathSync(mkdtempSync(join(share.folder, 'world-')))
  const nas = makeNas(box, share)
  let time = Date.now()
  const now = (): number => time
  const stations = new Map(WORKSTATIONS.map((name) => [name, makeWorkstation(dir, name, nas, now)]))
  const ledger = createLedger(WORKSTATIONS)
  type Copy = { readonly file: string; readonly memory: ReturnType<typeof ledger.remember> }
  const copies = new Map<WorkstationName, Copy[]>(WORKSTATIONS.map((name) => [name, []]))
  mkdirSync(join(dir, 'copies'))
  let moment: Moment | null = null
  let safe = new Set<number>()
  let added: string | null = null

  const station = (name: WorkstationName): Workstation => {
    const found = stations.get(name)
    if (found === undefined) throw new Error(`there is no workstation ${name}`)
    return found
  }
  const broken = (invariant: Invariant, detail: string): void => {
    if (only === null || only.includes(invariant)) throw new Broken(invariant, detail)
  }
  const failed = (error: unknown): void => {
    if (error instanceof Broken) throw error
    broken('works', error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  const look = async (): Promise<Moment> => {
    const jobs = new Map<string, Awaited<ReturnType<typeof observe>>>()
    for (const [name, workstation] of stations)
      jobs.set(name, await observe(workstation, ledger.record(name).queue))
    const disks = new Map([...stations].map(([name, { disk }]) => [name, readTree(disk)]))
    return { volumes: nas.trees(), disks, jobs }
  }
  /** Runs one step and checks it. */
  const step = async (
    act: () => Promise<void> | void,
    happening: Omit<Happening, 'safe' | 'added'>,
  ): Promise<void> => {
    const before = moment ?? (await look())
    try {
      await act()
    } catch (error) {
      failed(error)
    }
    time += STEP_MS
    moment = await look()
    checkStep(before, moment, { ...happening, safe, added }, ledger, broken)
    safe = new Set()
    added = null
  }
  const keepCopy = (name: WorkstationName): void => {
    const kept = copies.get(name) ?? []
    const file = join(dir, 'copies', `${name}-${kept.length}.db`)
    if (station(name).saveQueue(file)) kept.push({ file, memory: ledger.remember(name) })
  }
  const session: World['session'] = async (name, use, { cleanup = false, chosen = false } = {}) => {
    const engine = station(name)
    engine.configure({ cleanup, rclone: null })
    try {
      await engine.engine((core) =>
        use((act) =>
          step(
            async () => {
              await rest(core)
              await act(core)
              await rest(core)
            },
            { engine, chosen, cleanup },
          ),
        ),
      )
    } catch (error) {
      failed(error)
    }
    keepCopy(name)
  }
  return {
    nas,
    station,
    now,
    broken,
    pass(ms) {
      time += ms
    },
    persons: (act) => step(act, { engine: null, chosen: false, cleanup: false }),
    engine: (name, act, options) => session(name, (work) => work(act), options),
    session,
    calledSafe: (jobId) => void safe.add(jobId),
    accepted(folder) {
      added = folder
    },
    async program(name, run, cleanup) {
      await step(run, { engine: station(name), chosen: false, cleanup })
      keepCopy(name)
    },
    restore(name, back, damaged) {
      const copy = copies.get(name)?.at(-1 - back)
      if (copy === undefined || !existsSync(copy.file)) return
      station(name).restoreQueue(copy.file, damaged)
      ledger.restored(name, copy.memory, damaged)
    },
    lose(name) {
      station(name).loseQueue()
      ledger.lost(name)
    },
    replaced: (name) => ledger.record(name).homes.clear(),
    remove() {
      for (const folder of [dir, box]) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Calls a method that may be refused; answers the refusal in words, or null. */
export const refusal = async (call: () => Promise<unknown>): Promise<string | null> => {
  try {
    await call()
    return null
  } catch (error) {
    if (error instanceof Error && error.name === 'Refusal') return errorMessage(error)
    throw error
  }
}
