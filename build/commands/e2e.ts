// `npm run e2e` compiles the app and runs the end-to-end tests; arguments go to Playwright.
import { binary } from '../bootstrap/paths.mjs'
import { run } from '../bootstrap/process.mjs'
import { buildApp } from '../steps/build-app.ts'
import { prepare } from '../steps/prepare.ts'

await prepare()
const built = await buildApp()
process.exitCode = built || (await run(binary('playwright'), ['test', ...process.argv.slice(2)]))
