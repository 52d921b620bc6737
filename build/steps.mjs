// Small steps that every build script shares: where things are, running a command, saying what happens. Node built-ins only.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** True where Chromium refuses to start with its sandbox: as root on Linux. */
export const isRoot = process.platform === 'linux' && process.getuid?.() === 0

/** Path of a tool that npm installed. @param {string} name */
export const binary = (name) =>
  join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)

/** The Node that the project pins where there is one, else the one that runs us. */
export const node = () => (existsSync(binary('node')) ? binary('node') : process.execPath)

/** @param {string} text */
export const say = (text) => console.log(`[exlab-sync] ${text}`)

/** A fault that a person can mend: its message says how. */
export class SetupError extends Error {}

/**
 * Runs a command with our own streams; answers its exit code, 1 when it could not be started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string | undefined>, cwd?: string, quiet?: boolean }} [options]
 * @returns {Promise<number>}
 */
export const run = (command, args, options = {}) =>
  new Promise((done) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: options.quiet ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
    })
    // Ctrl+C reaches the child by itself; we wait for it, so that it can clean up
    const ignore = () => undefined
    process.on('SIGINT', ignore)
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`)
      done(1)
    })
    child.on('close', (code) => {
      process.off('SIGINT', ignore)
      done(code ?? 1)
    })
  })

/** Runs a command and answers what it printed, or null where it could not be run or failed.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<string | null>}
 */
export const ask = (command, args) =>
  new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
    })
    child.on('error', () => done(null))
    child.on('close', (code) => done(code === 0 ? text : null))
  })

/**
 * A command line that has a display: the given one, or the same under Xvfb where there is none.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {{ command: string, args: readonly string[] }}
 */
export const withDisplay = (command, args) =>
  process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']
    ? { command: 'xvfb-run', args: ['-a', '-s', '-screen 0 1920x1200x24', command, ...args] }
    : { command, args }
