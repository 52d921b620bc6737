// Starts child processes for the build commands, and prints the messages of the set-up.
import { spawn } from 'node:child_process'
import { root } from './paths.mjs'

/** A set-up fault that a person can repair: its message says how. The process ends with exit code 2. */
export class SetupError extends Error {}

/**
 * Prints a message of the set-up on standard output.
 * @param {string} text
 */
export const say = (text) => console.log(`[exlab-sync] ${text}`)

/**
 * Programs that end with this process, each with the signal that ends it; null: the one that this process gets.
 * @type {Map<import('node:child_process').ChildProcess, NodeJS.Signals | null>}
 */
const ending = new Map()

/** @type {NodeJS.Signals | null} */
let endedBy = null

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** @param {NodeJS.Signals} signal */
const endAll = (signal) => {
  for (const [child, its] of ending) {
    // a terminal sends Ctrl+C to the child as well; this process waits, so that the child can clean up
    if (its === null && signal === 'SIGINT' && process.stdin.isTTY) continue
    endedBy = signal
    child.kill(its ?? signal)
  }
}

/** The shell that npm started this process from. npm passes a signal to that shell alone, which ends and leaves this process behind. */
const npmShell = process.env['npm_lifecycle_event'] === undefined ? null : process.ppid

/** @type {NodeJS.Timeout | undefined} */
let shellWatch

const watchShell = () => {
  if (npmShell === null || process.platform === 'win32') return
  shellWatch = setInterval(() => {
    if (process.ppid !== npmShell) endAll('SIGTERM')
  }, 500)
}

/**
 * Lets a child end with this process, which ends by the signal that it got when every such child is gone. `signal`: what the child
 * gets in place of that one.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals | null} [signal]
 */
export const endWithUs = (child, signal = null) => {
  if (ending.size === 0) {
    for (const one of SIGNALS) process.on(one, endAll)
    watchShell()
  }
  ending.set(child, signal)
  const forget = () => {
    if (!ending.delete(child) || ending.size > 0) return
    for (const one of SIGNALS) process.off(one, endAll)
    clearInterval(shellWatch)
    if (endedBy !== null) process.kill(process.pid, endedBy)
  }
  child.on('error', forget)
  child.on('exit', forget)
}

/**
 * Runs a command in the checkout with this process's output streams. Standard input is closed unless `input` is set;
 * `quiet` drops standard output; `env` is added to this process's environment (undefined removes a variable).
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string | undefined>, input?: boolean, quiet?: boolean }} [options]
 * @returns {Promise<number>} the exit code, 1 when the command could not be started or a signal ended it
 */
export const run = (command, args, { env = {}, input = false, quiet = false } = {}) =>
  new Promise((done) => {
    // Windows starts a .cmd by cmd.exe alone, which takes a path with a blank in quotes
    const isBatch = process.platform === 'win32' && command.endsWith('.cmd')
    const line = `"${[command, ...args].map((word) => `"${word}"`).join(' ')}"`
    const [program, words] = isBatch
      ? [process.env['ComSpec'] ?? 'cmd.exe', ['/d', '/s', '/c', line]]
      : [command, args]
    const child = spawn(program, words, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: [input ? 'inherit' : 'ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
      windowsVerbatimArguments: isBatch,
    })
    endWithUs(child)
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`)
      done(1)
    })
    child.on('close', (code) => done(code ?? 1))
  })

/**
 * Runs npm.
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export const runNpm = (args) => run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args)
