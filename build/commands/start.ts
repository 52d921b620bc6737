// `npm start` opens the app on the user's own configuration; arguments (--data-dir, --config) go to the app.
import { binary, root } from '../bootstrap/paths.mjs'
import { run } from '../bootstrap/process.mjs'
import { buildApp } from '../steps/build-app.ts'
import { sandboxArguments } from '../steps/electron-launch.ts'
import { prepare } from '../steps/prepare.ts'

await prepare({ system: 'app' })
const built = await buildApp()
process.exitCode =
  built || (await run(binary('electron'), [...sandboxArguments, root, ...process.argv.slice(2)]))
