// Runs one command line: opens the core in the role that the command needs, carries the command out, answers its exit code.
import { resolve } from 'node:path'
import { type Command, CommanderError } from 'commander'
import { CoreUnavailable, Refusal } from '../core/errors.ts'
import { createCore } from '../core/create-core.ts'
import { openAppLog } from '../core/lib/app-log.ts'
import { configFileIn, defaultDataDir } from '../core/lib/data-dir.ts'
import { unexpectedWords } from '../core/lib/unexpected-errors.ts'
import type { Shell } from './command-table.ts'
import { type BundleOptions, makeBundle } from './commands/bundle.ts'
import { acknowledge } from './commands/acknowledge.ts'
import { runCleanup } from './commands/cleanup.ts'
import { mendDestination, sendBeside } from './commands/destination.ts'
import { testDestinations } from './commands/doctor.ts'
import {
  type ExcludeOptions,
  type IncludeOptions,
  acceptCopies,
  excludeFiles,
  includeFiles,
} from './commands/exclude.ts'
import { type ExplainOptions, runExplain } from './commands/explain.ts'
import { showForecast } from './commands/forecast.ts'
import { showLog } from './commands/log.ts'
import { type ReceiptOptions, checkSavedReceipt, showReceipt } from './commands/receipt.ts'
import { showRecordings } from './commands/recordings.ts'
import { actOnRuns, addRuns, locateRun, runQueue, verifyRun } from './commands/runs.ts'
import { showStatus } from './commands/status.ts'
import { completionScript } from './completion.ts'
import { type CliIo, CliError, EXIT, printable } from './output.ts'
import { type Actions, buildProgram } from './program.ts'
import type { CommandContext } from './select-runs.ts'

interface GlobalOptions {
  readonly dataDir?: string
  readonly config?: string
  readonly json?: boolean
}

const NO_COMMAND = 'Say which command. Without one the window opens, and that needs a display.'

type Work = (context: CommandContext) => Promise<number>

/** The data folder that the options name. */
const dataDirOf = ({ dataDir }: GlobalOptions, io: CliIo): string =>
  resolve(io.cwd, dataDir ?? defaultDataDir(io.platform, io.env, io.home))

/**
 * Opens the core on the data folder of the options, does the work, closes it. Answers the exit code of the work. `failed`
 * rejects with an error that nothing caught: the work is not waited for then, and running attempts are settled.
 */
const onCore = async (
  role: 'engine' | 'reader',
  options: GlobalOptions,
  io: CliIo,
  failed: Promise<never>,
  work: Work,
): Promise<number> => {
  const dataDir = dataDirOf(options, io)
  const core = await createCore({
    dataDir,
    configFile:
      options.config === undefined ? configFileIn(dataDir) : resolve(io.cwd, options.config),
    version: io.version,
    env: io.env,
    role,
    bundledTools: io.bundledTools,
    onBug: (error) => io.err(unexpectedWords(openAppLog(dataDir).error('core', error))),
  })
  try {
    const info = await core.handlers['app.info']({})
    for (const words of info.problems) io.err(words)
    for (const words of role === 'engine' ? info.warnings : []) io.err(words)
    const { problems } = await core.handlers['config.get']({})
    for (const { line, key, message } of role === 'engine' ? problems : []) {
      io.err(
        `config.yaml${line === null ? '' : ` line ${line}`}${key === '' ? '' : ` ${key}`}: ${message}`,
      )
    }
    return await Promise.race([work({ core, io, json: options.json ?? false }), failed])
  } finally {
    await core.stop()
  }
}

/** The parser with what each command does; `finish` gets the exit code. */
const createProgram = (
  io: CliIo,
  failed: Promise<never>,
  finish: (code: number) => void,
): Command => {
  const options = (): GlobalOptions => program.opts<GlobalOptions>()
  const isJson = (): boolean => options().json ?? false
  /** Takes the queue's lock: for commands that change something. */
  const engine = async (work: Work): Promise<void> =>
    finish(await onCore('engine', options(), io, failed, work))
  /** Works beside a running app. */
  const reader = async (work: Work): Promise<void> =>
    finish(await onCore('reader', options(), io, failed, work))
  const readerIf = (readsOnly: boolean | undefined, work: Work): Promise<void> =>
    readsOnly === true ? reader(work) : engine(work)
  const act = (action: 'pause' | 'resume' | 'cancel' | 'unarchive') => (runs: string[]) =>
    engine((c) => actOnRuns(c, action, { runs, all: null, files: [] }))

  const actions: Actions = {
    add: (folders: string[], o: { instrument?: string }) =>
      engine((c) => addRuns(c, folders, o.instrument ?? null)),
    run: (o: { untilIdle?: boolean }) => engine((c) => runQueue(c, o.untilIdle ?? false)),
    status: (run: string | undefined, o: { files?: boolean; state?: string; archived?: boolean }) =>
      reader((c) =>
        showStatus(c, {
          run: run ?? null,
          files: o.files ?? false,
          state: o.state ?? null,
          archived: o.archived ?? false,
        }),
      ),
    retry: (runs: string[], o: { failed?: boolean; files?: string[] }) =>
      engine((c) =>
        actOnRuns(c, 'retry', {
          runs,
          all: o.failed === true ? 'all_failed' : null,
          files: o.files ?? [],
        }),
      ),
    pause: act('pause'),
    resume: act('resume'),
    cancel: act('cancel'),
    archive: (runs: string[], o: { finished?: boolean }) =>
      engine((c) =>
        actOnRuns(c, 'archive', {
          runs,
          all: o.finished === true ? 'all_finished' : null,
          files: [],
        }),
      ),
    unarchive: act('unarchive'),
    verify: (run: string) => engine((c) => verifyRun(c, run)),
    locate: (run: string, folder: string) => engine((c) => locateRun(c, run, folder)),
    'send-beside': (run: string) => engine((c) => sendBeside(c, run)),
    destination: (instrument: string, o: { makeFolder?: boolean; accept?: boolean }) =>
      engine((c) =>
        mendDestination(c, instrument, {
          makeFolder: o.makeFolder ?? false,
          accept: o.accept ?? false,
        }),
      ),
    cleanup: (runs: string[], o: { dryRun?: boolean }) =>
      readerIf(o.dryRun, (c) => runCleanup(c, runs, o.dryRun ?? false)),
    acknowledge: (runs: string[], o: { by?: string; note: string; undo?: boolean }) => {
      if (o.undo !== true && o.by === undefined)
        throw new CliError('Say who takes note: --by NAME.')
      return engine((c) => acknowledge(c, runs, o.undo === true ? null : (o.by ?? null), o.note))
    },
    exclude: (run: string, o: ExcludeOptions) => readerIf(o.dryRun, (c) => excludeFiles(c, run, o)),
    include: (run: string, o: IncludeOptions) => engine((c) => includeFiles(c, run, o)),
    accept: (run: string, o: ExcludeOptions) => engine((c) => acceptCopies(c, run, o)),
    receipt: async (run: string | undefined, o: ReceiptOptions) => {
      if (o.check === undefined) return reader((c) => showReceipt(c, run ?? null, o))
      return finish(await checkSavedReceipt(io, isJson(), resolve(io.cwd, o.check)))
    },
    bundle: (o: BundleOptions) => reader((c) => makeBundle(c, o)),
    log: (run: string, o: { attempt?: number }) =>
      reader((c) => showLog(c, run, o.attempt ?? null)),
    doctor: (instrument: string | undefined) =>
      reader((c) => testDestinations(c, instrument ?? null, 'destinations.test')),
    rehearse: (instrument: string | undefined) =>
      reader((c) => testDestinations(c, instrument ?? null, 'destinations.rehearse')),
    recordings: () => engine(showRecordings),
    foresight: () => reader(showForecast),
    explain: async (o: ExplainOptions) => finish(await runExplain(o, isJson(), io)),
    completion: (shell: Shell) => io.out(completionScript(shell, program)),
  }
  const program = buildProgram(io.version, actions)
  return program
}

/** Runs one command line (without the program's own name). Never throws for what a user can get wrong. */
export const runCli = async (argv: readonly string[], streams: CliIo): Promise<number> => {
  const io = printable(streams)
  let code: number = EXIT.proven
  let fault: { readonly error: unknown } | null = null
  let stopListening = (): void => undefined
  const failed = new Promise<never>((_resolve, reject) => {
    stopListening = io.onUnexpected((error) => {
      fault ??= { error }
      reject(error)
    })
  })
  // a command without a core does not wait for it
  failed.catch(() => undefined)
  const program = createProgram(io, failed, (ended) => {
    code = ended
  })
  const reportBug = ({ error }: { readonly error: unknown }): number => {
    const log = openAppLog(dataDirOf(program.opts<GlobalOptions>(), io))
    io.err(unexpectedWords(log.error('command', error)))
    return EXIT.couldNotRun
  }
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({
      writeOut: (text) => void io.out(text),
      writeErr: (text) => io.err(text.trimEnd()),
    })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return fault === null ? code : reportBug(fault)
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === 'commander.help' && error.exitCode !== 0) io.err(NO_COMMAND)
      return error.exitCode === 0 ? EXIT.proven : EXIT.couldNotRun
    }
    if (error instanceof CliError || error instanceof CoreUnavailable || error instanceof Refusal) {
      io.err(error.message)
      return EXIT.couldNotRun
    }
    return reportBug({ error })
  } finally {
    stopListening()
  }
}
