// `bundle`: what support needs to see, in one archive; --list says what it would hold.
import { errorMessage } from '../../core/errors.ts'
import { resolve } from 'node:path'
import type { CommandContext } from '../select-runs.ts'
import { CliError, EXIT, bytesText } from '../output.ts'

export interface BundleOptions {
  readonly output?: string
  readonly mask?: boolean
  readonly list?: boolean
}

export const makeBundle = async (
  { core, io, json }: CommandContext,
  options: BundleOptions,
): Promise<number> => {
  const { rows } = await core.handlers['bundle.preview']({})
  if (options.list === true) {
    const text = rows.map((row) => `${bytesText(row.bytes).padStart(9)}  ${row.name}\n`).join('')
    await io.out(json ? `${JSON.stringify({ entries: rows })}\n` : text)
    return EXIT.proven
  }
  const day = new Date().toISOString().slice(0, 10)
  const file = resolve(io.cwd, options.output ?? `exlab-sync-support-${day}.zip`)
  try {
    await core.writeBundle(file, options.mask ?? false)
  } catch (error) {
    throw new CliError(`${file} can't be written: ${errorMessage(error)}`)
  }
  await io.out(json ? `${JSON.stringify({ file, entries: rows })}\n` : `${file}\n`)
  return EXIT.proven
}
