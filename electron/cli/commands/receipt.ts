// `receipt`: prints the receipt of a run as text, JSON or HTML, and checks a saved one.
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { errorMessage } from '../../core/errors.ts'
import { checkReceipt } from '../../core/services/receipts/check-receipt.ts'
import { type CommandContext, type RunNames, exitCodeOf, findJob } from '../select-runs.ts'
import { CliError, type CliIo, EXIT, printResult } from '../output.ts'

export interface ReceiptOptions {
  readonly html?: boolean
  readonly output?: string
  readonly check?: string
}

/** Prints or writes the receipt; the exit code is that of the run's state. */
export const showReceipt = async (
  { core, io, json }: CommandContext,
  names: RunNames,
  options: ReceiptOptions,
): Promise<number> => {
  const job = await findJob({ core, io }, names)
  // the receipt states a decision: it rests on both sides as they are now
  await core.handlers['cleanup.look']({ jobId: job.id })
  const form = options.html === true ? 'html' : json ? 'json' : 'text'
  const pieces = core.receiptOf(job.id, form)
  if (options.output === undefined) for (const piece of pieces) await io.out(piece)
  else {
    const file = resolve(io.cwd, options.output)
    try {
      // an existing file is never replaced, because a receipt is evidence
      await writeFile(file, pieces, { flag: 'wx' })
    } catch (error) {
      throw new CliError(`${file} can't be written: ${errorMessage(error)}`)
    }
    await io.out(`${file}\n`)
  }
  return exitCodeOf([job])
}

/** Checks a saved receipt against itself; exit code 1 where a statement does not hold. */
export const checkSavedReceipt = async (
  io: CliIo,
  json: boolean,
  file: string,
): Promise<number> => {
  let found: Awaited<ReturnType<typeof checkReceipt>>
  try {
    found = await checkReceipt(file)
  } catch (error) {
    throw new CliError(`${file} is no receipt that can be read: ${errorMessage(error)}`)
  }
  const lines = found.said.map(({ holds, words }) => `${holds ? 'yes' : 'no '}  ${words}\n`)
  await printResult({ io, json }, found, lines.join(''))
  return found.ok ? EXIT.proven : EXIT.needsPerson
}
