// Finds out which names that Windows reserves a destination does not store under themselves: a small file of each name is
// written, and must be listed under it (docs/spec.md 5).
import { type AttemptIo, type Transport, TransportError } from '../transports/transport.ts'
import { DESTINATION_RECORDS } from './destination-file.ts'

const TEXT = 'ExLab Sync sees by this file whether this server stores such a name.\n'

/** A file that any storage takes: it tells a name that is refused from storage that is not there. */
const PLAIN = 'names.txt'

/** Most names that are tried. */
const MAX_TRIED = 8

/** Writes a file; false where it was refused although the same folder takes another one. Throws TransportError where neither could be written. */
const isTaken = async (name: string, transport: Transport, io: AttemptIo): Promise<boolean> => {
  const write = (file: string): Promise<void> =>
    transport.remote.write(`${DESTINATION_RECORDS}/${file}`, TEXT, io)
  for (const last of [false, true]) {
    try {
      await write(name)
      return true
    } catch (error) {
      if (!(error instanceof TransportError) || error.cancelled) throw error
      await write(PLAIN)
      // the connection may have broken just then
      if (last) return false
    }
  }
  return false
}

/**
 * Those of `names`, which are in small letters, that the destination does not store under themselves. Of more than a few the
 * others are judged by these. Throws TransportError where it could not be asked.
 */
export const readRefusedNames = async (
  names: readonly string[],
  transport: Transport,
  io: AttemptIo,
): Promise<readonly string[]> => {
  const tried = names.slice(0, MAX_TRIED)
  const taken = new Set<string>()
  for (const name of tried) if (await isTaken(name, transport, io)) taken.add(name)
  const listed = new Set<string>()
  const request = { path: DESTINATION_RECORDS, recursive: false }
  await transport.remote.list(request, io, ({ path }) => void listed.add(path.toLowerCase()))
  const refused = tried.filter((name) => !taken.has(name) || !listed.has(name))
  return refused.length === 0 ? [] : [...refused, ...names.slice(MAX_TRIED)]
}
