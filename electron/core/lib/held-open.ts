// Tells whether another program has a file open for itself alone, as acquisition software does on Windows while it writes.
import { closeSync, constants, openSync } from 'node:fs'
import { errorCode } from '../errors.ts'

/** Never through a link, and without waiting for the other end of a pipe. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** What the system answers then: a sharing violation on Windows. */
const HELD: ReadonlySet<string> = new Set(['EBUSY', 'ETXTBSY'])

/** True while another program has the file open for itself alone. The file is opened and not read. */
export const isHeldOpen = (file: string): boolean => {
  try {
    closeSync(openSync(file, READ))
    return false
  } catch (error) {
    return HELD.has(errorCode(error))
  }
}
