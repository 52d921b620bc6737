// An S3 server that is stopped with the test.
import { onTestFinished } from 'vitest'
import { type S3Server, serveS3 } from './s3-server.ts'

/** Starts the server (s3-server.ts), and stops it with the test. */
export const startS3 = async (...args: Parameters<typeof serveS3>): Promise<S3Server> => {
  const server = await serveS3(...args)
  onTestFinished(server.stop)
  return server
}
