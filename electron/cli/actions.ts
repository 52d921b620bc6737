// Says what each command of the command line needs and does.
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { JobAction } from '../../shared/model/model.ts'
import type { CommandName, Shell } from './command-table.ts'
import type { ConnectionAction } from './connection-command.ts'
import type { BundleOptions } from './commands/bundle.ts'
import type { ConnectionOptions } from './commands/connection.ts'
import type { ExcludeOptions, IncludeOptions } from './commands/exclude.ts'
import type { ExplainOptions } from './commands/explain.ts'
import type { ReceiptOptions } from './commands/receipt.ts'
import type { RunOptions } from './commands/run.ts'
import { load, openListCore, openWholeCore } from './load.ts'
import {
  type CommandNeeds,
  type CommandWork,
  type GlobalOptions,
  type OpenedCore,
  dataDirOf,
  withCore,
} from './open-core.ts'
import { type CliIo, CliError } from './output.ts'
import { type Actions, buildProgram } from './program.ts'
import type { CommandContext, RunNames } from './select-runs.ts'

type Work = (context: CommandContext) => Promise<number>
type Needs = Omit<CommandNeeds, 'command'>
type Named = Pick<RunNames, 'id' | 'name'>

/** The runs of a command that takes several. */
const several = (runs: readonly string[], { id = [], name = [] }: Named): RunNames => ({
  runs,
  id,
  name,
})
/** The run of a command that takes one. */
const one = (run: string | undefined, named: Named): RunNames =>
  several(run === undefined ? [] : [run], named)
/** null where no run is named at all. */
const orNone = (names: RunNames): RunNames | null =>
  (names.runs?.length ?? 0) + (names.id?.length ?? 0) + (names.name?.length ?? 0) === 0
    ? null
    : names

/** The needs of commands that change something of the runs in a queue; each command says where it differs. */
const CHANGES: Needs = {
  role: 'engine',
  folder: 'queue',
  settings: false,
  settles: false,
}
/** The needs of commands that only look. */
const LOOKS: Needs = { ...CHANGES, role: 'reader' }

/** The parser with what each command does; `finish` gets the exit code. */
export const createProgram = (
  io: CliIo,
  failed: Promise<never>,
  finish: (code: number) => void,
): Command => {
  const options = (): GlobalOptions => program.opts<GlobalOptions>()
  const isJson = (): boolean => options().json ?? false
  const carryOutIn = async <C extends OpenedCore>(
    name: CommandName,
    needs: Needs,
    how: CommandWork<C>,
  ): Promise<void> =>
    finish(await withCore({ ...needs, command: `exlab-sync ${name}` }, options(), io, failed, how))
  const carryOut = (name: CommandName, needs: Needs, work: Work): Promise<void> =>
    carryOutIn(name, needs, { open: openWholeCore, work })
  const act = (action: JobAction & CommandName) => (runs: string[], named: Named) =>
    carryOut(action, CHANGES, async (c) =>
      (await load.runs()).actOnRuns(c, action, several(runs, named)),
    )
  const pauseOrResume =
    (action: 'pause' | 'resume') =>
    (runs: string[], o: Named & { all?: boolean; minutes?: number }) => {
      const names = orNone(several(runs, o))
      if ((names === null) !== (o.all === true))
        throw new CliError('Say which runs, or --all: one of the two.')
      if (names === null)
        return carryOut(action, { ...CHANGES, folder: 'there' }, async (c) =>
          (await load.runs()).pauseAll(c, action === 'pause', o.minutes ?? null),
        )
      if (o.minutes !== undefined) throw new CliError('--minutes goes with --all.')
      return carryOut(action, CHANGES, async (c) => (await load.runs()).actOnRuns(c, action, names))
    }

  const actions: Actions = {
    add: (folders: string[], o: { instrument?: string; asOneRun?: boolean }) =>
      carryOut('add', { ...CHANGES, folder: 'made', settings: true }, async (c) =>
        (await load.runs()).addRuns(c, folders, {
          instrument: o.instrument ?? null,
          asOneRun: o.asOneRun ?? false,
        }),
      ),
    run: (o: RunOptions) =>
      carryOut('run', { ...CHANGES, folder: 'made', settings: true, settles: true }, async (c) =>
        (await load.run()).runQueue(c, o),
      ),
    status: (
      run: string | undefined,
      o: Named & { files?: boolean; state?: string; archived?: boolean; all?: boolean },
    ) =>
      carryOutIn('status', LOOKS, {
        open: openListCore,
        work: async (c) =>
          (await load.status()).showStatus(c, {
            names: orNone(one(run, o)),
            files: o.files ?? false,
            state: o.state ?? null,
            archived: o.archived ?? false,
            all: o.all ?? false,
          }),
      }),
    retry: (runs: string[], o: Named & { failed?: boolean; files?: string[] }) => {
      const names = orNone(several(runs, o))
      if ((names === null) !== (o.failed === true))
        throw new CliError('Say which runs, or --failed: one of the two.')
      const paths = o.files ?? []
      if (paths.length > 0 && names === null) throw new CliError('--files goes with one run.')
      return carryOut('retry', CHANGES, async (c) => {
        const { actOnRuns, retryFiles } = await load.runs()
        return names !== null && paths.length > 0
          ? retryFiles(c, names, paths)
          : actOnRuns(c, 'retry', names ?? 'all_failed')
      })
    },
    pause: pauseOrResume('pause'),
    resume: pauseOrResume('resume'),
    next: act('next'),
    earlier: act('earlier'),
    later: act('later'),
    cancel: act('cancel'),
    archive: (runs: string[], o: Named & { finished?: boolean }) => {
      const names = orNone(several(runs, o))
      if ((names === null) !== (o.finished === true))
        throw new CliError('Say which runs, or --finished: one of the two.')
      return carryOut('archive', CHANGES, async (c) =>
        (await load.runs()).actOnRuns(c, 'archive', names ?? 'all_finished'),
      )
    },
    unarchive: act('unarchive'),
    verify: (run: string | undefined, o: Named) =>
      carryOut('verify', { ...CHANGES, settings: true, settles: true }, async (c) =>
        (await load.runs()).verifyRun(c, one(run, o)),
      ),
    locate: (first: string | undefined, second: string | undefined, o: Named) => {
      const [run, folder] = second === undefined ? [undefined, first] : [first, second]
      if (folder === undefined) throw new CliError('Say the run, and the folder where it is now.')
      return carryOut('locate', CHANGES, async (c) =>
        (await load.runs()).locateRun(c, one(run, o), folder),
      )
    },
    'send-beside': (run: string | undefined, o: Named) =>
      carryOut('send-beside', CHANGES, async (c) =>
        (await load.destination()).sendBeside(c, one(run, o)),
      ),
    'send-missing': (route: string | undefined) =>
      carryOut('send-missing', route === undefined ? LOOKS : CHANGES, async (c) =>
        (await load.destination()).sendMissing(c, route ?? null),
      ),
    destination: (
      instrument: string,
      o: { makeFolder?: boolean; accept?: boolean; trust?: boolean },
    ) =>
      carryOut('destination', { ...CHANGES, folder: 'there', settings: true }, async (c) =>
        (await load.destination()).mendDestination(c, instrument, {
          makeFolder: o.makeFolder ?? false,
          accept: o.accept ?? false,
          trust: o.trust ?? false,
        }),
      ),
    connection: (action: ConnectionAction, name: string | undefined, o: ConnectionOptions) => {
      const isLook = action === 'list' || action === 'kinds' || action === 'test'
      return carryOut('connection', { ...(isLook ? LOOKS : CHANGES), folder: 'there' }, async (c) =>
        (await load.connection()).runConnection(c, action, name, o),
      )
    },
    cleanup: (runs: string[], o: Named & { dryRun?: boolean }) => {
      const names = orNone(several(runs, o))
      if (o.dryRun === true)
        return carryOut('cleanup', LOOKS, async (c) =>
          (await load.cleanup()).runCleanup(c, names, true),
        )
      if (names === null) throw new CliError('Say which run, or --dry-run for what could go.')
      return carryOut('cleanup', { ...CHANGES, settings: true, settles: true }, async (c) =>
        (await load.cleanup()).runCleanup(c, names, false),
      )
    },
    space: (o: { check?: boolean; answer?: string }) =>
      carryOut('space', { ...LOOKS, settings: true }, async (c) =>
        (await load.space()).showSpace(c, { check: o.check ?? false, answer: o.answer ?? null }),
      ),
    acknowledge: (runs: string[], o: Named & { by?: string; note: string; undo?: boolean }) => {
      if (o.undo !== true && o.by === undefined)
        throw new CliError('Say who takes note: --by NAME.')
      const by = o.undo === true ? null : (o.by ?? null)
      return carryOut('acknowledge', CHANGES, async (c) =>
        (await load.acknowledge()).acknowledge(c, several(runs, o), by, o.note),
      )
    },
    exclude: (run: string | undefined, o: Named & ExcludeOptions) =>
      carryOut('exclude', o.dryRun === true ? LOOKS : CHANGES, async (c) =>
        (await load.exclude()).excludeFiles(c, one(run, o), o),
      ),
    include: (run: string | undefined, o: Named & IncludeOptions) =>
      carryOut('include', CHANGES, async (c) =>
        (await load.exclude()).includeFiles(c, one(run, o), o),
      ),
    accept: (run: string | undefined, o: Named & ExcludeOptions) =>
      carryOut('accept', CHANGES, async (c) =>
        (await load.exclude()).acceptCopies(c, one(run, o), o),
      ),
    receipt: async (run: string | undefined, o: Named & ReceiptOptions) => {
      if (o.check !== undefined) {
        const key = o.key === undefined ? null : resolve(io.cwd, o.key)
        const context = { io, json: isJson(), dataDir: dataDirOf(options(), io) }
        return finish(
          await (await load.receipt()).checkSavedReceipt(context, resolve(io.cwd, o.check), key),
        )
      }
      return carryOut('receipt', LOOKS, async (c) =>
        (await load.receipt()).showReceipt(c, one(run, o), o),
      )
    },
    bundle: (o: BundleOptions) =>
      carryOut('bundle', { ...LOOKS, folder: 'there' }, async (c) =>
        (await load.bundle()).makeBundle(c, o),
      ),
    log: (run: string | undefined, o: Named & { attempt?: number }) =>
      carryOut('log', LOOKS, async (c) =>
        (await load.log()).showLog(c, one(run, o), o.attempt ?? null),
      ),
    doctor: (instrument: string | undefined) =>
      carryOut('doctor', { ...LOOKS, folder: 'there', settings: true }, async (c) =>
        (await load.doctor()).testDestinations(c, instrument ?? null, 'destinations.test'),
      ),
    rehearse: (instrument: string | undefined) =>
      carryOut('rehearse', { ...LOOKS, folder: 'there', settings: true }, async (c) =>
        (await load.doctor()).testDestinations(c, instrument ?? null, 'destinations.rehearse'),
      ),
    recordings: () =>
      carryOut('recordings', { ...CHANGES, folder: 'there', settings: true }, async (c) =>
        (await load.recordings()).showRecordings(c),
      ),
    finish: (recordings: string[]) =>
      carryOut('finish', { ...CHANGES, folder: 'there', settings: true }, async (c) =>
        (await load.recordings()).finishRecordings(c, recordings),
      ),
    foresight: () =>
      carryOut('foresight', { ...LOOKS, folder: 'there', settings: true }, async (c) =>
        (await load.forecast()).showForecast(c),
      ),
    explain: async (o: ExplainOptions) =>
      finish(await (await load.explain()).runExplain(o, isJson(), io)),
    completion: async (shell: Shell) =>
      io.out((await load.completion()).completionScript(shell, program)),
  }
  const program = buildProgram(io.version, actions)
  return program
}
