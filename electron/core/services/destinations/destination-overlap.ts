// Finds a destination that is a folder of this computer and lies in a folder that runs are made in, or the other way round:
// runs would be sent into themselves (docs/spec.md 2a).
import { sep } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import type { Destination, Instrument, Settings } from '../../domain/config.ts'
import { isInFolder } from '../../domain/folder-path.ts'
import { allRoutes } from '../../domain/routes.ts'
import { realPathOf } from '../../lib/real-path.ts'
import { type Transport, TransportError, silentIo } from '../../transports/transport.ts'

/** Time that the transfer program may take to say what a destination is. */
const TIMEOUT_MS = 15_000

const contains = (outer: string, inner: string): boolean => isInFolder(inner, outer, sep === '\\')

/** Why a folder of this computer can't be a destination, as a sentence; null: it can. */
export const overlapText = (
  folder: string,
  instruments: readonly Pick<Instrument, 'id' | 'localRoot'>[],
  dataDir: string,
): string | null => {
  const place = realPathOf(folder)
  for (const { id, localRoot } of instruments) {
    const root = realPathOf(localRoot)
    if (contains(root, place))
      return msg`The destination ${folder} lies in ${localRoot}, where ${id} makes its runs: they would be sent into themselves.`
    if (contains(place, root))
      return msg`${localRoot}, where ${id} makes its runs, lies in the destination ${folder}: originals and copies would be in one place.`
  }
  const data = realPathOf(dataDir)
  return contains(place, data) || contains(data, place)
    ? msg`The destination ${folder} and the data folder of ExLab Sync, ${dataDir}, lie in each other.`
    : null
}

/**
 * Why the destinations of these routes can't be used, as a sentence; null: nothing speaks against
 * them, or the transfer program could not say what they are.
 */
export const overlapOf = async (
  routes: readonly string[],
  settings: Settings,
  dataDir: string,
  transportFor: (destination: Destination, settings: Settings) => Transport,
): Promise<string | null> => {
  for (const { id, destination } of allRoutes(settings)) {
    if (!routes.includes(id)) continue
    try {
      const io = silentIo(AbortSignal.timeout(TIMEOUT_MS))
      const folder = await transportFor(destination, settings).localFolder(io)
      const text = folder === null ? null : overlapText(folder, settings.instruments, dataDir)
      if (text !== null) return text
    } catch (error) {
      // the connection test names what is wrong with the tool or the remote
      if (!(error instanceof TransportError)) throw error
    }
  }
  return null
}
