// A NAS that speaks ssh: an sshd of our own on loopback, with its own keys, for the demo and the tests.
import { execFileSync, spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'

const PROGRAM = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/opt/homebrew/sbin/sshd']

/** Path of sshd, or null where it is not installed. @returns {string | null} */
export const findSshd = () => PROGRAM.find((path) => existsSync(path)) ?? null

/** A port of loopback that was free a moment ago. @returns {Promise<number>} */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })

/** Resolves once something accepts connections there. @param {number} port @param {() => string | null} ended */
export const untilListening = async (port, ended) => {
  for (;;) {
    const failure = ended()
    if (failure !== null) throw new Error(failure)
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.on('connect', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** @param {string} file */
const makeKey = (file) =>
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'exlab-sync', '-f', file])

/**
 * @typedef {object} Sshd
 * @property {number} port
 * @property {string} user name to sign in with: ours
 * @property {string} key private key that is let in
 * @property {string} strangerKey private key that is not
 * @property {string} knownHosts known_hosts file that names this server
 * @property {() => void} trust lets the stranger's key in too
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} start on the same port, after a stop
 */

/**
 * Starts an sshd on loopback; everything it needs lies in `dir`.
 * @param {string} dir
 * @param {readonly string[]} [extra] more lines of sshd_config
 * @returns {Promise<Sshd>}
 */
export const startSshd = async (dir, extra = []) => {
  const program = findSshd()
  if (program === null) throw new Error('sshd is not installed')
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const file = (/** @type {string} */ name) => join(dir, name)
  for (const name of ['host_key', 'client_key', 'stranger_key'])
    if (!existsSync(file(name))) makeKey(file(name))
  const publicKey = (/** @type {string} */ name) => readFileSync(file(`${name}.pub`), 'utf8')
  const port = await freePort()
  writeFileSync(file('authorized_keys'), publicKey('client_key'), { mode: 0o600 })
  writeFileSync(file('known_hosts'), `[127.0.0.1]:${port} ${publicKey('host_key')}`)
  writeFileSync(
    file('sshd_config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${file('host_key')}`,
      `AuthorizedKeysFile ${file('authorized_keys')}`,
      `PidFile ${file('sshd.pid')}`,
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      // the folder is ours, but its parents may be anybody's
      'StrictModes no',
      'UsePAM no',
      'MaxStartups 100',
      // bash reads ~/.bashrc for a command over ssh, but not in a shell inside a shell: what this account starts there
      // is not this server's, and can take a second each time
      'SetEnv SHLVL=2',
      ...extra,
      '',
    ].join('\n'),
  )
  // the folder of privilege separation, which a service start would have made
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })

  /** @type {import('node:child_process').ChildProcess | null} */
  let child = null
  const start = async () => {
    let said = ''
    /** @type {string | null} */
    let failure = null
    const server = spawn(program, ['-D', '-e', '-f', file('sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    server.stderr.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-4000)
    })
    server.on('close', () => {
      failure = `sshd ended: ${said}`
    })
    child = server
    await untilListening(port, () => failure)
  }
  await start()
  return {
    port,
    user: userInfo().username,
    key: file('client_key'),
    strangerKey: file('stranger_key'),
    knownHosts: file('known_hosts'),
    trust: () => appendFileSync(file('authorized_keys'), publicKey('stranger_key')),
    start,
    stop: () =>
      new Promise((resolve) => {
        if (child === null || child.exitCode !== null || child.signalCode !== null) return resolve()
        child.once('close', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}
