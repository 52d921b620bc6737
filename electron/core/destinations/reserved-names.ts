// Finds out which names that Windows reserves a destination does not store under themselves: a small file of each name is
// written, and must be listed under it (docs/spec.md 5).
import { type AttemptIo, type Transport, TransportError } from '../transports/transport.ts'
import { DESTINATION_RECORDS } from './records-folder.ts'

const TEXT = 'ExLab Sync sees by this file whether this server stores such a name.\n'

/** A file that any storage takes: it tells a name that is refused from storage that is not there. */
const PLAIN = 'names.txt'

/** Most names that are tried. */
const MAX_TRIED = 8

/** Writes a file of that name where the destination takes it. Throws TransportError where it takes no other file either. */
const tryName = async (name: string, transport: Transport, io: AttemptIo): Promise<void> => {
  const write = (file: string): Promise<void> =>
    transport.remote.write(`${DESTINATION_RECORDS}/${file}`, TEXT, io)
  for (const isLast of [false, true]) {
    try {
      return await write(name)
    } catch (error) {
      if (!(error instanceof TransportError) || error.cancelled) throw error
      // the connection may have broken just then: the name is tried once more
      if (!isLast) await write(PLAIN)
    }
  }
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
  for (const name of tried) await tryName(name, transport, io)
  const listed = new Set<string>()
  const request = { path: DESTINATION_RECORDS, recursive: false }
  await transport.remote.list(request, io, ({ path }) => void listed.add(path.toLowerCase()))
  const refused = tried.filter((name) => !listed.has(name))
  return refused.length === 0 ? [] : [...refused, ...names.slice(MAX_TRIED)]
}
