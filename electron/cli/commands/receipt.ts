// `receipt`: prints the receipt of a run as text, JSON or HTML, and checks a saved one.
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { errorMessage } from '../../core/errors.ts'
import { checkReceipt } from '../../core/services/receipts/check-receipt.ts'
import { type KnownKeys, knownKeys } from '../../core/services/receipts/known-keys.ts'
import { type CommandContext, type RunNames, exitCodeOf, findJob } from '../select-runs.ts'
import { CliError, type CliIo, EXIT, printResult } from '../output.ts'

export interface ReceiptOptions {
  readonly html?: boolean
  readonly output?: string
  readonly check?: string
  readonly key?: string
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
  const pieces = await core.receiptOf(job.id, form)
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

/** The keys that are known to a data folder, and the one in a file. Throws CliError where the file is no key. */
const keysFrom = async (dataDir: string, keyFile: string | null): Promise<KnownKeys> => {
  try {
    return knownKeys(dataDir, keyFile === null ? null : await readFile(keyFile, 'utf8'))
  } catch (error) {
    throw new CliError(`${keyFile ?? dataDir} can't be used: ${errorMessage(error)}`)
  }
}

/**
 * Checks a saved receipt against itself and its seal; exit code 1 where a statement does not hold, or nobody here knows who made
 * it. `dataDir`: the data folder whose keys are known; it need not be there.
 */
export const checkSavedReceipt = async (
  { io, json, dataDir }: { readonly io: CliIo; readonly json: boolean; readonly dataDir: string },
  file: string,
  keyFile: string | null,
): Promise<number> => {
  const keys = await keysFrom(dataDir, keyFile)
  let found: Awaited<ReturnType<typeof checkReceipt>>
  try {
    found = await checkReceipt(file, keys)
  } catch (error) {
    throw new CliError(`${file} is no receipt that can be read: ${errorMessage(error)}`)
  }
  const lines = found.said.map(({ holds, words }) => `${holds ? 'yes' : 'no '}  ${words}\n`)
  await printResult({ io, json }, found, lines.join(''))
  return found.ok ? EXIT.proven : EXIT.needsPerson
}
