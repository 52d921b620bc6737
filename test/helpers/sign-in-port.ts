// The port on which rclone waits for the browser at a sign-in: one for the whole computer, so that one test at a time signs in.
import { type Server, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** Fixed by rclone (lib/oauthutil, `bindPort`). It lies among those that the system gives to any connection of another test, for a moment. */
const SIGN_IN_PORT = 53_682
/** A test that signs in has this one. The system gives it to nobody by itself, and takes it back from a process that ends. */
const LOCK_PORT = 23_682

/** The port, listened on by this process; null: another one has it. */
const take = (port: number): Promise<Server | null> =>
  new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })

const taken = async (port: number): Promise<Server> => {
  for (;;) {
    const server = await take(port)
    if (server !== null) return server
    await wait(50)
  }
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => server.close(() => resolve()))

/** Resolves when no other test signs in and nothing on this computer has the port; the answer ends the turn of this test. */
export const signInTurn = async (): Promise<() => Promise<void>> => {
  const lock = await taken(LOCK_PORT)
  await close(await taken(SIGN_IN_PORT))
  return () => close(lock)
}
