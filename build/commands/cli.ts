// `npm run cli -- <command>` runs the command line of the checkout, and compiles it first where it is missing.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../bootstrap/paths.mjs'
import { SetupError, run } from '../bootstrap/process.mjs'
import { buildApp } from '../steps/build-app.ts'
import { prepare } from '../steps/prepare.ts'

const cli = join(root, 'out', 'main', 'cli.cjs')
if (!existsSync(cli)) {
  await prepare({ system: 'app', electron: false })
  if ((await buildApp()) !== 0) throw new SetupError('the build failed; see above')
}
// `explain` reads a tool's output from standard input
process.exitCode = await run(process.execPath, [cli, ...process.argv.slice(2)], { input: true })
