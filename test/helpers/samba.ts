// A Samba server that is stopped with the test.
import { onTestFinished } from 'vitest'
import { type SambaServer, serveSamba } from './samba-server.ts'

/** Starts the server (samba-server.ts), and stops it with the test. */
export const startSamba = async (...args: Parameters<typeof serveSamba>): Promise<SambaServer> => {
  const server = await serveSamba(...args)
  onTestFinished(server.stop)
  return server
}
