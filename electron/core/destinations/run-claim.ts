// The claim of a run's place on the NAS: a small file in the run's folder there, written before the
// first byte, that says whose run lies in it (docs/spec.md 2a).
import * as z from 'zod'
import type { AttemptIo, Transport } from '../transports/transport.ts'
import { RECORDS_FOLDER } from '../wizard/records-folder.ts'

/** Longest name that is taken: whoever may write on the NAS writes claims too, and what they say stands in messages. */
const MAX_NAME = 255
/** Longest path that is taken. */
const MAX_PATH = 4_096

const claim = z.object({
  format: z.literal(1),
  /** UUID of the job. */
  run: z.uuid(),
  /** Name of the computer. */
  station: z.string().max(MAX_NAME),
  /** UUID of the data folder. */
  instance: z.string().max(MAX_NAME),
  instrument: z.string(),
  /** Path of the run folder on that computer. */
  source: z.string().max(MAX_PATH),
  /** ISO 8601. */
  since: z.iso.datetime(),
})
export type RunClaim = z.infer<typeof claim>

const NAME = /^exlab-sync-([0-9a-f-]{36})\.json$/

/**
 * Files that are never sent with a run: a claim is written at its place alone, and a copy of one
 * that came back to this computer must not get there again. A pattern of a push (transports/transport.ts).
 */
export const CLAIM_PATTERN = `/${RECORDS_FOLDER}/exlab-sync-*.json`

/**
 * Each job has a claim file of its own name. So no claim is ever written over another, and of two
 * computers that claim at once at least one sees the other's file: each lists the claims after it
 * wrote its own.
 */
export const claimName = (jobUuid: string): string => `exlab-sync-${jobUuid}.json`

/** Path of a claim below the destination's own folder. */
export const claimPath = (runPath: string, jobUuid: string): string =>
  `${runPath}/${RECORDS_FOLDER}/${claimName(jobUuid)}`

/** UUID of the job whose claim has that file name; null: no claim. */
export const claimedBy = (name: string): string | null => NAME.exec(name)?.[1] ?? null

export const formatClaim = (content: RunClaim): string => `${JSON.stringify(content, null, 2)}\n`

/** null: the text is no claim, or is cut off. */
export const parseClaim = (text: string): RunClaim | null => {
  try {
    return claim.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** UUID of the job whose claim an entry of a run's place is; null: it is none, or stands in a folder of the run. */
export const claimOf = (path: string): string | null =>
  path.startsWith(`${RECORDS_FOLDER}/`) ? claimedBy(path.slice(RECORDS_FOLDER.length + 1)) : null

/** A job of a run by what its claims say of it. */
interface Claimed {
  readonly id: number
  readonly uuid: string
}

/**
 * The job of the same run whose place is that of `job`, by the claims that stand there: a link or a mount makes one folder of two,
 * which their identity files do not show. null: none. A claim of an earlier job beside the own one shows nothing: it comes along
 * where somebody copies one destination to the other. `others`: the other jobs of the run.
 */
export const sharesPlace = <T extends Claimed>(
  job: Claimed,
  claims: ReadonlySet<string>,
  others: readonly T[],
): T | null =>
  others.find(({ id, uuid }) => claims.has(uuid) && (id > job.id || !claims.has(job.uuid))) ?? null

/** UUIDs of the jobs whose claims stand at a place. */
export const claimsAt = async (
  runPath: string,
  transport: Transport,
  io: AttemptIo,
): Promise<string[]> => {
  const claims: string[] = []
  const request = { path: `${runPath}/${RECORDS_FOLDER}`, recursive: false }
  await transport.remote.list(request, io, ({ path }) => {
    const uuid = claimedBy(path)
    if (uuid !== null) claims.push(uuid)
  })
  return claims
}

/** UUIDs of the jobs whose claims stand at a place that holds next to nothing yet, or in a folder in it. */
export const claimsWithin = async (
  runPath: string,
  transport: Transport,
  io: AttemptIo,
): Promise<string[]> => {
  const claims: string[] = []
  await transport.remote.list({ path: runPath, recursive: true }, io, ({ path }) => {
    const [name = '', folder] = path.split('/').toReversed()
    const uuid = folder === RECORDS_FOLDER ? claimedBy(name) : null
    if (uuid !== null) claims.push(uuid)
  })
  return claims
}
