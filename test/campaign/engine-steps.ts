// Steps of a campaign in which the engine of a workstation works.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Core } from '../../electron/core/core.ts'
import { runWithKill } from './kill-at-call.ts'
import { listJobs } from './observe.ts'
import {
  CONTENTS,
  PCS,
  RUN_ARGS,
  type StepKind,
  at,
  folderOf,
  onNas,
  pc,
  record,
  write,
} from './step-kind.ts'
import { INSTRUMENTS } from './workstation.ts'
import { type World, type WorkstationName, refusal } from './world.ts'

/** Does an action on every run of a workstation that allows it. */
const actOnAll = (
  world: World,
  name: WorkstationName,
  action: 'verify' | 'retry' | 'archive',
): Promise<void> =>
  world.engine(
    name,
    async (core) => {
      for (const { id, actions } of await listJobs(core))
        if (actions.includes(action)) await core.handlers['jobs.act']({ jobs: [id], action })
    },
    // a click on Retry is a choice as that of files is
    { chosen: action === 'retry' },
  )

const askAll = async (world: World, core: Core): Promise<void> => {
  for (const { id } of await listJobs(core)) {
    const { verdict } = await core.handlers['cleanup.decision']({ jobId: id })
    if (verdict === 'safe') world.calledSafe(id)
  }
}

const lookAtAll = async (world: World, core: Core): Promise<void> => {
  for (const { id } of await listJobs(core)) await core.handlers['cleanup.look']({ jobId: id })
  await askAll(world, core)
}

/** Changes the first run of a workstation, on either side, or takes the volume away. */
const interfere = (world: World, name: WorkstationName, what: string): void => {
  if (what === 'unmount') return world.nas.mount('local')
  const folder =
    what === 'edit' ? world.station(name).folderOf('SCOPE', 'Run_1') : onNas(world, 'Run_1')
  if (existsSync(folder))
    write(world, join(folder, 'a.tif'), 'DDDD', what === 'edit' ? 'kept' : 'now')
}

/** Does something for every run of a workstation where it is not refused; it is a person's choice. */
const chooseForAll = (
  world: World,
  name: WorkstationName,
  choose: (core: Core, jobId: number) => Promise<unknown>,
): Promise<void> =>
  world.engine(
    name,
    async (core) => {
      for (const { id } of await listJobs(core)) await refusal(() => choose(core, id))
    },
    { chosen: true },
  )

export const ENGINE_STEPS: Readonly<Record<string, StepKind>> = {
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
          whole: true,
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
      chooseForAll(world, pc(args), (core, jobId) =>
        core.handlers['files.retry']({ jobId, files: 'attention' }),
      ),
  },
  /** A person keeps the NAS's versions of files that changed there, or whose originals are gone. */
  keep: {
    args: [PCS],
    weight: 1,
    run: (world, args) =>
      chooseForAll(world, pc(args), (core, jobId) =>
        core.handlers['files.accept']({ jobId, files: 'all', by: 'Ada', note: 'annotated' }),
      ),
  },
  /** A person sends runs whose places are taken beside them. */
  beside: {
    args: [PCS],
    weight: 3,
    run: (world, args) =>
      chooseForAll(world, pc(args), (core, jobId) => core.handlers['jobs.sendBeside']({ jobId })),
  },
  /** A person says that the NAS was replaced on purpose. */
  replaced: {
    args: [PCS],
    weight: 1,
    run: (world, args) =>
      world.engine(pc(args), async (core) => {
        world.replaced(pc(args))
        for (const instrumentId of INSTRUMENTS)
          await refusal(() => core.handlers['destinations.accept']({ instrumentId }))
      }),
  },
  archive: {
    args: [PCS],
    weight: 2,
    run: (world, args) => actOnAll(world, pc(args), 'archive'),
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
}
