// `npm start`: opens the app on the user's own configuration. Arguments go to the app (--data-dir, --config).
import { bootstrap, runMain } from './bootstrap.mjs'
import { binary, isRoot, root, run } from './steps.mjs'

await runMain(async () => {
  await bootstrap({ system: 'app' })
  const built = await run(binary('electron-vite'), ['build', '--logLevel', 'warn'])
  // Chromium refuses its sandbox as root; nowhere else is it ever switched off
  const sandbox = isRoot ? ['--no-sandbox'] : []
  process.exitCode =
    built || (await run(binary('electron'), [...sandbox, root, ...process.argv.slice(2)]))
})
