// `npm run bench`: figures beside those of the bare tools, in one session. Arguments: transfer, window, load (all without).
import { bootstrap, runMain } from './bootstrap.mjs'
import { binary, node, run, withDisplay } from './steps.mjs'

await runMain(async () => {
  await bootstrap()
  const built = await run(binary('electron-vite'), ['build', '--logLevel', 'warn'])
  const { command, args } = withDisplay(node(), ['test/bench/main.ts', ...process.argv.slice(2)])
  process.exitCode = built || (await run(command, args))
})
