// The steps of a campaign: what persons and workstations may do, each with its arguments and its text form.
import {
  cpSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Core } from '../../electron/core/core.ts'
import { DAY_MS, HOUR_MS } from '../../shared/duration.ts'
import { runWithKill } from './kill-at-call.ts'
import { runOnNas } from './invariants.ts'
import { listJobs } from './observe.ts'
import { CONFS, type Conf, type Instrument } from './workstation.ts'
import { type World, type WorkstationName, refusal } from './world.ts'
import { MOUNTS, type Mount } from './nas.ts'

// the first value of each list is the likely one, so that steps meet on one run
const RUNS = ['Run_1', 'Run_1', 'Run_1', 'Run_2'] as const
const PCS = ['pc1', 'pc1', 'pc1', 'pc2'] as const satisfies readonly WorkstationName[]
const OF = ['SCOPE', 'SCOPE', 'SCOPE', 'FLOW'] as const satisfies readonly Instrument[]
const FILES = ['a.tif', 'b.tif'] as const
/** All contents have one size, so that a change can be hidden from whoever looks at sizes and times alone. */
const CONTENTS = ['AAAA', 'BBBB', 'CCCC'] as const
/** Whether a change leaves the file's modification time as it was. */
const TIMES = ['now', 'kept'] as const
const CLOCK: Readonly<Record<string, number>> = {
  '+1h': HOUR_MS,
  '+26h': 26 * HOUR_MS,
  '+40d': 40 * DAY_MS,
  '-2h': -2 * HOUR_MS,
  '-3d': -3 * DAY_MS,
}

/** Writes a file. Times are whole seconds, because a time with fractions cannot be set again exactly. */
const write = (world: World, file: string, content: string, time: string): void => {
  const before = statSync(file, { throwIfNoEntry: false })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  const seconds =
    before !== undefined && time === 'kept'
      ? Math.floor(before.mtimeMs / 1_000)
      : Math.floor(world.now() / 1_000)
  utimesSync(file, seconds, seconds)
}

interface StepKind {
  /** Values of each argument. */
  readonly args: readonly (readonly string[])[]
  /** How often it is chosen, against the others. */
  readonly weight: number
  /** False: it has nothing to act on now. */
  readonly when?: (world: World, args: readonly string[]) => boolean
  readonly run: (world: World, args: readonly string[]) => Promise<void>
}

const at = (args: readonly string[], index: number): string => args[index] ?? ''
// the table gives each argument only values of its type
const pc = (args: readonly string[]): WorkstationName => at(args, 0) as WorkstationName
const folderOf = (world: World, args: readonly string[]): string =>
  world.station(pc(args)).folderOf(at(args, 1) as Instrument, at(args, 2))
const onNas = (world: World, run: string): string => join(world.nas.mountPoint, runOnNas(run))

const record = (world: World, folder: string, content: string): void => {
  write(world, join(folder, 'a.tif'), content, 'now')
  write(world, join(folder, 'b.tif'), 'same', 'now')
}

/** Does an action on every run of a workstation that allows it. */
const actOnAll = (
  world: World,
  name: WorkstationName,
  action: 'verify' | 'retry' | 'dismiss',
): Promise<void> =>
  world.engine(name, async (core) => {
    for (const job of await listJobs(core))
      if (job.actions.includes(action)) await core.handlers['jobs.act']({ jobs: [job.id], action })
  })

const askAll = async (world: World, core: Core): Promise<void> => {
  for (const { id } of await listJobs(core)) {
    const { verdict } = await core.handlers['cleanup.decision']({ jobId: id })
    if (verdict === 'safe') world.calledSafe(id)
  }
}
const lookAtAll = askAll

/** Changes the first run of a workstation, on either side, with its time kept, or takes the volume away. */
const interfere = (world: World, name: WorkstationName, what: string): void => {
  if (what === 'unmount') return world.nas.mount('local')
  const folder =
    what === 'edit' ? world.station(name).folderOf('SCOPE', 'Run_1') : onNas(world, 'Run_1')
  if (existsSync(folder)) write(world, join(folder, 'a.tif'), 'DDDD', 'kept')
}

const hasFolder = (world: World, args: readonly string[]): boolean =>
  existsSync(folderOf(world, args))
const hasCopy = (world: World, args: readonly string[]): boolean =>
  existsSync(onNas(world, at(args, 0)))
const RUN_ARGS = [PCS, OF, RUNS] as const

const KINDS: Readonly<Record<string, StepKind>> = {
  /** Records a run where there is none of that name, and adds it. */
  send: {
    args: [...RUN_ARGS, CONTENTS],
    weight: 10,
    async run(world, args) {
      const folder = folderOf(world, args)
      if (!existsSync(folder)) await world.persons(() => record(world, folder, at(args, 3)))
      await world.engine(pc(args), async (core) => {
        const { refused } = await core.handlers['jobs.add']({
          folders: [folder],
          instrumentId: null,
        })
        if (refused.length === 0) world.accepted(folder)
      })
    },
  },
  work: {
    args: [PCS],
    weight: 4,
    run: (world, args) => world.engine(pc(args), async () => undefined),
  },
  verify: {
    args: [PCS],
    weight: 4,
    run: (world, args) => actOnAll(world, pc(args), 'verify'),
  },
  retry: {
    args: [PCS],
    weight: 3,
    run: (world, args) => actOnAll(world, pc(args), 'retry'),
  },
  /** A person sends again what needs attention. */
  resend: {
    args: [PCS],
    weight: 2,
    run: (world, args) =>
      world.engine(
        pc(args),
        async (core) => {
          for (const { id } of await listJobs(core))
            await refusal(() => core.handlers['files.retry']({ jobId: id, files: 'attention' }))
        },
        { chosen: true },
      ),
  },
  archive: {
    args: [PCS],
    weight: 2,
    run: (world, args) => actOnAll(world, pc(args), 'dismiss'),
  },
  clean: {
    args: [PCS],
    weight: 5,
    run: (world, args) =>
      world.engine(
        pc(args),
        async (core) => {
          const jobs = (await listJobs(core)).map(({ id }) => id)
          if (jobs.length > 0) await core.handlers['cleanup.run']({ jobs })
        },
        { cleanup: true },
      ),
  },
  /** Asks which runs are safe to delete. */
  look: {
    args: [PCS],
    weight: 4,
    run: (world, args) => world.engine(pc(args), (core) => lookAtAll(world, core)),
  },
  /** Asks it, and once more after a person did something: the first answer may not be given again. */
  stay: {
    args: [PCS, ['annotate', 'edit', 'unmount']],
    weight: 2,
    run: (world, args) =>
      world.session(pc(args), async (work) => {
        await work((core) => lookAtAll(world, core))
        await world.persons(() => interfere(world, pc(args), at(args, 1)))
        await work((core) => askAll(world, core))
      }),
  },
  kill: {
    args: [PCS, ['1', '2', '3', '5', '8'], ['before', 'after']],
    weight: 1,
    run: (world, args) =>
      runWithKill(world, pc(args), Number(at(args, 1)), at(args, 2) === 'before'),
  },
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
    args: [RUNS, FILES, CONTENTS, TIMES],
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

export { KINDS, type StepKind }
