// Lists the folders of a connection, before or after it is saved.
import { msg } from '../../../../shared/language/msg.ts'
import { REASONS } from '../../../../shared/reasons.ts'
import { MINUTE_MS } from '../../../../shared/duration.ts'
import { Refusal } from '../../errors.ts'
import { type Transport, TransportError, silentIo } from '../../transports/transport.ts'

/** Most folders of one answer. */
const MAX_FOLDERS = 1_000

/** Longest wait for a server. */
const TIMEOUT_MS = 2 * MINUTE_MS

/**
 * A failure of a transport as a refusal with its reason and the way out; anything else as it is. A remote without a folder, `nas:`,
 * is named without its colon.
 */
export const asRefusal = (error: unknown): unknown =>
  error instanceof TransportError
    ? new Refusal(
        'unavailable',
        error.cancelled
          ? `${msg`The server did not answer in time`}.`
          : `${error.message.replace(/^(\S{2,}):(?= )/, '$1')}. ${REASONS[error.reason].remedy}`,
      )
    : error

/** The names of the folders in the destination's own, sorted. Throws Refusal. */
export const listFolders = async (
  transport: Transport,
): Promise<{ readonly names: string[]; readonly more: boolean }> => {
  const names: string[] = []
  let isThere: boolean
  try {
    isThere = await transport.remote.list(
      { path: '', recursive: false },
      silentIo(AbortSignal.timeout(TIMEOUT_MS)),
      ({ path, kind }) => {
        if (kind === 'folder' && names.length <= MAX_FOLDERS) names.push(path)
      },
    )
  } catch (error) {
    throw asRefusal(error)
  }
  if (!isThere) throw new Refusal('not_found', msg`${transport.target('')} is not there.`)
  return {
    names: names
      .slice(0, MAX_FOLDERS)
      .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })),
    more: names.length > MAX_FOLDERS,
  }
}
