// Reads what a command prints.
import { spawn } from 'node:child_process'
import { root } from '../bootstrap/paths.mjs'
import { endWithUs } from '../bootstrap/process.mjs'

/** What the command printed on standard output, or null where it could not be started or failed. */
export const commandOutput = (command: string, args: readonly string[]): Promise<string | null> =>
  new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    endWithUs(child)
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += String(chunk)
    })
    child.on('error', () => done(null))
    child.on('close', (code) => done(code === 0 ? text : null))
  })
