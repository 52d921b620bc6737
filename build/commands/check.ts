// `npm run check` runs format, lint, types and unit tests side by side.
import { binary } from '../bootstrap/paths.mjs'
import { run } from '../bootstrap/process.mjs'
import { checkFormat, checkLint, checkTypes, worst } from '../steps/checks.ts'

process.exitCode = worst(
  await Promise.all([
    checkFormat(),
    checkLint(),
    checkTypes(),
    run(binary('vitest'), ['run', '--project', 'unit']),
  ]),
)
