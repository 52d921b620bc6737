// The port on which rclone waits for the browser at a sign-in. It lies among those that the system gives to any connection, so that
// one of another test may have it for a moment.
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** Fixed by rclone (lib/oauthutil, `bindPort`). */
const SIGN_IN_PORT = 53_682

const isFree = (): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(false))
    server.listen(SIGN_IN_PORT, '127.0.0.1', () => server.close(() => resolve(true)))
  })

/** Resolves when nothing on this computer has the port. */
export const untilSignInPortIsFree = async (): Promise<void> => {
  while (!(await isFree())) await wait(50)
}
