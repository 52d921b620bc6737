// Finds out how an rclone remote stores names that it does not take as they are.
import type { RcloneDestination } from '../../domain/config.ts'
import type { ToolDeps } from '../run-tool.ts'
import type { Transport } from '../transport.ts'
import { nameEncoder } from './name-encoding.ts'
import { rcloneProvidersArgs } from './rclone-args.ts'
import { defaultEncoding } from './rclone-output.ts'
import { createRcloneQuery } from './rclone-query.ts'
import { readChain } from './rclone-remote.ts'

/** The names that the storage below the remote keeps, as `Transport.storedNames`. */
export const createStoredNames = (
  destination: RcloneDestination,
  deps: ToolDeps,
): Transport['storedNames'] => {
  const query = createRcloneQuery(destination, deps)
  return async (runPath, io) => {
    const { storage } = (await readChain(destination, runPath, query, io)).resolved
    // below an overlay lie its own names, which nobody reads without it
    if (storage === null) return null
    const set = storage.options['encoding']
    if (set !== undefined && set !== '') return nameEncoder(set)
    let text = ''
    await query(rcloneProvidersArgs(destination), io, (line) => {
      text += `${line}\n`
    })
    return nameEncoder(defaultEncoding(text, storage.type))
  }
}
