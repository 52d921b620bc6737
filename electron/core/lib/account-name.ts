// Name of the account of the operating system under which this process runs.
import { userInfo } from 'node:os'

/** '' where the system knows no name, as for a user id without an entry. */
export const accountName = (): string => {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
