// Finds out whether a run's place on the NAS lies in the place of another run: in a folder above it that is claimed (docs/spec.md 2a).
import type { DestinationStore } from '../queue/destination-store.ts'
import type { AttemptIo, Transport } from '../transports/transport.ts'
import { RECORDS_FOLDER } from '../wizard/records-folder.ts'
import { type RunClaim, claimPath, claimsAt, parseClaim } from './run-claim.ts'

/** Another run in whose place one lies. */
export interface ClaimAbove {
  /** Its path below the destination's own folder. */
  readonly runPath: string
  /** UUID of its job. */
  readonly by: string
  /** null: it cannot be read. */
  readonly claim: RunClaim | null
  /** Files of it that lie there. */
  readonly files: number
}

/** The folders above a run's place, outermost first, without the destination's own. */
export const foldersAbove = (runPath: string): string[] => {
  const parts = runPath.split('/')
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'))
}

const describe = async (
  runPath: string,
  by: string,
  transport: Transport,
  io: AttemptIo,
): Promise<ClaimAbove> => {
  let files = 0
  const [text] = await Promise.all([
    transport.remote.read(claimPath(runPath, by), io),
    transport.remote.list({ path: runPath, recursive: true }, io, ({ path, kind }) => {
      if (kind === 'file' && !path.split('/').includes(RECORDS_FOLDER)) files += 1
    }),
  ])
  return { runPath, by, claim: text === null ? null : parseClaim(text), files }
}

/**
 * The run in whose place a run's own one lies; null: none. A folder in which this program claimed a place since it started is
 * not asked again: nobody claims a folder that holds something. Throws TransportError where it could not be asked.
 */
export const claimAbove = async (
  runPath: string,
  transport: Transport,
  io: AttemptIo,
  destinations: Pick<DestinationStore, 'isShared'>,
): Promise<ClaimAbove | null> => {
  const asked = foldersAbove(runPath).filter(
    (path) => !destinations.isShared(transport.target(path)),
  )
  const claims = await Promise.all(asked.map((path) => claimsAt(path, transport, io)))
  for (const [i, [by]] of claims.entries()) {
    const path = asked[i]
    if (path !== undefined && by !== undefined) return describe(path, by, transport, io)
  }
  return null
}
