// Steps of a campaign in which persons do something on the disks, with the settings, or with the clock.
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DAY_MS, HOUR_MS } from '../../shared/duration.ts'
import {
  CONTENTS,
  FILES,
  PCS,
  RUNS,
  RUN_ARGS,
  type StepKind,
  TIMES,
  at,
  folderOf,
  onNas,
  pc,
  record,
  write,
} from './step-kind.ts'
import { CONFS, type Conf, type Instrument } from './workstation.ts'
import type { World } from './world.ts'
import { MOUNTS, type Mount } from './nas.ts'

const CLOCK: Readonly<Record<string, number>> = {
  '+1h': HOUR_MS,
  '+26h': 26 * HOUR_MS,
  '+40d': 40 * DAY_MS,
  '-2h': -2 * HOUR_MS,
  '-3d': -3 * DAY_MS,
}

const hasFolder = (world: World, args: readonly string[]): boolean =>
  existsSync(folderOf(world, args))
const hasCopy = (world: World, args: readonly string[]): boolean =>
  existsSync(onNas(world, at(args, 0)))
const link = (folder: string, place: string, what: string): void => {
  if (what === 'folder') {
    if (!existsSync(place)) return
    rmSync(folder, { recursive: true })
    return symlinkSync(place, folder)
  }
  const [at, original] =
    what === 'place' ? [place, folder] : [join(place, 'a.tif'), join(folder, 'a.tif')]
  if (!existsSync(original) || !existsSync(dirname(dirname(place)))) return
  rmSync(at, { recursive: true, force: true })
  mkdirSync(dirname(at), { recursive: true })
  symlinkSync(original, at)
}

export const PERSON_STEPS: Readonly<Record<string, StepKind>> = {
  edit: {
    args: [...RUN_ARGS, FILES, CONTENTS, TIMES],
    weight: 4,
    when: hasFolder,
    run: (world, args) =>
      world.persons(() =>
        write(world, join(folderOf(world, args), at(args, 3)), at(args, 4), at(args, 5)),
      ),
  },
  late: {
    args: [...RUN_ARGS, CONTENTS],
    weight: 3,
    when: hasFolder,
    run: (world, args) =>
      world.persons(() =>
        write(world, join(folderOf(world, args), 'late.tif'), at(args, 3), 'now'),
      ),
  },
  rename: {
    args: [...RUN_ARGS, ['Run_2', 'Run_3']],
    weight: 2,
    when: (world, args) =>
      hasFolder(world, args) &&
      !existsSync(world.station(pc(args)).folderOf(at(args, 1) as Instrument, at(args, 3))),
    run: (world, args) =>
      world.persons(() =>
        renameSync(
          folderOf(world, args),
          world.station(pc(args)).folderOf(at(args, 1) as Instrument, at(args, 3)),
        ),
      ),
  },
  /** The folder is deleted and made anew under its name. */
  reuse: {
    args: [...RUN_ARGS, CONTENTS],
    weight: 3,
    when: hasFolder,
    run: (world, args) =>
      world.persons(() => {
        rmSync(folderOf(world, args), { recursive: true })
        record(world, folderOf(world, args), at(args, 3))
      }),
  },
  /** The folder of a run, its place, or one file at its place becomes a link to the other side. */
  link: {
    args: [...RUN_ARGS, ['folder', 'place', 'file']],
    weight: 1,
    when: hasFolder,
    run: (world, args) =>
      world.persons(() => link(folderOf(world, args), onNas(world, at(args, 2)), at(args, 3))),
  },
  /** A person copies a run to its place on the NAS by hand. */
  copy: {
    args: RUN_ARGS,
    weight: 1,
    when: (world, args) => hasFolder(world, args) && existsSync(dirname(onNas(world, at(args, 2)))),
    run: (world, args) =>
      world.persons(() =>
        cpSync(folderOf(world, args), onNas(world, at(args, 2)), { recursive: true }),
      ),
  },
  annotate: {
    args: [RUNS, [...FILES, 'late.tif'], CONTENTS, TIMES],
    weight: 4,
    when: hasCopy,
    run: (world, args) =>
      world.persons(() =>
        write(world, join(onNas(world, at(args, 0)), at(args, 1)), at(args, 2), at(args, 3)),
      ),
  },
  delete: {
    args: [RUNS, ['a.tif', 'all']],
    weight: 2,
    when: hasCopy,
    run: (world, args) =>
      world.persons(() =>
        rmSync(join(onNas(world, at(args, 0)), at(args, 1) === 'all' ? '' : at(args, 1)), {
          recursive: true,
          force: true,
        }),
      ),
  },
  /** `bare`: nothing is mounted, and under the mount point there is no folder of the destination's name. */
  mount: {
    args: [[...MOUNTS, 'bare']],
    weight: 4,
    run: (world, args) =>
      world.persons(() => {
        world.nas.standIn(at(args, 0) !== 'bare')
        // the table gives names of mounts, and `bare`
        world.nas.mount(at(args, 0) === 'bare' ? 'local' : (at(args, 0) as Mount))
      }),
  },
  conf: {
    args: [PCS, CONFS],
    weight: 2,
    run: (world, args) => world.persons(() => world.station(pc(args)).setConf(at(args, 1) as Conf)),
  },
  lose: {
    args: [PCS],
    weight: 2,
    run: (world, args) => world.persons(() => world.lose(pc(args))),
  },
  restore: {
    args: [PCS, ['1', '2', '3'], ['copied', 'damaged']],
    weight: 2,
    run: (world, args) =>
      world.persons(() => world.restore(pc(args), Number(at(args, 1)), at(args, 2) === 'damaged')),
  },
  clock: {
    args: [Object.keys(CLOCK)],
    weight: 2,
    run: (world, args) => world.persons(() => world.pass(CLOCK[at(args, 0)] ?? 0)),
  },
}
