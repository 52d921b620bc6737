// A Samba server on loopback that is stopped with the test.
import { onTestFinished } from 'vitest'
import { type SambaServer, runSamba } from './samba-server.ts'

/** Starts the server as `runSamba`. */
export const startSamba = async (...server: Parameters<typeof runSamba>): Promise<SambaServer> => {
  const samba = await runSamba(...server)
  onTestFinished(samba.stop)
  return samba
}
