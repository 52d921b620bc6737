// `receipt`: a run's evidence as text, JSON or a page, and the check of a saved one.
import { errorMessage } from '../../core/errors.ts'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { checkReceipt } from '../../core/services/receipts/check-receipt.ts'
import { type CommandContext, exitCodeOf, findJob } from '../select-runs.ts'
import { CliError, type CliIo, EXIT } from '../output.ts'

export interface ReceiptOptions {
  readonly html?: boolean
  readonly output?: string
  readonly check?: string
}

export const showReceipt = async (
  { core, io, json }: CommandContext,
  run: string | null,
  options: ReceiptOptions,
): Promise<number> => {
  if (run === null) throw new CliError('Say which run: exlab-sync receipt <run>, or --check FILE.')
  const job = await findJob({ core, io, json }, run)
  const form = options.html === true ? 'html' : json ? 'json' : 'text'
  const pieces = core.receiptOf(job.id, form)
  if (options.output === undefined) for (const piece of pieces) await io.out(piece)
  else {
    const file = resolve(io.cwd, options.output)
    try {
      // never over a file that is there: a receipt is evidence
      await writeFile(file, pieces, { flag: 'wx' })
    } catch (error) {
      throw new CliError(`${file} can't be written: ${errorMessage(error)}`)
    }
    await io.out(`${file}\n`)
  }
  return exitCodeOf([job])
}

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
  await io.out(json ? `${JSON.stringify(found)}\n` : lines.join(''))
  return found.ok ? EXIT.proven : EXIT.needsPerson
}
