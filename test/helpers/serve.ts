// The servers of rclone over a folder (serve-folder.ts), stopped with the test.
import { onTestFinished } from 'vitest'
import { startServing } from './serve-folder.ts'

export { hangServer } from './serve-folder.ts'

/** Starts the server and returns its port. SFTP users sign in as lab with the password pw. */
export const serveFolder = async (protocol: 'webdav' | 'sftp', folder: string): Promise<number> => {
  const { port, stop } = await startServing(protocol, folder)
  onTestFinished(stop)
  return port
}
