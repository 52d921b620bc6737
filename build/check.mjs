// `npm run check`: format, lint, types and unit tests, together, in seconds.
import { binary, root, run } from './steps.mjs'

const steps = [
  run(binary('prettier'), ['--check', '--log-level', 'warn', '.']),
  run(binary('oxlint'), [
    '--type-aware',
    '--deny-warnings',
    'electron',
    'shared',
    'renderer',
    'test',
  ]),
  run(process.execPath, [`${root}/build/types.mjs`]),
  run(binary('vitest'), ['run', '--project', 'unit']),
]
const codes = await Promise.all(steps)
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0
