// Finds out whether a destination is the one that it was: reads its identity file before each push,
// proof and deletion, and writes it at first contact (docs/spec.md 2a).
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { type DESTINATION_FAULTS, REASONS, headlineOf } from '../../../shared/reasons.ts'
import type { Clock } from '../domain/clock.ts'
import type { DestinationStore } from '../queue/destination-store.ts'
import { type AttemptIo, type Transport, TransportError } from '../transports/transport.ts'
import { RECORDS_FOLDER } from '../wizard/records-folder.ts'
import { DESTINATION_FILE, formatDestination, parseDestination } from './destination-file.ts'
import { claimedBy } from './run-claim.ts'

type IdentityReason = (typeof DESTINATION_FAULTS)[number]

/** `detail`: what exactly was found, as a sentence. */
const refuse = (reason: IdentityReason, transport: Transport, detail: string): TransportError =>
  new TransportError(headlineOf(reason, transport.target('')), {
    errorKind: REASONS[reason].kind,
    reason,
    stderr: detail,
  })

interface IdentifyDeps {
  readonly destinations: Pick<DestinationStore, 'known'>
  readonly clock: Clock
}

/** Writes the identity file of a destination that nobody used before. Answers the UUID that stands there. */
const introduce = async (transport: Transport, io: AttemptIo, clock: Clock): Promise<string> => {
  const { remote } = transport
  let hasRecords = false
  const there = await remote.list({ path: '', recursive: false }, io, ({ path, kind }) => {
    hasRecords ||= path === RECORDS_FOLDER && kind === 'folder'
  })
  if (!there) {
    throw refuse(
      'destination_missing',
      transport,
      'The folder is not made by itself: where a volume is not mounted it would lie on another disk. Nothing was sent.',
    )
  }
  if (hasRecords) {
    let claimed = false
    await remote.list({ path: RECORDS_FOLDER, recursive: false }, io, ({ path }) => {
      claimed ||= claimedBy(path) !== null
    })
    if (claimed)
      throw refuse('destination_unfit', transport, 'This folder is a run that was sent before.')
  }
  const text = formatDestination(randomUUID(), hostname(), new Date(clock.now()))
  await remote.write(DESTINATION_FILE, text, io)
  // another computer may have been first: what stands there counts
  const id = parseDestination((await remote.read(DESTINATION_FILE, io)) ?? '')
  if (id === null)
    throw refuse(
      'destination_changed',
      transport,
      `${DESTINATION_FILE} was written there and can't be read back.`,
    )
  return id
}

/**
 * The UUID of a destination. Throws TransportError with `destination_changed` where another UUID is
 * known for it or the file is gone, with `destination_missing` or `destination_unfit` where it was
 * never used and can't be, and with the tool's reason where nobody could ask.
 */
export const identifyDestination = async (
  transport: Transport,
  io: AttemptIo,
  { destinations, clock }: IdentifyDeps,
): Promise<string> => {
  const known = destinations.known(transport.target(''))
  const text = await transport.remote.read(DESTINATION_FILE, io)
  if (text === null) {
    if (known === null) return introduce(transport, io, clock)
    throw refuse(
      'destination_changed',
      transport,
      `The file ${DESTINATION_FILE}, by which it is known, is not there.`,
    )
  }
  const id = parseDestination(text)
  if (id === null)
    throw refuse('destination_changed', transport, `Its file ${DESTINATION_FILE} can't be read.`)
  if (known !== null && known !== id)
    throw refuse(
      'destination_changed',
      transport,
      `Its file ${DESTINATION_FILE} names another place (${id}) than the one used so far (${known}).`,
    )
  return id
}
