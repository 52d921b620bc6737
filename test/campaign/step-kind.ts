// What a step of a campaign is, the values that its arguments can have, and where they lead.
import { mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DESTINATION } from './nas.ts'
import type { Instrument } from './workstation.ts'
import type { World, WorkstationName } from './world.ts'

export interface StepKind {
  /** Values of each argument. */
  readonly args: readonly (readonly string[])[]
  /** How often it is chosen, against the others. */
  readonly weight: number
  /** False: it has nothing to act on now. */
  readonly when?: (world: World, args: readonly string[]) => boolean
  readonly run: (world: World, args: readonly string[]) => Promise<void>
}

// the first value of each list is the likely one, so that steps meet on one run
export const RUNS = ['Run_1', 'Run_1', 'Run_1', 'Run_2'] as const
export const PCS = ['pc1', 'pc1', 'pc1', 'pc2'] as const satisfies readonly WorkstationName[]
const OF = ['SCOPE', 'SCOPE', 'SCOPE', 'FLOW'] as const satisfies readonly Instrument[]
export const FILES = ['a.tif', 'b.tif'] as const
/** All contents have one size, so that a change can be hidden from whoever looks at sizes and times alone. */
export const CONTENTS = ['AAAA', 'BBBB', 'CCCC'] as const
/** Whether a change leaves the file's modification time as it was. */
export const TIMES = ['now', 'kept'] as const
/** Writes a file. Times are whole seconds, because a time with fractions cannot be set again exactly. */
export const write = (world: World, file: string, content: string, time: string): void => {
  const before = statSync(file, { throwIfNoEntry: false })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  const seconds =
    before !== undefined && time === 'kept'
      ? Math.floor(before.mtimeMs / 1_000)
      : Math.floor(world.now() / 1_000)
  utimesSync(file, seconds, seconds)
}

export const at = (args: readonly string[], index: number): string => args[index] ?? ''
// the table gives each argument only values of its type
export const pc = (args: readonly string[]): WorkstationName => at(args, 0) as WorkstationName
export const folderOf = (world: World, args: readonly string[]): string =>
  world.station(pc(args)).folderOf(at(args, 1) as Instrument, at(args, 2))
export const onNas = (world: World, run: string): string =>
  join(world.nas.mountPoint, DESTINATION, run)

export const record = (world: World, folder: string, content: string): void => {
  write(world, join(folder, 'a.tif'), content, 'now')
  write(world, join(folder, 'b.tif'), 'same', 'now')
}

export const RUN_ARGS = [PCS, OF, RUNS] as const
