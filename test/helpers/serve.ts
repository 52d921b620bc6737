// The servers of rclone over a folder (serve-folder.ts), stopped with the test.
import { onTestFinished } from 'vitest'
import { startServing } from './serve-folder.ts'

export { endServer, hangServer, knownHostsOf } from './serve-folder.ts'

/** Starts the server and returns its port. */
export const serveFolder = async (...args: Parameters<typeof startServing>): Promise<number> => {
  const { port, stop } = await startServing(...args)
  onTestFinished(stop)
  return port
}
