// `npm run e2e`: builds, then drives the real app; under Xvfb where there is no display. Arguments go to Playwright.
import { bootstrap, runMain } from './bootstrap.mjs'
import { binary, run, withDisplay } from './steps.mjs'

await runMain(async () => {
  await bootstrap()
  const built = await run(binary('electron-vite'), ['build', '--logLevel', 'warn'])
  const { command, args } = withDisplay(binary('playwright'), ['test', ...process.argv.slice(2)])
  process.exitCode = built || (await run(command, args))
})
