// Finds out whether a destination is the one that it was: reads its identity file before each push,
// proof and deletion, and writes it at first contact (docs/spec.md 2a).
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { msg } from '../../../shared/language/msg.ts'
import { type DESTINATION_FAULTS, REASONS, headlineOf } from '../../../shared/reasons.ts'
import type { Clock } from '../domain/clock.ts'
import type { DestinationStore } from '../queue/destination-store.ts'
import { type AttemptIo, type Transport, TransportError } from '../transports/transport.ts'
import { RECORDS_FOLDER } from '../wizard/records-folder.ts'
import { formatDestination, parseDestination } from './destination-file.ts'
import { DESTINATION_FILE, DESTINATION_RECORDS } from './records-folder.ts'
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

const writeIdentity = (transport: Transport, io: AttemptIo, clock: Clock): Promise<void> => {
  const text = formatDestination(randomUUID(), hostname(), new Date(clock.now()))
  return transport.remote.write(DESTINATION_FILE, text, io)
}

/**
 * Makes the folder of a destination because a person asked for it, and its identity file: storage
 * without folders has one only as long as a file is in it. Throws TransportError.
 */
export const makeDestination = async (
  transport: Transport,
  io: AttemptIo,
  clock: Clock,
): Promise<void> => {
  await transport.remote.makeFolder(io)
  await writeIdentity(transport, io, clock)
}

/**
 * The UUID of a destination that this queue did not use before; one without an identity file gets it.
 */
const introduce = async (transport: Transport, io: AttemptIo, clock: Clock): Promise<string> => {
  const { remote } = transport
  const folders = new Set<string>()
  const there = await remote.list({ path: '', recursive: false }, io, ({ path, kind }) => {
    if (kind === 'folder' && (path === RECORDS_FOLDER || path === DESTINATION_RECORDS))
      folders.add(path)
  })
  if (!there) {
    throw refuse(
      'destination_missing',
      transport,
      msg`The folder is not made by itself: where a volume is not mounted it would lie on another disk. Nothing was sent.`,
    )
  }
  if (folders.has(RECORDS_FOLDER)) {
    let claimed = false
    await remote.list({ path: RECORDS_FOLDER, recursive: false }, io, ({ path }) => {
      claimed ||= claimedBy(path) !== null
    })
    if (claimed)
      throw refuse('destination_unfit', transport, msg`This folder is a run that was sent before.`)
  }
  let text = folders.has(DESTINATION_RECORDS) ? await remote.read(DESTINATION_FILE, io) : null
  if (text === null) {
    await writeIdentity(transport, io, clock)
    // another computer may have been first: what stands there counts
    text = await remote.read(DESTINATION_FILE, io)
  }
  const id = parseDestination(text ?? '')
  if (id === null)
    throw refuse('destination_changed', transport, msg`Its file ${DESTINATION_FILE} can't be read.`)
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
  if (known === null) return introduce(transport, io, clock)
  const text = await transport.remote.read(DESTINATION_FILE, io)
  if (text === null) {
    throw refuse(
      'destination_changed',
      transport,
      msg`The file ${DESTINATION_FILE}, by which it is known, is not there.`,
    )
  }
  const id = parseDestination(text)
  if (id === null)
    throw refuse('destination_changed', transport, msg`Its file ${DESTINATION_FILE} can't be read.`)
  if (known !== id)
    throw refuse(
      'destination_changed',
      transport,
      msg`Its file ${DESTINATION_FILE} names another place (${id}) than the one used so far (${known}).`,
    )
  return id
}
