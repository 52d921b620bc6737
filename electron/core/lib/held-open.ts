// Tells whether another program has a file open for itself alone, as acquisition software does on Windows while it writes.
import { closeSync, constants, openSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { errorCode } from '../errors.ts'

/** Never through a link, and without waiting for the other end of a pipe. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** What the system answers then: a sharing violation on Windows. */
const HELD: ReadonlySet<string> = new Set(['EBUSY', 'ETXTBSY'])

/** True while another program has the file open for itself alone. The file is opened and not read. For worker threads. */
export const isHeldOpenSync = (file: string): boolean => {
  try {
    closeSync(openSync(file, READ))
    return false
  } catch (error) {
    return HELD.has(errorCode(error))
  }
}

/** As `isHeldOpenSync`, for the main thread, which no storage that hangs may hold up. */
export const isHeldOpen = async (file: string): Promise<boolean> => {
  try {
    await (await open(file, READ)).close()
    return false
  } catch (error) {
    return HELD.has(errorCode(error))
  }
}
