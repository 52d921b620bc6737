// Runs the static checks: format, lint and types. Each answers an exit code, 0 when nothing was found.
import { binary } from '../bootstrap/paths.mjs'
import { run, runNpm } from '../bootstrap/process.mjs'

/** One tsconfig for each environment: it says which globals and libraries a folder may use. */
const PROJECTS = ['shared', 'electron', 'renderer', 'build', '.']

/** The exit code of several commands: 0 when all of them are. */
export const worst = (codes: readonly number[]): number =>
  codes.every((code) => code === 0) ? 0 : 1

/** Prettier. */
export const checkFormat = (): Promise<number> => runNpm(['run', '--silent', 'format:check'])

/** Oxlint with type information; any warning is an error. */
export const checkLint = (): Promise<number> => runNpm(['run', '--silent', 'lint'])

/** The TypeScript compiler, once for each environment. */
export const checkTypes = async (): Promise<number> =>
  worst(await Promise.all(PROJECTS.map((project) => run(binary('tsc'), ['-p', project]))))
