// `npm run campaign` looks for sequences of steps that break an invariant of the contract; CONTRIBUTING.md has the commands.
import { SetupError, run } from '../bootstrap/process.mjs'
import { buildApp } from '../steps/build-app.ts'
import { prepare } from '../steps/prepare.ts'

await prepare()
// the engine that is killed is the built command line
if ((await buildApp()) !== 0) throw new SetupError('the build failed; see above')
process.exitCode = await run(process.execPath, ['test/campaign/main.ts', ...process.argv.slice(2)])
