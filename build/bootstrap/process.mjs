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
 * Runs a command in the checkout with this process's output streams. Standard input is closed unless `input` is set;
 * `quiet` drops standard output; `env` is added to this process's environment (undefined removes a variable).
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string | undefined>, input?: boolean, quiet?: boolean }} [options]
 * @returns {Promise<number>} the exit code, 1 when the command could not be started or a signal ended it
 */
export const run = (command, args, { env = {}, input = false, quiet = false } = {}) =>
  new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: [input ? 'inherit' : 'ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
    })
    // the terminal sends Ctrl+C to the child as well; this process waits, so that the child can clean up
    const ignore = () => undefined
    process.on('SIGINT', ignore)
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`)
      process.off('SIGINT', ignore)
      done(1)
    })
    child.on('close', (code) => {
      process.off('SIGINT', ignore)
      done(code ?? 1)
    })
  })

/**
 * Runs npm.
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export const runNpm = (args) => run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args)
