// Finds out which names a destination takes for the same, by the files of this program on it.
import type { NameFolds } from '../domain/folded-names.ts'
import type { AttemptIo, Transport } from '../transports/transport.ts'
import { DESTINATION_FILE, DESTINATION_RECORDS } from './records-folder.ts'

/** One name in the two forms that Unicode has for it. */
const COMPOSED = `${DESTINATION_RECORDS}/caf\u00e9.txt`
const DECOMPOSED = `${DESTINATION_RECORDS}/cafe\u0301.txt`

const NAME_FILE =
  'ExLab Sync sees by this file whether this server tells the forms of a letter apart.\n'

/** True where the destination answers to the name of its identity file in capitals. */
const foldsCase = async (transport: Transport, io: AttemptIo): Promise<boolean> =>
  (await transport.remote.read(DESTINATION_FILE.toUpperCase(), io)) !== null

/** Which names the destination does not tell apart. Throws TransportError where it could not be asked. */
export const readNameFolds = async (transport: Transport, io: AttemptIo): Promise<NameFolds> => {
  await transport.remote.write(COMPOSED, NAME_FILE, io)
  return {
    case: await foldsCase(transport, io),
    unicode: (await transport.remote.read(DECOMPOSED, io)) !== null,
  }
}
