// `npm run screenshots`: the pictures of the operator guide, taken from the real app at work, into docs/guide/pictures/.
import { bootstrap, runMain } from './bootstrap.mjs'
import { binary, node, run, withDisplay } from './steps.mjs'

await runMain(async () => {
  await bootstrap({ system: 'all' })
  const built = await run(binary('electron-vite'), ['build', '--logLevel', 'warn'])
  const { command, args } = withDisplay(node(), ['test/guide/pictures.ts'])
  process.exitCode = built || (await run(command, args))
})
