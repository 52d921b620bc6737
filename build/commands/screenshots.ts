// `npm run screenshots` takes the operator guide's pictures from the real app: those that the guide and the
// README show into docs/guide/, all of them into a folder beside it that git ignores.
import { run } from '../bootstrap/process.mjs'
import { buildApp } from '../steps/build-app.ts'
import { withDisplay } from '../steps/electron-launch.ts'
import { prepare } from '../steps/prepare.ts'

await prepare()
const built = await buildApp()
const { command, args } = withDisplay(process.execPath, ['test/guide/pictures.ts'])
process.exitCode = built || (await run(command, args))
