// Type-checks every environment with its own libraries: what a folder may use is what its tsconfig gives it.
import { spawn } from 'node:child_process'
import { root, binary } from './steps.mjs'

const projects = ['shared', 'electron', 'renderer', '.']

/** @param {string} project */
const check = (project) =>
  new Promise((resolve) => {
    const child = spawn(binary('tsc'), ['-p', project], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    })
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })

const codes = await Promise.all(projects.map(check))
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0
