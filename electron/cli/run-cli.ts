// Runs one command line: reads it, carries the command out, answers its exit code.
import { CommanderError } from 'commander'
import { CoreUnavailable, Refusal } from '../core/errors.ts'
import { openAppLog } from '../core/lib/app-log.ts'
import { unexpectedWords } from '../core/lib/unexpected-errors.ts'
import { createProgram } from './actions.ts'
import { type GlobalOptions, dataDirOf } from './open-core.ts'
import { type CliIo, CliError, EXIT, printable } from './output.ts'

const NO_COMMAND = 'Say which command. Without one the window opens, and that needs a display.'

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
