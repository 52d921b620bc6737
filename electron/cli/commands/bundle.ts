// `bundle`: writes the support bundle, or lists what it would contain.
import { resolve } from 'node:path'
import { errorMessage } from '../../core/errors.ts'
import type { CommandContext } from '../select-runs.ts'
import { CliError, EXIT, bytesText, printResult } from '../output.ts'

export interface BundleOptions {
  readonly output?: string
  readonly mask?: boolean
  readonly list?: boolean
}

/** Writes a zip file, by default into the current folder; throws CliError where it cannot be written. */
export const makeBundle = async (
  context: CommandContext,
  options: BundleOptions,
): Promise<number> => {
  const { core, io } = context
  const { rows } = await core.handlers['bundle.preview']({})
  if (options.list === true) {
    const text = rows.map((row) => `${bytesText(row.bytes).padStart(9)}  ${row.name}\n`).join('')
    await printResult(context, { entries: rows }, text)
    return EXIT.proven
  }
  const day = new Date().toISOString().slice(0, 10)
  const file = resolve(io.cwd, options.output ?? `exlab-sync-support-${day}.zip`)
  try {
    await core.writeBundle(file, options.mask ?? false)
  } catch (error) {
    throw new CliError(`${file} can't be written: ${errorMessage(error)}`)
  }
  await printResult(context, { file, entries: rows }, `${file}\n`)
  return EXIT.proven
}
